#include "centinela/stats/conformal.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace centinela::stats {
namespace {

// Scores at which the reservoir and the fallback weigh the same, while there is no fitted tail.
constexpr double blend_scores = 100;
// The fitted shape is pulled to 0 as if so many exponential excesses had been seen with it: scores
// are -ln p, so 0 is where a right analytic p puts it. Without, 82 excesses misjudge the far tail:
// realised over nominal at 1e-5 falls from 6.1 to 1.2 (docs/formulas.md).
constexpr double exponential_excesses = 200;

// Keeps the mean excess, scale/(1 - shape). A shape below 0 would be a tail with an end, behind
// which everything is impossible; scores have none.
ParetoTail pulled_to_exponential(ParetoTail tail, double excesses) noexcept {
  const double mean = tail.scale / (1 - tail.shape);
  tail.shape = std::max(tail.shape, 0.0) * excesses / (excesses + exponential_excesses);
  tail.scale = mean * (1 - tail.shape);
  return tail;
}

double bounded(double score) noexcept {
  return score > 0 ? std::min(score, largest_surprise) : 0;
}

// `sorted` and `coming` merged, less `leaving`, each of which is in one of the two; all ascending.
std::vector<double> exchanged(const std::vector<double>& sorted,
                              const std::vector<double>& coming,
                              const std::vector<double>& leaving) {
  std::vector<double> result;
  result.reserve(sorted.size() + coming.size());
  auto next = coming.begin();
  auto gone = leaving.begin();
  const auto keep = [&](double score) {
    if (gone != leaving.end() && *gone == score) {
      ++gone;
    } else {
      result.push_back(score);
    }
  };
  for (const double score : sorted) {
    for (; next != coming.end() && *next < score; ++next) {
      keep(*next);
    }
    keep(score);
  }
  std::for_each(next, coming.end(), keep);
  return result;
}

// As std::lower_bound, without branches to guess wrong: index of the first score not below.
std::size_t first_at_least(const std::vector<double>& sorted, double score) noexcept {
  std::size_t begin = 0;
  std::size_t size = sorted.size();
  while (size > 1) {
    const std::size_t half = size / 2;
    begin += sorted[begin + half - 1] < score ? half : 0;
    size -= half;
  }
  return begin + (size == 1 && sorted[begin] < score ? 1 : 0);
}

}  // namespace

ScoreCalibrator::ScoreCalibrator(const CalibratorOptions& options) : options_(options) {
  CENTINELA_CHECK(options.capacity >= 100);
  CENTINELA_CHECK(options.tail_from > 0);
  CENTINELA_CHECK(options.tail_from < 1);
  CENTINELA_CHECK(options.tail_excesses_min >= 2);
  CENTINELA_CHECK(options.refit_divisor >= 1);
  CENTINELA_CHECK(options.reach >= 1);
}

void ScoreCalibrator::add(double score) {
  waiting_.push_back(bounded(score));
  if (waiting_.size() * options_.refit_divisor >= ring_.size()) {
    take_in_waiting();
  }
}

void ScoreCalibrator::take_in_waiting() {
  std::vector<double> leaving;
  for (const double score : waiting_) {
    if (ring_.size() < options_.capacity) {
      ring_.push_back(score);
      continue;
    }
    leaving.push_back(std::exchange(ring_[next_], score));
    next_ = next_ + 1 == options_.capacity ? 0 : next_ + 1;
  }
  std::sort(waiting_.begin(), waiting_.end());
  std::sort(leaving.begin(), leaving.end());
  // A score that came and left within one batch stands in both lists.
  std::vector<double> coming;
  coming.swap(waiting_);
  sorted_ = exchanged(sorted_, coming, leaving);
  refit();
}

void ScoreCalibrator::rebuild() {
  if (ring_.size() > options_.capacity) {
    ring_.resize(options_.capacity);
  }
  next_ = next_ < options_.capacity ? next_ : 0;
  sorted_ = ring_;
  // Stored bytes are not trusted to be numbers that can be ordered.
  std::transform(sorted_.begin(), sorted_.end(), sorted_.begin(), bounded);
  std::sort(sorted_.begin(), sorted_.end());
  refit();
}

void ScoreCalibrator::refit() noexcept {
  has_tail_ = false;
  body_end_ = 0;
  body_end_p_ = 1;
  const std::size_t n = sorted_.size();
  const std::size_t least = options_.tail_excesses_min;
  if (n < least) {
    return;
  }
  const auto at = static_cast<std::size_t>(options_.tail_from * static_cast<double>(n));
  const double threshold = sorted_[std::min(at, n - 1)];
  const auto first = std::upper_bound(sorted_.begin(), sorted_.end(), threshold);
  const std::span<const double> above{first, sorted_.end()};
  std::size_t distinct = above.empty() ? 0 : 1;
  for (std::size_t i = 1; i < above.size(); ++i) {
    distinct += above[i] > above[i - 1] ? 1 : 0;
  }
  if (distinct >= least) {
    tail_ = pulled_to_exponential(fit_pareto_tail(above, threshold, static_cast<double>(n)),
                                  static_cast<double>(above.size()));
    // Conformal at the joint: one more than were seen.
    tail_.share = static_cast<double>(above.size() + 1) / static_cast<double>(n + 1);
    has_tail_ = true;
  }
  body_end_ = has_tail_ ? threshold : sorted_[n - least];
  body_end_p_ = rank_p(body_end_);
}

// Conservative: the new score counts itself and every tie.
double ScoreCalibrator::rank_p(double score) const noexcept {
  const auto at_least = static_cast<double>(sorted_.size() - first_at_least(sorted_, score));
  return (at_least + 1) / (static_cast<double>(sorted_.size()) + 1);
}

double ScoreCalibrator::empirical_p(double score) const noexcept {
  if (score <= body_end_) {
    return rank_p(score);
  }
  return has_tail_ ? tail_.survival(score) : body_end_p_ * std::exp(body_end_ - score);
}

double ScoreCalibrator::ranking_p(double score, double fallback_p) const noexcept {
  const double value = bounded(score);
  const double own = empirical_p(value);
  if (has_tail_) {
    return clamp_p(own);
  }
  const auto n = static_cast<double>(sorted_.size());
  const double weight = n / (n + blend_scores);
  return clamp_p(std::exp(weight * std::log(own) + (1 - weight) * std::log(clamp_p(fallback_p))));
}

double ScoreCalibrator::p_value(double score) const noexcept {
  return p_value(score, std::exp(-bounded(score)));
}

double ScoreCalibrator::p_value(double score, double fallback_p) const noexcept {
  return std::max(ranking_p(score, fallback_p), floor());
}

double ScoreCalibrator::floor() const noexcept {
  const double support = std::max(static_cast<double>(sorted_.size()), options_.prior_support);
  return 1 / (options_.reach * (support + 1));
}

double ScoreCalibrator::inflation() const noexcept {
  return body_end_p_ / std::exp(-body_end_);
}

}  // namespace centinela::stats
