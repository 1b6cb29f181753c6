#include "centinela/stats/circular_histogram.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

namespace centinela::stats {
namespace {

constexpr std::size_t hour_of(std::size_t day, std::size_t hour) {
  return day * 24 + hour;
}

// Monday to Friday, 9:00 to 17:00, for some weeks.
CircularHistogram office_worker(int weeks) {
  CircularHistogram histogram;
  for (std::size_t day = 0; day < 5; ++day) {
    for (std::size_t hour = 9; hour < 17; ++hour) {
      histogram.add(hour_of(day, hour), weeks);
    }
  }
  return histogram;
}

TEST(CircularHistogram, probabilities_add_up_to_one) {
  for (const int weeks : {0, 1, 50}) {
    const auto p = office_worker(weeks).probabilities();
    EXPECT_NEAR(std::accumulate(p.begin(), p.end(), 0.0), 1, 1e-12) << weeks;
  }
}

TEST(CircularHistogram, finds_the_night_strange_and_the_day_usual) {
  const auto p = office_worker(12).probabilities();
  EXPECT_LT(hour_tail_p(p, hour_of(2, 3)), 0.02);
  EXPECT_GT(hour_tail_p(p, hour_of(2, 11)), 0.5);
}

TEST(CircularHistogram, finds_nothing_strange_without_history) {
  const auto p = CircularHistogram{}.probabilities();
  EXPECT_NEAR(hour_tail_p(p, 3), 1, 1e-9);
}

TEST(CircularHistogram, an_hour_beside_the_usual_ones_is_less_strange_than_one_far_off) {
  const auto p = office_worker(12).probabilities();
  EXPECT_GT(hour_tail_p(p, hour_of(2, 18)), 3 * hour_tail_p(p, hour_of(2, 23)));
}

TEST(CircularHistogram, smooths_across_the_end_of_the_week) {
  CircularHistogram sunday_night;
  sunday_night.add(167, 100);
  const auto p = sunday_night.probabilities();
  EXPECT_NEAR(p[0], p[166], 1e-12);
  EXPECT_NEAR(p[1], p[165], 1e-12);
  EXPECT_GT(p[0], 10 * p[80]);
}

TEST(CircularHistogram, kernel_agrees_with_the_whole_von_mises_sum) {
  CircularHistogram one;
  one.add(50, 1e6);
  const auto p = one.probabilities(1e-6);
  const double step = 2 * std::numbers::pi / 168;
  const auto weight = [&](double hours) {
    return std::exp((std::cos(hours * step) - 1) / (4 * step * step));
  };
  double sum = 0;
  for (int hours = -84; hours < 84; ++hours) {
    sum += weight(hours);
  }
  for (const int hours : {0, 1, 2, 5}) {
    EXPECT_NEAR(p[static_cast<std::size_t>(50 + hours)], weight(hours) / sum, 1e-4) << hours;
  }
}

TEST(CircularHistogram, backs_off_to_the_team) {
  CircularHistogram team = office_worker(100);
  for (std::size_t day = 0; day < 7; ++day) {
    team.add(hour_of(day, 3), 100);
  }
  const auto parent = team.probabilities();
  const auto newcomer = CircularHistogram{}.probabilities(parent);
  EXPECT_NEAR(newcomer[hour_of(2, 3)], parent[hour_of(2, 3)], 1e-12);
  // A long history of one's own outweighs a team with a night shift.
  const auto veteran = office_worker(60).probabilities(parent);
  EXPECT_LT(hour_tail_p(veteran, hour_of(2, 3)), 0.02);
  EXPECT_GT(hour_tail_p(newcomer, hour_of(2, 3)), 0.1);
}

TEST(CircularHistogram, day_profile_knows_the_hours_before_it_knows_the_days) {
  CircularHistogram three_days;
  for (std::size_t day = 0; day < 3; ++day) {
    for (std::size_t hour = 9; hour < 17; ++hour) {
      three_days.add(hour_of(day, hour));
    }
  }
  const CircularHistogram profile = three_days.day_profile();
  EXPECT_NEAR(profile.total(), three_days.total(), 1e-4);
  EXPECT_NEAR(profile.weight(hour_of(6, 10)), 3.0 / 7, 1e-6);
  const auto with_profile = three_days.probabilities(profile.probabilities());
  EXPECT_GT(with_profile[hour_of(3, 10)], 2 * with_profile[hour_of(3, 3)]);
}

TEST(CircularHistogram, decays_and_merges) {
  CircularHistogram histogram = office_worker(4);
  const double before = histogram.total();
  histogram.decay(0.25);
  EXPECT_NEAR(histogram.total(), before / 4, 1e-4);
  histogram.merge(office_worker(3));
  EXPECT_NEAR(histogram.weight(hour_of(0, 9)), 4, 1e-6);
  for (int i = 0; i < 80; ++i) {
    histogram.decay(0.5);
  }
  EXPECT_EQ(histogram.total(), 0);
}

TEST(CircularHistogram, refuses_an_hour_outside_the_week) {
  CircularHistogram histogram;
  EXPECT_DEATH(histogram.add(168), "hour_of_week < bins");
  const auto p = histogram.probabilities();
  EXPECT_DEATH((void)hour_tail_p(p, 200), "hour_of_week < bins");
}

TEST(CircularHistogram, survives_a_round_trip) {
  const CircularHistogram histogram = office_worker(3);
  EXPECT_EQ(test::round_trip(histogram), histogram);
}

}  // namespace
}  // namespace centinela::stats
