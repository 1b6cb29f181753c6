// TallyTable: how often something was met, by value, in conversations or days. Floor 3.
//
// For rarity (e) within one key: what an intent reads, which tool follows which. Bounded; when
// full, the rarest value (then the oldest) makes room. Counts decay with the half-life of rarity.h.
// Confined to one thread.
#pragma once

#include "centinela/state/volume_track.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace centinela::state {

struct Tally {
  std::uint64_t value = 0;
  float count = 0;  // decayed, as of `day`
  std::int32_t day = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(value, count, day);
  }
};

class TallyTable {
 public:
  static constexpr std::size_t values_max = 96;

  void add(std::uint64_t value, std::int64_t day, double weight = 1);
  [[nodiscard]] double count(std::uint64_t value, std::int64_t day) const noexcept;
  // Of all values.
  [[nodiscard]] double total(std::int64_t day) const noexcept;
  [[nodiscard]] const std::vector<Tally>& values() const noexcept { return values_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(values_);
  }

 private:
  std::vector<Tally> values_;
};

struct TallyRarity {
  double p = 1;          // tail sum, in (0, 1]
  double count = 0;      // of the value under this key
  double of_all = 0;     // `chances`, decayed alike
  double elsewhere = 0;  // share of the chances of the whole tenant
};

// How rare `value` is where it had `chances` (conversations) to be met, with the tenant's own
// table behind it. Values are judged by the probability that a conversation holds them, so a
// conversation that holds several is no contradiction.
[[nodiscard]] TallyRarity rarity_in(const TallyTable& own,
                                    double chances,
                                    const TallyTable& tenant,
                                    double tenant_chances,
                                    const Tally& sight) noexcept;

}  // namespace centinela::state
