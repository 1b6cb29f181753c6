// TrainingSample: which feature rows of a history a model is fitted to. Floor 10, one thread.
//
// A uniform sample of bounded size, whatever the length of the history. Left out of it are the
// first quarter, which only warms the baselines (what is unusual on the first day is not what the
// model is to learn), and whatever belongs to a quarantined stretch: an attack must not teach the
// model that it is usual.
#pragma once

#include "centinela/base/rng.h"
#include "centinela/pipeline/shard.h"

#include <cstdint>
#include <span>
#include <unordered_set>
#include <vector>

namespace centinela::app {

class TrainingSample {
 public:
  static constexpr std::size_t rows_max_default = 400'000;

  explicit TrainingSample(std::uint64_t seed, std::size_t rows_max = rows_max_default)
      : rng_(seed), rows_max_(rows_max) {}

  void add(const pipeline::TrainingRows& more);
  // At the end of the history: drops what is to be left out. How many rows of the sample belonged
  // to quarantined stretches.
  std::uint64_t settle();

  [[nodiscard]] std::size_t rows() const noexcept { return origins_.size(); }
  [[nodiscard]] std::uint64_t seen() const noexcept { return seen_; }
  [[nodiscard]] const std::vector<float>& values() const noexcept { return values_; }

 private:
  struct Origin {
    std::uint64_t index = 0;  // in the history
    std::uint64_t stretch = 0;
  };

  void add(std::span<const float> row, std::uint64_t stretch);

  Rng rng_;
  std::size_t rows_max_;
  std::uint64_t seen_ = 0;
  std::vector<float> values_;  // rows_max_·feature_count at most
  std::vector<Origin> origins_;
  std::unordered_set<std::uint64_t> quarantined_;  // asked only, never gone through
};

}  // namespace centinela::app
