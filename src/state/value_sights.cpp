#include "centinela/state/value_sights.h"

#include "centinela/state/entity_key.h"

namespace centinela::state {

Sights sights_of(const Event& event) noexcept {
  Sights sights;
  const auto add = [&sights](Attribute attribute, std::uint64_t value) {
    if (value != 0) {
      sights.push_back({attribute, value});
    }
  };
  const std::uint64_t record_class = event.resource.record_class.value();
  const auto action = static_cast<std::uint64_t>(event.action);
  add(Attribute::record_class, record_class);
  add(Attribute::tool, event.tool.value());
  add(Attribute::action, action);
  add(Attribute::class_action, record_class == 0 ? 0 : pair_id(record_class, action));
  add(Attribute::country, event.origin.country.value());
  add(Attribute::asn, event.origin.asn);
  add(Attribute::device, event.origin.device.value());
  add(Attribute::app, event.origin.app.value());
  add(Attribute::client, event.origin.client.value());
  add(Attribute::destination, event.destination.value());
  const ResourceKind kind = event.resource.kind;
  const bool is_log = kind == ResourceKind::transcript || kind == ResourceKind::prompt_log;
  add(Attribute::conversation_log, is_log ? pair_id(static_cast<std::uint64_t>(kind), action) : 0);
  return sights;
}

}  // namespace centinela::state
