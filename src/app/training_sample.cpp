#include "app/training_sample.h"

#include "centinela/features/features.h"

#include <algorithm>

namespace centinela::app {

using features::feature_count;

// Vitter 1985, algorithm R, by whole rows.
void TrainingSample::add(std::span<const float> row, std::uint64_t stretch) {
  const Origin origin{seen_++, stretch};
  if (rows() < rows_max_) {
    values_.insert(values_.end(), row.begin(), row.end());
    origins_.push_back(origin);
    return;
  }
  const std::uint64_t slot = rng_.below(seen_);
  if (slot < rows_max_) {
    std::copy(row.begin(),
              row.end(),
              values_.begin() + static_cast<std::ptrdiff_t>(slot * feature_count));
    origins_[slot] = origin;
  }
}

void TrainingSample::add(const pipeline::TrainingRows& more) {
  const std::span<const float> rows = more.rows;
  for (std::size_t i = 0; i < more.stretches.size(); ++i) {
    add(rows.subspan(i * feature_count, feature_count), more.stretches[i]);
  }
  quarantined_.insert(more.quarantined.begin(), more.quarantined.end());
}

std::uint64_t TrainingSample::settle() {
  const std::uint64_t warm = seen_ / 4;
  std::uint64_t left_out = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < origins_.size(); ++i) {
    const bool is_warm = origins_[i].index >= warm;
    const bool is_quarantined = quarantined_.contains(origins_[i].stretch);
    left_out += is_warm && is_quarantined ? 1 : 0;
    if (!is_warm || is_quarantined) {
      continue;
    }
    const auto from = values_.begin() + static_cast<std::ptrdiff_t>(i * feature_count);
    std::copy(from,
              from + static_cast<std::ptrdiff_t>(feature_count),
              values_.begin() + static_cast<std::ptrdiff_t>(kept * feature_count));
    origins_[kept++] = origins_[i];
  }
  origins_.resize(kept);
  values_.resize(kept * feature_count);
  return left_out;
}

}  // namespace centinela::app
