#include "forest/tail_scale.h"

#include "centinela/base/check.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace centinela::forest {
namespace {

constexpr double rank_step = 1.03;
// Bounds what a score far outside of the training data can weigh in a sum.
constexpr double bits_max = 1000;

double slope_at_end(const TailScale& scale) {
  const std::size_t last = scale.score.size() - 1;
  if (last == 0) {
    return 0;
  }
  const std::size_t middle = std::min(
      last - 1,
      static_cast<std::size_t>(std::lower_bound(scale.bits.begin(), scale.bits.end(), 1.0) -
                               scale.bits.begin()));
  return (scale.bits[last] - scale.bits[middle]) / (scale.score[last] - scale.score[middle]);
}

}  // namespace

TailScale fit_tail_scale(std::span<const double> scores) {
  CENTINELA_CHECK(!scores.empty());
  std::vector<double> sorted(scores.begin(), scores.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  const auto n = static_cast<double>(sorted.size());
  TailScale scale;
  for (std::size_t first = 0; first < sorted.size();) {
    // A block of equal scores is one knot at its middle rank.
    const auto end = std::find_if(sorted.begin() + static_cast<std::ptrdiff_t>(first),
                                  sorted.end(),
                                  [&](double score) { return score < sorted[first]; });
    const auto last = static_cast<std::size_t>(end - sorted.begin());
    const double rank = static_cast<double>(first + last) / 2;
    scale.score.push_back(sorted[first]);
    scale.bits.push_back(-std::log2(rank / n));
    first = std::max(last, static_cast<std::size_t>(static_cast<double>(last) * rank_step));
  }
  std::reverse(scale.score.begin(), scale.score.end());
  std::reverse(scale.bits.begin(), scale.bits.end());
  return scale;
}

double surprisal_bits(const TailScale& scale, double score) {
  const auto above = std::lower_bound(scale.score.begin(), scale.score.end(), score);
  if (above == scale.score.begin()) {
    return scale.bits.front();
  }
  if (above == scale.score.end()) {
    const double beyond = score - scale.score.back();
    return std::min(bits_max, scale.bits.back() + beyond * slope_at_end(scale));
  }
  const auto i = static_cast<std::size_t>(above - scale.score.begin());
  const double share = (score - scale.score[i - 1]) / (scale.score[i] - scale.score[i - 1]);
  return scale.bits[i - 1] + share * (scale.bits[i] - scale.bits[i - 1]);
}

}  // namespace centinela::forest
