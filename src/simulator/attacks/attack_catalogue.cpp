// The catalogue of attacks: A1 to A22 of the evaluation's world, and four plain ones beside them.
#include "simulator/attacks/attacks.h"

#include <array>

namespace centinela::simulator {
namespace {

using Words = std::array<std::string_view, 4>;

// Detectors whose first reason names the injected cause, besides the main one.
constexpr Words vendor_words{"new_origin", "bulk_export", "first_access", "canary_touch"};
constexpr Words lookup_words{"slow_drip", "excessive_subjects", "entity_risk", "self_justified"};
constexpr Words ring_words{"unjustified_access", "excessive_subjects", "slow_drip", "entity_risk"};
constexpr Words pair_words{"community_misfit", "first_access", "entity_risk", "slow_drip"};
constexpr Words leaver_words{"lifecycle_risk", "first_access", "excessive_subjects", "entity_risk"};
constexpr Words hot_words{
    "unjustified_access", "relationship_snoop", "entity_risk", "search_then_open"};
constexpr Words scope_words{
    "id_enumeration", "excessive_subjects", "retrieval_scope", "intent_mismatch"};
constexpr Words chain_words{
    "conversation_scope", "intent_mismatch", "tool_surface", "confused_deputy"};
constexpr Words fields_words{"forest", "intent_mismatch", "first_access", "conversation_scope"};
constexpr Words session_words{
    "new_origin", "excessive_subjects", "unjustified_access", "shared_credential"};
constexpr Words service_words{"new_origin", "first_access", "unusual_time", "forest"};
constexpr Words loader_words{
    "vendor_client_drift", "new_origin", "first_access", "excessive_subjects"};
constexpr Words drip_words{"bulk_export", "excessive_subjects", "first_access", "pagination_sweep"};
constexpr Words unmask_words{"first_access", "forest", "excessive_subjects", "entity_risk"};
constexpr Words change_words{
    "unjustified_access", "first_access", "excessive_subjects", "takeover_chain"};
constexpr Words purpose_words{"first_access", "slow_drip", "intent_mismatch", "forest"};
constexpr Words dormant_words{
    "unusual_time", "unjustified_access", "excessive_subjects", "new_origin"};
constexpr Words silence_words{"path_change", "audit_silence", "excessive_subjects", "forest"};
constexpr Words tenant_words{
    "first_access", "vendor_client_drift", "excessive_subjects", "entity_risk"};
constexpr Words hire_words{"unjustified_access", "lifecycle_risk", "slow_drip", "entity_risk"};
constexpr Words canary_words{"first_access", "id_enumeration", "unjustified_access", "forest"};
constexpr Words night_words{"unjustified_access", "excessive_subjects", "forest", "entity_risk"};
constexpr Words travel_words{"shared_credential", "unjustified_access", "first_access", "forest"};

using namespace attacks;  // NOLINT(google-build-using-namespace): the catalogue of that namespace

constexpr std::array<Story, 26> catalogue{{
    {"A1",
     "stolen vendor token",
     "vendor_client_drift",
     vendor_words,
     true,
     false,
     plan_vendor_token,
     act_vendor_token},
    {"A2",
     "bribed agent, low and slow",
     "unjustified_access",
     lookup_words,
     true,
     true,
     plan_bribed_agent,
     act_bribed_agent},
    {"A3",
     "bribery ring at one site",
     "cohort_surge",
     ring_words,
     true,
     true,
     plan_bribery_ring,
     act_bribery_ring},
    {"A4",
     "two agents pull chosen merchants' orders",
     "unjustified_access",
     pair_words,
     true,
     false,
     plan_merchant_pair,
     act_merchant_pair},
    {"A5",
     "leaver takes data along",
     "bulk_export",
     leaver_words,
     true,
     false,
     plan_leaver_export,
     act_leaver_export},
    {"A6",
     "curiosity about a well-known customer",
     "hot_record",
     hot_words,
     true,
     false,
     plan_curiosity,
     act_curiosity},
    {"A7",
     "stalking within the household",
     "relationship_snoop",
     hot_words,
     true,
     true,
     plan_stalker,
     act_stalker},
    {"A8",
     "customer walks order numbers through a bot",
     "conversation_scope",
     scope_words,
     true,
     false,
     plan_foreign_orders,
     act_foreign_orders},
    {"A9",
     "indirect prompt injection",
     "tainted_chain",
     chain_words,
     true,
     false,
     plan_injection,
     act_injection},
    {"A10",
     "bot release collects too much",
     "over_collection",
     fields_words,
     true,
     false,
     plan_over_collection,
     nullptr,
     alter_over_collection},
    {"A11",
     "stolen session driven by a script",
     "machine_cadence",
     session_words,
     true,
     false,
     plan_stolen_session,
     act_stolen_session},
    {"A12",
     "person uses a service account",
     "service_account_human",
     service_words,
     true,
     false,
     plan_service_misuse,
     act_service_misuse},
    {"A13",
     "fake loader authorised by a caller's victim",
     "bulk_export",
     loader_words,
     true,
     false,
     plan_fake_loader,
     act_fake_loader},
    {"A14",
     "dribble under a fixed rule",
     "slow_drip",
     drip_words,
     true,
     true,
     plan_dribble,
     act_dribble},
    {"A15",
     "mass unmasking",
     "unmask_rate",
     unmask_words,
     true,
     false,
     plan_unmasking,
     act_unmasking},
    {"A16",
     "payout accounts changed",
     "bulk_change",
     change_words,
     true,
     false,
     plan_payout_change,
     act_payout_change},
    {"A17",
     "purpose creep",
     "purpose_consent",
     purpose_words,
     true,
     true,
     plan_purpose_creep,
     act_purpose_creep},
    {"A18",
     "leaver's account used again",
     "lifecycle_risk",
     dormant_words,
     true,
     false,
     plan_leaver_account,
     act_leaver_account},
    {"A19",
     "audit events suppressed",
     "audit_silence",
     silence_words,
     true,
     false,
     plan_suppression,
     nullptr,
     alter_suppression},
    {"A20",
     "boiling frog",
     "slow_drip",
     lookup_words,
     true,
     true,
     plan_boiling_frog,
     act_boiling_frog},
    {"A21",
     "vendor engineer hops tenants",
     "cross_tenant",
     tenant_words,
     true,
     false,
     plan_tenant_hopper,
     act_tenant_hopper},
    {"A22",
     "malicious new hire",
     "excessive_subjects",
     hire_words,
     true,
     false,
     plan_malicious_hire,
     act_malicious_hire},
    {"X1",
     "canary record touched",
     "canary_touch",
     canary_words,
     true,
     false,
     plan_canary_touch,
     act_canary_touch},
    {"X2",
     "night access",
     "unusual_time",
     night_words,
     true,
     false,
     plan_night_access,
     act_night_access},
    {"X3",
     "impossible travel",
     "new_origin",
     travel_words,
     true,
     false,
     plan_impossible_travel,
     act_impossible_travel},
    {"X4",
     "excessive look-ups",
     "excessive_subjects",
     hire_words,
     true,
     false,
     plan_excess,
     act_excess},
}};

}  // namespace

std::span<const Story> attack_stories() noexcept {
  return catalogue;
}

}  // namespace centinela::simulator
