#include "centinela/detectors/needs.h"

namespace centinela::detectors {
namespace {

using enum Field;

// One row a detector, in the order of DetectorId; no needs where every event will do.
constexpr auto table = std::to_array<DetectorNeeds>({
    {DetectorId::conversation_scope, {{{conversation}, {data_subjects}}}},
    {DetectorId::unjustified_access,
     {{{data_subjects},
       {{ticket, acting_for, linked, assigned, callback, handover_from, change, incident}, true}}}},
    {DetectorId::excessive_subjects, {{{data_subjects}}}},
    {DetectorId::bulk_export, {{{records, data_subjects}}}},
    {DetectorId::first_access, {}},
    {DetectorId::new_origin,
     {{{origin_country, origin_asn, origin_device, origin_app, origin_client, origin_latitude}}}},
    {DetectorId::unusual_time, {}},
    {DetectorId::audit_silence, {{{producer_sequence}, {producer_name}}}},
    {DetectorId::canary_touch, {{{labels}}}},
    {DetectorId::slow_drip, {{{data_subjects, records}}}},
    {DetectorId::vendor_client_drift, {{{origin_client}}}},
    {DetectorId::bulk_change, {}},
    {DetectorId::cross_tenant, {{{tenant}}}},
    {DetectorId::unmask_rate, {}},
    {DetectorId::deny_then_allow, {{{outcome}}}},
    {DetectorId::lifecycle_risk, {{{{principal_until}, true}}}},
    {DetectorId::purpose_consent, {{{purpose, without_consent}}}},
    {DetectorId::pagination_sweep, {{{query_page}}}},
    {DetectorId::search_then_open, {{{query_shape}, {data_subjects}}}},
    {DetectorId::shared_credential, {{{origin_device, origin_asn}}}},
    {DetectorId::entity_risk, {}},
    {DetectorId::service_account_human, {{{principal_kind}, {origin_app}}}},
    {DetectorId::machine_cadence, {{{principal_kind}}}},
    {DetectorId::path_change, {{{data_subjects}}}},
    {DetectorId::tainted_chain, {{{conversation}, {untrusted_input}}}},
    {DetectorId::over_collection, {{{resource_fields}, {version, intent}}}},
    {DetectorId::hot_record,
     {{{data_subjects},
       {{ticket, acting_for, linked, assigned, callback, handover_from, change, incident}, true}}}},
    {DetectorId::takeover_chain, {{{data_subjects}, {resource_fields}}}},
    {DetectorId::cohort_surge, {{{data_subjects}, {principal_team, principal_site}}}},
    {DetectorId::tool_surface, {{{tool}}}},
    {DetectorId::confused_deputy, {{{principal_on_behalf_of}, {resource_class}}}},
    {DetectorId::retrieval_scope, {{{conversation, origin_session}, {records, data_subjects}}}},
    {DetectorId::id_enumeration, {{{conversation, origin_session}, {data_subjects}}}},
    {DetectorId::intent_mismatch, {{{intent}, {resource_class}}}},
    {DetectorId::relationship_snoop, {{{labels}, {data_subjects}}}},
    {DetectorId::forest, {}},
    {DetectorId::community_misfit, {{{principal_kind}, {data_subjects}}}},
});

consteval bool is_complete() {
  for (std::size_t i = 0; i < detector_count; ++i) {
    if (i >= table.size() || static_cast<std::size_t>(table[i].id) != i) {
      return false;
    }
  }
  return table.size() == detector_count;
}
static_assert(is_complete(), "a detector has no row in needs.cpp, or they are out of order");

}  // namespace

std::span<const DetectorNeeds> detector_needs() noexcept {
  return table;
}

}  // namespace centinela::detectors
