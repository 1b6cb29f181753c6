#include "centinela/state/producer_state.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double usual_events_min = 50;
constexpr float usual_share = 0.8F;
constexpr double memory_events = 1000;  // the share forgets over about that many events

}  // namespace

void PathState::learn(FieldSet present) noexcept {
  events += 1;
  const auto rate = static_cast<float>(1 / std::min(events, memory_events));
  for (std::size_t i = 0; i < share.size(); ++i) {
    const auto is_there = static_cast<float>((present.bits() >> i) & 1U);
    share[i] += rate * (is_there - share[i]);
  }
}

bool PathState::usually_has(Field field) const noexcept {
  return events >= usual_events_min && share[static_cast<std::size_t>(field)] >= usual_share;
}

bool PathState::never_has(Field field) const noexcept {
  return share[static_cast<std::size_t>(field)] <= 0;
}

}  // namespace centinela::state
