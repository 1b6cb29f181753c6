#include "codec/ocsf.h"

#include "centinela/event/event.h"

namespace centinela::codec::ocsf {
namespace {

using E = RawEvent;
using F = OcsfFacts;

consteval Row fact(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

constexpr std::array product_rows = {
    row("metadata.product.name", rows::text<&E::producer_name>, Field::producer_name),
};
constexpr std::array metadata_rows = {
    fact("metadata.version", rows::text<&F::version>),
    fact("metadata.product", rows::object<product_rows>),
    row("metadata.uid", rows::identifier<&E::id>, Field::id),
    fact("metadata.original_event_uid", rows::text<&F::original_uid>),
    row("metadata.tenant_uid", rows::identifier<&E::tenant>, Field::tenant),
    row("metadata.correlation_uid", rows::unread_text, Field::trace),
    row("metadata.logged_time", rows::event_time<&E::received>, Field::received),
    row("metadata.sequence", rows::count<&E::producer_sequence>, Field::producer_sequence),
};

constexpr std::array group_rows = {
    fact("actor.user.groups.name", rows::first_text<&F::group_name>),
};
constexpr std::array user_rows = {
    fact("actor.user.uid", rows::identifier<&F::user_uid>),
    fact("actor.user.name", rows::text<&F::user_name>),
    fact("actor.user.email_addr", rows::text<&F::user_email>),
    fact("actor.user.type_id", rows::integer<&F::user_type_id>),
    fact("actor.user.groups", rows::objects<group_rows>),
};
constexpr std::array session_rows = {
    row("actor.session.uid", rows::identifier<&E::session>, Field::origin_session),
};
constexpr std::array actor_rows = {
    fact("actor.user", rows::object<user_rows>),
    fact("actor.session", rows::object<session_rows>),
    fact("actor.app_name", rows::text<&F::app_name>),
    fact("actor.app_uid", rows::text<&F::app_uid>),
};

constexpr std::array location_rows = {
    row("src_endpoint.location.country", rows::text<&E::country>, Field::origin_country),
    row("src_endpoint.location.city", rows::text<&E::city>, Field::origin_city),
    row("src_endpoint.location.lat", rows::degrees<&E::latitude, 90>, Field::origin_latitude),
    row("src_endpoint.location.long", rows::degrees<&E::longitude, 180>, Field::origin_longitude),
};
constexpr std::array system_rows = {
    row("src_endpoint.autonomous_system.number", rows::count<&E::asn>, Field::origin_asn),
};
constexpr std::array endpoint_rows = {
    row("src_endpoint.ip", rows::identifier<&E::ip>, Field::origin_ip),
    row("src_endpoint.uid", rows::identifier<&E::device>, Field::origin_device),
    fact("src_endpoint.location", rows::object<location_rows>),
    fact("src_endpoint.autonomous_system", rows::object<system_rows>),
};
constexpr std::array request_rows = {
    fact("http_request.user_agent", rows::text<&F::user_agent>),
};
constexpr std::array response_rows = {
    fact("http_response.code", rows::integer<&F::response_code>),
};

constexpr std::array classification_rows = {
    fact("data_classifications.category", rows::first_text<&F::category>),
    fact("data_classifications.category_id", rows::integer<&F::category_id>),
    fact("data_classifications.confidentiality_id", rows::integer<&F::classification_id>),
};
constexpr std::array table_rows = {
    fact("table.name", rows::text<&F::table_name>),
    fact("table.uid", rows::text<&F::table_uid>),
};
constexpr std::array database_rows = {
    fact("database.name", rows::text<&F::database_name>),
    fact("database.data_classifications", rows::objects<classification_rows>),
};
constexpr std::array bucket_rows = {
    fact("databucket.name", rows::text<&F::bucket_name>),
    fact("databucket.data_classifications", rows::objects<classification_rows>),
};
constexpr std::array resource_rows = {
    fact("resources.name", rows::first_text<&F::resource_name>),
    fact("resources.uid", rows::first_text<&F::resource_uid>),
    fact("resources.data_classifications", rows::objects<classification_rows>),
};

constexpr std::array data_rows = {
    fact("query_info.data.rows", rows::count<&F::data_rows>),
};
constexpr std::array query_rows = {
    row("query_info.bytes", rows::count<&E::bytes>, Field::bytes),
    fact("query_info.data", rows::object_if_any<data_rows>),
};
constexpr std::array service_rows = {
    fact("api.service.name", rows::text<&F::service_name>),
};
constexpr std::array api_response_rows = {
    fact("api.response.code", rows::integer<&F::response_code>),
};
constexpr std::array api_rows = {
    row("api.operation", rows::text<&E::tool>, Field::tool),
    fact("api.service", rows::object<service_rows>),
    fact("api.response", rows::object<api_response_rows>),
};
constexpr std::array message_rows = {
    row("message_context.uid", rows::identifier<&E::conversation>, Field::conversation),
};
constexpr std::array trace_rows = {
    row("trace.uid", rows::unread_text, Field::trace),
};

// Where OCSF has no attribute, the native field travels under its own name.
constexpr std::array unmapped_rows = {
    row("unmapped.rows", rows::count<&E::records>, Field::records),
    row("unmapped.records", rows::count<&E::records>, Field::records),
    fact("unmapped.export", rows::flag<&F::is_export>),
    row("unmapped.action", rows::word<&E::action>, Field::action),
    row("unmapped.result", rows::word<&E::reach>, Field::result),
    row("unmapped.kind", rows::word<&E::kind>, Field::principal_kind),
    row("unmapped.role", rows::text<&E::role>, Field::principal_role),
    row("unmapped.team", rows::text<&E::team>, Field::principal_team),
    row("unmapped.site", rows::text<&E::site>, Field::principal_site),
    row("unmapped.time_zone", rows::text<&E::time_zone>, Field::principal_time_zone),
    row("unmapped.on_behalf_of",
        rows::identifiers<&E::on_behalf_of, chain_max>,
        Field::principal_on_behalf_of),
    row("unmapped.class", rows::text<&E::resource_class>, Field::resource_class),
    row("unmapped.sensitivity", rows::word<&E::sensitivity>, Field::resource_sensitivity),
    row("unmapped.fields",
        rows::counted_identifiers<&E::resource_fields, &E::resource_field_total, fields_max>,
        Field::resource_fields),
    row("unmapped.data_subjects",
        rows::counted_identifiers<&E::data_subjects, &E::data_subject_total, data_subjects_max>,
        Field::data_subjects),
    row("unmapped.query_shape", rows::word<&E::query_shape>, Field::query_shape),
    row("unmapped.conversation_id", rows::identifier<&E::conversation>, Field::conversation),
    row("unmapped.conversation", rows::identifier<&E::conversation>, Field::conversation),
    row("unmapped.acting_for", rows::identifier<&E::acting_for>, Field::acting_for),
    row("unmapped.linked", rows::identifiers<&E::linked, linked_max>, Field::linked),
    row("unmapped.ticket", rows::identifier<&E::ticket>, Field::ticket),
    row("unmapped.ticket_subject", rows::identifier<&E::ticket_subject>, Field::ticket_subject),
    row("unmapped.assigned", rows::flag<&E::assigned>, Field::assigned),
    row("unmapped.queue", rows::text<&E::queue>, Field::queue),
    row("unmapped.handover_from", rows::identifier<&E::handover_from>, Field::handover_from),
    row("unmapped.callback", rows::flag<&E::callback>, Field::callback),
    row("unmapped.purpose", rows::text<&E::purpose>, Field::purpose),
    row("unmapped.intent", rows::text<&E::intent>, Field::intent),
    row("unmapped.version", rows::text<&E::version>, Field::version),
    row("unmapped.turn", rows::count<&E::turn>, Field::turn),
    row("unmapped.automation", rows::identifier<&E::automation>, Field::automation),
    row("unmapped.change", rows::identifier<&E::change>, Field::change),
    row("unmapped.incident", rows::identifier<&E::incident>, Field::incident),
    row("unmapped.without_consent", rows::count<&E::without_consent>, Field::without_consent),
    row("unmapped.untrusted_input", rows::flag<&E::untrusted_input>, Field::untrusted_input),
    row("unmapped.tool", rows::text<&E::tool>, Field::tool),
    row("unmapped.destination", rows::text<&E::destination>, Field::destination),
    row("unmapped.labels", rows::labels, Field::labels),
};

constexpr std::array class_rows = {
    // Only under `input.format: ocsf`: elsewhere these keys have been seen before the class.
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    fact("metadata", rows::object<metadata_rows>),
    fact("class_uid", rows::integer<&F::class_uid>),
    fact("activity_id", rows::integer<&F::activity_id>),
    fact("activity_name", rows::text<&F::activity_name>),
    fact("type_uid", rows::integer<&F::type_uid>),
    row("time", rows::required<rows::event_time<&E::time>>, Field::time),
    fact("status_id", rows::integer<&F::status_id>),
    fact("status_code", rows::text<&F::status_code>),
    fact("action_id", rows::integer<&F::action_id>),
    fact("actor", rows::object<actor_rows>),
    fact("src_endpoint", rows::object<endpoint_rows>),
    fact("database", rows::object<database_rows>),
    fact("table", rows::object<table_rows>),
    fact("databucket", rows::object<bucket_rows>),
    fact("resources", rows::objects<resource_rows>),
    fact("web_resources", rows::objects<resource_rows>),
    fact("query_info", rows::object<query_rows>),
    fact("api", rows::object<api_rows>),
    fact("http_request", rows::object<request_rows>),
    fact("http_response", rows::object<response_rows>),
    fact("message_context", rows::object<message_rows>),
    fact("trace", rows::object_if_any<trace_rows>),
    fact("unmapped", rows::object<unmapped_rows>),
};

}  // namespace

Rows event_rows() noexcept {
  return class_rows;
}

}  // namespace centinela::codec::ocsf
