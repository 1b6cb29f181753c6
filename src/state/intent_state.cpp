#include "centinela/state/intent_state.h"

#include "centinela/stats/rarity.h"

#include <algorithm>

namespace centinela::state {

void IntentState::begin_conversation(std::int64_t today) noexcept {
  conversations = conversations_on(today) + 1;
  day = std::max(day, today);
}

double IntentState::conversations_on(std::int64_t today) const noexcept {
  return day == no_window ? 0
                          : conversations * stats::forget_factor(static_cast<double>(today - day),
                                                                 stats::rarity_half_life_days);
}

std::uint64_t class_action_of(const Event& event) noexcept {
  return pair_id(event.resource.record_class.value(), static_cast<std::uint64_t>(event.action));
}

std::uint64_t step_of(const Event& event) noexcept {
  return is_absent(event.tool) ? class_action_of(event) : event.tool.value();
}

}  // namespace centinela::state
