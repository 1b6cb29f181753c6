// The values of one event that rarity is judged on, by attribute. Floor 3, pure.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/event/event.h"
#include "centinela/state/value_table.h"

namespace centinela::state {

struct Sight {
  Attribute attribute = Attribute::record_class;
  std::uint64_t value = 0;
};
using Sights = FixedVector<Sight, attribute_count>;

// What the event carries; absent values are not sights.
[[nodiscard]] Sights sights_of(const Event& event) noexcept;

// Attributes of where somebody comes from, in contrast to what somebody does.
[[nodiscard]] constexpr bool is_origin(Attribute attribute) noexcept {
  switch (attribute) {
    case Attribute::country:
    case Attribute::asn:
    case Attribute::device:
    case Attribute::app:
    case Attribute::client:
    case Attribute::ip:
      return true;
    default:
      return false;
  }
}

}  // namespace centinela::state
