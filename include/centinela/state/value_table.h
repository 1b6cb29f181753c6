// ValueTable: which values somebody was seen with, by attribute, counted in active days. Floor 3.
//
// Serves rarity (first access, new origin): principals hold small tables, peer groups and tenants
// larger ones. Bounded; when full, the value with the fewest decayed days (then the oldest) makes
// room. Counts decay with the half-life of rarity.h. Confined to one thread.
#pragma once

#include "centinela/event/words.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::state {

// What a value belongs to; each is judged on its own.
enum class Attribute : std::uint8_t {
  record_class,
  tool,
  action,
  class_action,
  country,
  asn,
  device,
  app,
  client,
  destination,
  ip,
  conversation_log,  // transcripts and prompt logs, by action
};
inline constexpr std::size_t attribute_count =
    static_cast<std::size_t>(Attribute::conversation_log) + 1;

struct SeenValue {
  std::uint64_t value = 0;
  float days = 0;               // decayed active days, as of last_day
  std::int32_t last_day = 0;    // last day it was counted
  std::int32_t sight_day = -1;  // last day it was met at all: a first sight is one surprise a day
  Attribute attribute = Attribute::record_class;

  template <class Archive>
  void describe(Archive& archive) {
    archive(value, days, last_day, sight_day, attribute);
  }
};

class ValueTable {
 public:
  static constexpr std::uint32_t values_max_default = 96;

  ValueTable() = default;
  explicit ValueTable(std::uint32_t values_max) : values_max_(values_max) {}

  [[nodiscard]] SeenValue* find(Attribute attribute, std::uint64_t value) noexcept;
  [[nodiscard]] const SeenValue* find(Attribute attribute, std::uint64_t value) const noexcept;
  // Known or made, with no days counted yet.
  SeenValue& meet(Attribute attribute, std::uint64_t value, std::int32_t day);
  // One more active day with this value.
  void learn(SeenValue& seen, std::int32_t day, double weight) noexcept;

  // As of `day`: decayed days of the value, and of all values of the attribute.
  [[nodiscard]] static double days(const SeenValue& seen, std::int32_t day) noexcept;
  [[nodiscard]] double total(Attribute attribute, std::int32_t day) const noexcept;
  [[nodiscard]] double distinct(Attribute attribute) const noexcept;

  [[nodiscard]] const std::vector<SeenValue>& values() const noexcept { return values_; }
  [[nodiscard]] std::size_t heap_bytes() const noexcept {
    return values_.capacity() * sizeof(SeenValue);
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(values_max_, values_, totals_, total_days_);
  }

 private:
  std::uint32_t values_max_ = values_max_default;
  std::vector<SeenValue> values_;
  std::array<float, attribute_count> totals_{};  // decayed, as of total_days_
  std::array<std::int32_t, attribute_count> total_days_{};
};

}  // namespace centinela::state
