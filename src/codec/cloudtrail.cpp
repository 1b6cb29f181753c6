#include "codec/cloudtrail.h"

namespace centinela::codec::cloudtrail {
namespace {

using E = RawEvent;
using F = CloudTrailFacts;

consteval Row fact(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

constexpr std::array issuer_rows = {
    fact("userIdentity.sessionContext.sessionIssuer.userName", rows::text_if_any<&F::issuer_name>),
};
constexpr std::array session_rows = {
    fact("userIdentity.sessionContext.sessionIssuer", rows::object_if_any<issuer_rows>),
};
constexpr std::array identity_rows = {
    fact("userIdentity.type", rows::text_if_any<&F::identity_type>),
    fact("userIdentity.principalId", rows::text_if_any<&F::user_id>),
    fact("userIdentity.arn", rows::text_if_any<&F::arn>),
    row("userIdentity.accessKeyId", rows::identifier_if_any<&E::client>, Field::origin_client),
    fact("userIdentity.invokedBy", rows::text_if_any<&F::invoked_by>),
    fact("userIdentity.sessionContext", rows::object_if_any<session_rows>),
};
constexpr std::array parameter_rows = {
    fact("requestParameters.bucketName", rows::text_if_any<&F::bucket>),
    fact("requestParameters.tableName", rows::text_if_any<&F::table>),
    fact("requestParameters.functionName", rows::text_if_any<&F::resource>),
    fact("requestParameters.secretId", rows::text_if_any<&F::resource>),
    fact("requestParameters.dBInstanceIdentifier", rows::text_if_any<&F::resource>),
};
constexpr std::array answer_rows = {
    fact("responseElements.ConsoleLogin", rows::text_if_any<&F::login>),
};
constexpr std::array more_rows = {
    row("additionalEventData.bytesTransferredOut", rows::integer_if_any<&E::bytes>, Field::bytes),
};
constexpr std::array resource_rows = {
    fact("resources.ARN", rows::text_if_any<&F::arn_of_resource>),
};

// `readOnly` is a literal in CloudTrail and a word in tables.
bool read_flag(Reader& reader, Cell& cell, const Target& target) {
  static_cast<F*>(target.extra)->is_read_only = cell.token == "true" || cell.token == R"("true")";
  reader.check(cell);
  return false;
}

constexpr std::array record_rows = {
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    fact("Records", rows::marker<Reroute::cloudtrail_records>),
    fact("userIdentity", rows::object_if_any<identity_rows>),
    row("eventTime", rows::required<rows::event_time<&E::time>>, Field::time),
    fact("eventSource", rows::text_if_any<&F::service>),
    fact("eventName", rows::text_if_any<&F::operation>),
    fact("sourceIPAddress", rows::text_if_any<&F::address>),
    row("userAgent", rows::text_if_any<&E::app>, Field::origin_app),
    fact("errorCode", rows::text_if_any<&F::error>),
    fact("requestParameters", rows::object_if_any<parameter_rows>),
    fact("responseElements", rows::object_if_any<answer_rows>),
    fact("additionalEventData", rows::object_if_any<more_rows>),
    row("requestID", rows::unread_text, Field::trace),
    row("eventID", rows::required<rows::identifier<&E::id>>, Field::id),
    fact("readOnly", read_flag),
    fact("resources", rows::objects_if_any<resource_rows>),
};

constexpr std::array column_rows = {
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    row("id", rows::required<rows::identifier<&E::id>>, Field::id),
    row("time", rows::required<rows::event_time<&E::time>>, Field::time),
    fact("actor", rows::text_if_any<&F::arn>),
    fact("actor_type", rows::text_if_any<&F::identity_type>),
    fact("service", rows::text_if_any<&F::service>),
    fact("action", rows::text_if_any<&F::operation>),
    fact("resource", rows::text_if_any<&F::resource>),
    fact("source_ip", rows::text_if_any<&F::address>),
    row("user_agent", rows::text_if_any<&E::app>, Field::origin_app),
    fact("error", rows::text_if_any<&F::error>),
    fact("read_only", read_flag),
    row("bytes", rows::integer_if_any<&E::bytes>, Field::bytes),
};

}  // namespace

Rows event_rows() noexcept {
  return record_rows;
}
Rows flat_rows() noexcept {
  return column_rows;
}

}  // namespace centinela::codec::cloudtrail
