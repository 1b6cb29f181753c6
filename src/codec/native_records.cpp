#include "codec/native.h"

namespace centinela::codec::native {
namespace {

using X = RawContext;
using O = RawControl;

consteval Row plain(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

constexpr std::array value_rows = {
    plain("value.ticket", rows::identifier<&X::ticket>),
    plain("value.change", rows::identifier<&X::change>),
    plain("value.incident", rows::identifier<&X::incident>),
    plain("value.from", rows::identifier<&X::from>),
    plain("value.queue", rows::text<&X::queue>),
    plain("value.team", rows::text<&X::team>),
    plain("value.role", rows::text<&X::role>),
    plain("value.class", rows::text<&X::record_class>),
    plain("value.since", rows::moment<&X::since>),
    plain("value.until", rows::moment<&X::until>),
    plain("value.leave_date", rows::moment<&X::until>),
    plain("value.closed", rows::flag<&X::is_closed>),
};

constexpr std::array context_record_rows = {
    plain("type", rows::unread_text),
    plain("id", rows::identifier<&X::id>),
    plain("time", rows::required<rows::event_time<&X::time>>),
    plain("received", rows::event_time<&X::received>),
    plain("tenant", rows::identifier<&X::tenant>),
    plain("kind", rows::required<rows::word<&X::kind>>),
    plain("principal", rows::identifier<&X::principal>),
    plain("data_subject", rows::identifier<&X::data_subject>),
    plain("conversation", rows::identifier<&X::conversation>),
    plain("value", rows::object<value_rows>),
    plain("valid_from", rows::moment<&X::valid_from>),
    plain("valid_to", rows::moment<&X::valid_to>),
    plain("issued_by", rows::word<&X::issued_by>),
    plain("specversion", rows::marker<Reroute::envelope>),
};

constexpr std::array control_record_rows = {
    plain("type", rows::unread_text),
    plain("id", rows::identifier<&O::id>),
    plain("time", rows::required<rows::event_time<&O::time>>),
    plain("received", rows::event_time<&O::received>),
    plain("tenant", rows::identifier<&O::tenant>),
    plain("kind", rows::required<rows::word<&O::kind>>),
    plain("alert", rows::identifier<&O::alert>),
    plain("ruling", rows::word<&O::ruling>),
    plain("expires", rows::moment<&O::expires>),
    plain("author", rows::identifier<&O::author>),
    plain("reason", rows::unread_text),
    plain("principal", rows::identifier<&O::principal>),
    plain("data_subject", rows::identifier<&O::data_subject>),
    plain("model", rows::identifier<&O::model>),
    plain("config", rows::identifier<&O::config>),
    plain("specversion", rows::marker<Reroute::envelope>),
};

}  // namespace

Rows context_rows() noexcept {
  return context_record_rows;
}
Rows control_rows() noexcept {
  return control_record_rows;
}

}  // namespace centinela::codec::native
