#include "centinela/event/field.h"

#include <array>

namespace centinela {
namespace {

constexpr std::array<std::string_view, field_count> paths = {
    "id",
    "time",
    "received",
    "tenant",
    "principal.id",
    "principal.kind",
    "principal.role",
    "principal.team",
    "principal.site",
    "principal.time_zone",
    "principal.since",
    "principal.until",
    "principal.on_behalf_of",
    "action",
    "result",
    "resource.name",
    "resource.kind",
    "resource.class",
    "resource.fields",
    "resource.sensitivity",
    "data_subjects",
    "records",
    "bytes",
    "outcome",
    "query.shape",
    "query.limit",
    "query.page",
    "tool",
    "context.conversation",
    "context.acting_for",
    "context.linked",
    "context.ticket",
    "context.ticket_subject",
    "context.assigned",
    "context.queue",
    "context.handover_from",
    "context.callback",
    "context.purpose",
    "context.intent",
    "context.version",
    "context.turn",
    "context.automation",
    "context.change",
    "context.incident",
    "context.without_consent",
    "context.untrusted_input",
    "origin.ip",
    "origin.country",
    "origin.city",
    "origin.latitude",
    "origin.longitude",
    "origin.asn",
    "origin.device",
    "origin.app",
    "origin.session",
    "origin.client",
    "destination",
    "labels",
    "producer.name",
    "producer.boot",
    "producer.sequence",
    "trace",
};
static_assert(!paths.back().empty(), "one path per field");

}  // namespace

std::string_view field_path(Field field) noexcept {
  return paths[static_cast<std::size_t>(field)];
}

}  // namespace centinela
