// IntentState: what conversations of one intent read, and which step follows which. Floor 3.
//
// Kept per (tenant, intent), and once per tenant for all of them, which stands behind a young one.
// Counted once a conversation. Plain data, one thread.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/tally_table.h"

#include <cstdint>

namespace centinela::state {

struct IntentState {
  double conversations = 0;  // decayed like the tables
  std::int64_t day = no_window;
  TallyTable class_actions;
  TallyTable transitions;  // (step before, step)

  void begin_conversation(std::int64_t today) noexcept;
  [[nodiscard]] double conversations_on(std::int64_t today) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(conversations, day, class_actions, transitions);
  }
};

[[nodiscard]] inline EntityKey intent_key(TenantToken tenant, WordToken intent) noexcept {
  return {EntityType::cohort, tenant, pair_id(0x1E17, intent.value())};
}
[[nodiscard]] std::uint64_t class_action_of(const Event& event) noexcept;
// What one event does in a conversation: its tool, or class and action where there is none.
[[nodiscard]] std::uint64_t step_of(const Event& event) noexcept;

}  // namespace centinela::state
