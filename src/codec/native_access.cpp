#include "centinela/codec/dead_letter_reason.h"
#include "centinela/event/event.h"

#include "codec/native.h"
#include "codec/pgaudit.h"

namespace centinela::codec::native {
namespace {

using E = RawEvent;

constexpr std::array principal_rows = {
    row("principal.id", rows::required<rows::identifier<&E::principal_id>>, Field::principal_id),
    row("principal.kind", rows::word<&E::kind>, Field::principal_kind),
    row("principal.role", rows::text<&E::role>, Field::principal_role),
    row("principal.team", rows::text<&E::team>, Field::principal_team),
    row("principal.site", rows::text<&E::site>, Field::principal_site),
    row("principal.time_zone", rows::text<&E::time_zone>, Field::principal_time_zone),
    row("principal.since", rows::moment<&E::since>, Field::principal_since),
    row("principal.until", rows::moment<&E::until>, Field::principal_until),
    row("principal.on_behalf_of",
        rows::identifiers<&E::on_behalf_of, chain_max>,
        Field::principal_on_behalf_of),
};

constexpr std::array resource_rows = {
    row("resource.name", rows::text<&E::resource_name>, Field::resource_name),
    row("resource.kind", rows::word<&E::resource_kind>, Field::resource_kind),
    row("resource.class", rows::text<&E::resource_class>, Field::resource_class),
    row("resource.fields",
        rows::counted_identifiers<&E::resource_fields, &E::resource_field_total, fields_max>,
        Field::resource_fields),
    row("resource.sensitivity", rows::word<&E::sensitivity>, Field::resource_sensitivity),
};

constexpr std::array query_rows = {
    row("query.shape", rows::word<&E::query_shape>, Field::query_shape),
    row("query.limit", rows::count<&E::query_limit>, Field::query_limit),
    row("query.page", rows::count<&E::query_page>, Field::query_page),
};

constexpr std::array context_facts_rows = {
    row("context.conversation", rows::identifier<&E::conversation>, Field::conversation),
    row("context.acting_for", rows::identifier<&E::acting_for>, Field::acting_for),
    row("context.linked", rows::identifiers<&E::linked, linked_max>, Field::linked),
    row("context.ticket", rows::identifier<&E::ticket>, Field::ticket),
    row("context.ticket_subject", rows::identifier<&E::ticket_subject>, Field::ticket_subject),
    row("context.assigned", rows::flag<&E::assigned>, Field::assigned),
    row("context.queue", rows::text<&E::queue>, Field::queue),
    row("context.handover_from", rows::identifier<&E::handover_from>, Field::handover_from),
    row("context.callback", rows::flag<&E::callback>, Field::callback),
    row("context.purpose", rows::text<&E::purpose>, Field::purpose),
    row("context.intent", rows::text<&E::intent>, Field::intent),
    row("context.version", rows::text<&E::version>, Field::version),
    row("context.turn", rows::count<&E::turn>, Field::turn),
    row("context.automation", rows::identifier<&E::automation>, Field::automation),
    row("context.change", rows::identifier<&E::change>, Field::change),
    row("context.incident", rows::identifier<&E::incident>, Field::incident),
    row("context.without_consent", rows::count<&E::without_consent>, Field::without_consent),
    row("context.untrusted_input", rows::flag<&E::untrusted_input>, Field::untrusted_input),
};

constexpr std::array origin_rows = {
    row("origin.ip", rows::identifier<&E::ip>, Field::origin_ip),
    row("origin.country", rows::text<&E::country>, Field::origin_country),
    row("origin.city", rows::text<&E::city>, Field::origin_city),
    row("origin.latitude", rows::degrees<&E::latitude, 90>, Field::origin_latitude),
    row("origin.longitude", rows::degrees<&E::longitude, 180>, Field::origin_longitude),
    row("origin.asn", rows::count<&E::asn>, Field::origin_asn),
    row("origin.device", rows::identifier<&E::device>, Field::origin_device),
    row("origin.app", rows::text<&E::app>, Field::origin_app),
    row("origin.session", rows::identifier<&E::session>, Field::origin_session),
    row("origin.client", rows::identifier<&E::client>, Field::origin_client),
};

constexpr std::array producer_rows = {
    row("producer.name", rows::text<&E::producer_name>, Field::producer_name),
    row("producer.boot", rows::count<&E::producer_boot>, Field::producer_boot),
    row("producer.sequence", rows::count<&E::producer_sequence>, Field::producer_sequence),
};

// A log line of pgAudit; nobody else's begins its fields so.
bool read_message(Reader& reader, Cell& cell, const Target& /*target*/) {
  const bool is_audit =
      cell.first() == '"' && audit_fields_at(cell.token.substr(1)) != std::string_view::npos;
  reader.check(cell);
  if (is_audit) {
    reader.hint(Hint::audit_message);
  }
  return false;
}

constexpr std::array event_rows = {
    row("type", read_type, std::nullopt),
    row("id", rows::required<rows::identifier<&E::id>>, Field::id),
    row("time", rows::required<rows::event_time<&E::time>>, Field::time),
    row("received", rows::event_time<&E::received>, Field::received),
    row("tenant", rows::identifier<&E::tenant>, Field::tenant),
    row("principal", rows::object<principal_rows>, std::nullopt),
    row("action", rows::required<rows::word<&E::action>>, Field::action),
    row("result", rows::word<&E::reach>, Field::result),
    row("resource", rows::object<resource_rows>, std::nullopt),
    row("data_subjects",
        rows::counted_identifiers<&E::data_subjects, &E::data_subject_total, data_subjects_max>,
        Field::data_subjects),
    row("records", rows::count<&E::records>, Field::records),
    row("bytes", rows::count<&E::bytes>, Field::bytes),
    row("outcome", rows::word<&E::outcome>, Field::outcome),
    row("query", rows::object<query_rows>, std::nullopt),
    row("tool", rows::text<&E::tool>, Field::tool),
    row("context", rows::object<context_facts_rows>, std::nullopt),
    row("origin", rows::object<origin_rows>, std::nullopt),
    row("destination", rows::text<&E::destination>, Field::destination),
    row("labels", rows::labels, Field::labels),
    row("producer", rows::object<producer_rows>, std::nullopt),
    row("trace", rows::unread_text, Field::trace),
    row("specversion", rows::marker<Reroute::envelope>, std::nullopt),
    row("class_uid", rows::marker<Reroute::ocsf>, std::nullopt),
    row("Records", rows::hint<Hint::records, '['>, std::nullopt),
    row("resourceSpans", rows::hint<Hint::resource_spans, '['>, std::nullopt),
    row("eventSource", rows::hint<Hint::event_source, '"'>, std::nullopt),
    row("eventName", rows::hint<Hint::event_name, '"'>, std::nullopt),
    row("userIdentity", rows::hint<Hint::user_identity, '{'>, std::nullopt),
    row("atype", rows::hint<Hint::audit_type, '"'>, std::nullopt),
    row("ts", rows::hint<Hint::dated_object, '{'>, std::nullopt),
    row("users", rows::hint<Hint::users, '['>, std::nullopt),
    row("message", read_message, std::nullopt),
    row("log", read_message, std::nullopt),
};

}  // namespace

bool read_type(Reader& reader, Cell& cell, const Target& /*target*/) {
  std::string_view type;
  if (!reader.text(cell, type)) {
    return false;
  }
  if (type == "context") {
    reader.reroute(Reroute::context);
  } else if (type == "control") {
    reader.reroute(Reroute::control);
  } else if (type != "access") {
    reader.fail({reason::unknown_type, "expected access, context or control"}, cell);
  }
  return false;
}

Rows access_rows() noexcept {
  return event_rows;
}

}  // namespace centinela::codec::native
