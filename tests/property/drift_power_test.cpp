// Run length and power of the drift machinery (g), as the design asks for them.
#include "centinela/base/rng.h"
#include "centinela/stats/drift.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace centinela::stats {
namespace {

constexpr double run_length_asked = 8000;
// The threshold is searched with a margin, so that the fresh days below confirm it.
constexpr double run_length_searched = 11'000;
constexpr double autocorrelation = 0.3;

// Daily z of mean 0 and variance 1 with the given lag-1 autocorrelation.
class Days {
 public:
  Days(double rho, std::uint64_t seed) : rho_(rho), rng_(seed), z_(rng_.normal()) {}
  double next() {
    z_ = rho_ * z_ + std::sqrt(1 - rho_ * rho_) * rng_.normal();
    return z_;
  }

 private:
  double rho_;
  Rng rng_;
  double z_;
};

// What a role of 46 over two years of nights measures.
double measured_rho(double truth) {
  PooledAutocorrelation pooled;
  Days days(truth, 501);
  double previous = days.next();
  for (int i = 0; i < 46 * 700; ++i) {
    const double z = days.next();
    pooled.add(previous, z);
    previous = z;
  }
  return pooled.rho();
}

std::vector<double> whitened(double truth, double rho, std::size_t n, std::uint64_t seed) {
  Days days(truth, seed);
  Prewhitener whitener;
  std::vector<double> z(n);
  for (double& value : z) {
    value = whitener.step(days.next(), rho);
  }
  return z;
}

// Share of runs in which a step of +1 σ, begun after 60 quiet days, is found within 30 days.
double power(double truth, double rho, double threshold) {
  int found = 0;
  constexpr int runs = 2000;
  for (int run = 0; run < runs; ++run) {
    Days days(truth, 90'000 + static_cast<std::uint64_t>(run));
    Prewhitener whitener;
    for (int day = 0; day < 60; ++day) {
      (void)whitener.step(days.next(), rho);
    }
    Cusum cusum;
    for (int day = 0; day < 30 && cusum.sum <= threshold; ++day) {
      cusum.step(whitener.step(days.next() + 1, rho));
    }
    found += cusum.sum > threshold ? 1 : 0;
  }
  return static_cast<double>(found) / runs;
}

struct Role {
  double truth;
  double rho;
};

const Role& independent() {
  static const Role role{0, measured_rho(0)};
  return role;
}
const Role& dependent() {
  static const Role role{autocorrelation, measured_rho(autocorrelation)};
  return role;
}

// One threshold for both, from measured run lengths.
double threshold() {
  static const double h = [] {
    const auto searched = [](const Role& role) {
      return cusum_threshold(whitened(role.truth, role.rho, 1'000'000, 601), run_length_searched);
    };
    return std::max(searched(independent()), searched(dependent()));
  }();
  return h;
}

TEST(DriftPower, no_false_alarm_in_8000_days_when_days_are_independent) {
  const auto fresh = whitened(0, independent().rho, 2'000'000, 701);
  const double measured = cusum_run_length(fresh, threshold());
  RecordProperty("days", std::to_string(measured));
  EXPECT_GE(measured, run_length_asked) << "h " << threshold();
}

TEST(DriftPower, no_false_alarm_in_8000_days_when_days_hang_together) {
  const auto fresh = whitened(autocorrelation, dependent().rho, 2'000'000, 702);
  const double measured = cusum_run_length(fresh, threshold());
  RecordProperty("days", std::to_string(measured));
  RecordProperty("h", std::to_string(threshold()));
  EXPECT_GE(measured, run_length_asked) << "h " << threshold();
}

TEST(DriftPower, without_whitening_the_run_length_falls_below_a_quarter) {
  // What (g) warns of; were this false, the whitener would be idle.
  const auto raw = whitened(autocorrelation, 0, 1'000'000, 703);
  EXPECT_LT(cusum_run_length(raw, threshold()), run_length_asked / 4);
}

TEST(DriftPower, one_sigma_is_found_within_30_days_when_days_are_independent) {
  const double found = power(0, independent().rho, threshold());
  RecordProperty("found", std::to_string(found));
  EXPECT_GE(found, 0.85) << "h " << threshold();
}

TEST(DriftPower, one_sigma_is_found_within_30_days_when_days_hang_together) {
  const double found = power(autocorrelation, dependent().rho, threshold());
  RecordProperty("found", std::to_string(found));
  EXPECT_GE(found, 0.65) << "h " << threshold();
}

// One worker whose level steps up by 1 σ after 120 quiet days; z is taken against a mean of past
// days: lag 0 moves along, lag 28 is frozen while S > 2.
bool finds_step_against(std::size_t lag, std::uint64_t seed) {
  constexpr std::size_t quiet = 120;
  constexpr double forget = 0.9517;  // half-life of 14 days
  Rng rng(seed);
  std::vector<double> levels{0};
  Cusum cusum;
  double reference = 0;
  for (std::size_t day = 0; day < quiet + 30; ++day) {
    const double x = rng.normal() + (day >= quiet ? 1 : 0);
    if (lag == 0 || !cusum.is_frozen()) {
      reference = levels.size() > lag ? levels[levels.size() - 1 - lag] : 0;
    }
    cusum = day == quiet ? Cusum{} : cusum;
    cusum.step(x - reference);
    if (day >= quiet && cusum.sum > 7.5) {
      return true;
    }
    levels.push_back(forget * levels.back() + (1 - forget) * x);
  }
  return false;
}

double power_against(std::size_t lag) {
  int found = 0;
  constexpr int runs = 400;
  for (int run = 0; run < runs; ++run) {
    found += finds_step_against(lag, 40'000 + static_cast<std::uint64_t>(run)) ? 1 : 0;
  }
  return static_cast<double>(found) / runs;
}

TEST(DriftPower, a_lagged_reference_finds_what_a_moving_one_swallows) {
  EXPECT_LT(power_against(0), 0.5);
  EXPECT_GT(power_against(28), 0.85);
}

TEST(DriftPower, e_detector_alarms_no_oftener_than_it_promises) {
  Rng rng(811);
  double alarms = 0;
  EDetector detector;
  constexpr int steps = 500'000;
  for (int i = 0; i < steps; ++i) {
    detector.step(rng.uniform());
    if (detector.alarms(1e-3)) {
      alarms += 1;
      detector = {};
    }
  }
  EXPECT_GE(steps / std::max(alarms, 1.0), 1000);
}

TEST(DriftPower, e_detector_finds_a_slow_leak_that_no_single_day_shows) {
  // p = U^2.5: the median day has p = 0.18.
  int found = 0;
  for (int run = 0; run < 200; ++run) {
    Rng rng(900 + static_cast<std::uint64_t>(run));
    EDetector detector;
    for (int day = 0; day < 120 && !detector.alarms(1e-3); ++day) {
      detector.step(std::pow(rng.uniform(), 2.5));
    }
    found += detector.alarms(1e-3) ? 1 : 0;
  }
  EXPECT_GT(found, 160);
}

}  // namespace
}  // namespace centinela::stats
