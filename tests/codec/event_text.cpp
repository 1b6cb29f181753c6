#include "codec/event_text.h"

namespace centinela::codec {
namespace {

void put(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    out.append("  ").append(name).append(": ").append(value).append("\n");
  }
}

void put_names(std::string& out, const RawEvent& event) {
  put(out, "id", event.id);
  put(out, "tenant", event.tenant);
  put(out, "principal.id", event.principal_id);
  put(out, "principal.kind", to_word(event.kind));
  put(out, "principal.role", event.role);
  for (const std::string_view one : event.on_behalf_of) {
    put(out, "principal.on_behalf_of", one);
  }
  put(out, "action", to_word(event.action));
  put(out, "result", to_word(event.reach));
  put(out, "outcome", to_word(event.outcome));
  put(out, "resource.name", event.resource_name);
  put(out, "resource.kind", to_word(event.resource_kind));
  put(out, "resource.class", event.resource_class);
  for (const std::string_view one : event.data_subjects) {
    put(out, "data_subjects", one);
  }
  put(out, "query.shape", to_word(event.query_shape));
  put(out, "tool", event.tool);
}

void put_context(std::string& out, const RawEvent& event) {
  put(out, "context.conversation", event.conversation);
  put(out, "context.acting_for", event.acting_for);
  put(out, "context.purpose", event.purpose);
  put(out, "context.intent", event.intent);
  put(out, "context.version", event.version);
  put(out, "origin.ip", event.ip);
  put(out, "origin.app", event.app);
  put(out, "origin.session", event.session);
  put(out, "origin.client", event.client);
  put(out, "producer.name", event.producer_name);
}

}  // namespace

std::string text_of(const RawItem& item) {
  if (const auto* failure = std::get_if<DecodeFailure>(&item)) {
    std::string out = "dead letter\n";
    put(out, "reason", failure->reason);
    put(out, "field", failure->field);
    return out;
  }
  const auto* event = std::get_if<RawEvent>(&item);
  if (event == nullptr) {
    return "context or control\n";
  }
  std::string out = "event\n";
  put(out, "time", format_rfc3339(event->time));
  put_names(out, *event);
  put_context(out, *event);
  if (event->present.contains(Field::records)) {
    put(out, "records", std::to_string(event->records));
  }
  if (event->present.contains(Field::bytes)) {
    put(out, "bytes", std::to_string(event->bytes));
  }
  return out;
}

}  // namespace centinela::codec
