#include "centinela/state/producer_state.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double usual_events_min = 50;
constexpr float usual_share = 0.8F;
constexpr std::int64_t events_between_looks = 64;
// Fields that tell why an access happened and from where: what going round the front door loses.
constexpr FieldSet fields_that_tell() noexcept {
  FieldSet fields;
  for (const Field field : {Field::conversation,
                            Field::acting_for,
                            Field::ticket,
                            Field::assigned,
                            Field::queue,
                            Field::purpose,
                            Field::origin_ip,
                            Field::origin_device,
                            Field::origin_app,
                            Field::origin_session}) {
    fields.insert(field);
  }
  return fields;
}
constexpr FieldSet telling = fields_that_tell();
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
  if (static_cast<std::int64_t>(events) % events_between_looks == 0) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < field_count; ++i) {
      bits |= std::uint64_t{usually_has(static_cast<Field>(i))} << i;
    }
    usual = FieldSet::from_bits(bits & telling.bits());
  }
}

FieldSet PathState::missing(FieldSet present) const noexcept {
  return FieldSet::from_bits(usual.bits() & ~present.bits());
}

double PathState::p_missing(FieldSet fields) const noexcept {
  double p = 1;
  const double known = std::min(events, memory_events);
  for (std::size_t i = 0; i < field_count; ++i) {
    if (fields.contains(static_cast<Field>(i))) {
      p = std::min(p, ((1 - static_cast<double>(share[i])) * known + 0.5) / (known + 1));
    }
  }
  return p;
}

bool PathState::usually_has(Field field) const noexcept {
  return events >= usual_events_min && share[static_cast<std::size_t>(field)] >= usual_share;
}

bool PathState::never_has(Field field) const noexcept {
  return share[static_cast<std::size_t>(field)] <= 0;
}

}  // namespace centinela::state
