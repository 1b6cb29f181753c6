#include "centinela/state/producer_state.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double usual_events_min = 50;
constexpr float usual_share = 0.8F;
constexpr double memory_events = 1000;  // the share forgets over about that many events

constexpr auto floats_of_bits = [] {
  std::array<std::array<float, 4>, 16> table{};
  for (std::size_t bits = 0; bits < table.size(); ++bits) {
    for (std::size_t k = 0; k < 4; ++k) {
      table[bits][k] = static_cast<float>((bits >> k) & 1U);
    }
  }
  return table;
}();

}  // namespace

void PathState::learn(FieldSet present) noexcept {
  events += 1;
  const auto rate = static_cast<float>(1 / std::min(events, memory_events));
  // Four fields at a time, their bits looked up as floats: the compiler makes vectors of that.
  for (std::size_t i = 0; i < share.size(); i += 4) {
    const std::array<float, 4>& is_there = floats_of_bits[(present.bits() >> i) & 0xFU];
    for (std::size_t k = 0; k < 4; ++k) {
      share[i + k] += rate * (is_there[k] - share[i + k]);
    }
  }
}

bool PathState::usually_has(Field field) const noexcept {
  return events >= usual_events_min && share[static_cast<std::size_t>(field)] >= usual_share;
}

bool PathState::never_has(Field field) const noexcept {
  return share[static_cast<std::size_t>(field)] <= 0;
}

}  // namespace centinela::state
