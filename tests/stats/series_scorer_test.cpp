#include "centinela/stats/series_scorer.h"

#include "centinela/base/rng.h"

#include "stats/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace centinela::stats {
namespace {

constexpr EventTime start{1'767'571'200'000};  // Monday, 2026-01-05
constexpr Duration five_minutes = one_minute * 5;
constexpr std::size_t a_day = 288;  // of five-minute values

using Shape = std::function<double(std::size_t)>;

EventTime at(std::size_t i) {
  return start + five_minutes * static_cast<std::int64_t>(i);
}

std::vector<double> scores_of(SeriesScorer& scorer, std::size_t count, const Shape& shape) {
  std::vector<double> scores;
  for (std::size_t i = 0; i < count; ++i) {
    scores.push_back(scorer.score(at(i), shape(i)));
  }
  return scores;
}

// By day and night, with noise; `counts` rounds.
Shape daily(Rng& rng, bool counts) {
  return [&rng, counts](std::size_t i) {
    const double phase = 2 * 3.14159265 * static_cast<double>(i % a_day) / a_day;
    const double value = 40 + 30 * std::sin(phase) + 6 * (rng.uniform() + rng.uniform() - 1);
    return counts ? std::floor(value) : value + 0.5;
  };
}

double loudest(const std::vector<double>& scores, std::size_t from, std::size_t to) {
  return *std::max_element(scores.begin() + static_cast<std::ptrdiff_t>(from),
                           scores.begin() + static_cast<std::ptrdiff_t>(to));
}

// The week before the planted change is quieter than the change.
void expect_found(bool counts, const std::function<double(std::size_t, double)>& planted) {
  Rng rng(7);
  const Shape usual = daily(rng, counts);
  SeriesScorer scorer;
  const std::size_t change = 14 * a_day + 40;
  const auto scores = scores_of(scorer, change + a_day, [&](std::size_t i) {
    return i < change ? usual(i) : planted(i - change, usual(i));
  });
  EXPECT_GT(loudest(scores, change, change + a_day), loudest(scores, 7 * a_day, change))
      << (counts ? "counts" : "levels");
}

TEST(SeriesScorer, finds_a_spike_in_counts_and_in_levels) {
  for (const bool counts : {true, false}) {
    expect_found(counts, [](std::size_t i, double usual) { return i == 5 ? 9 * usual : usual; });
  }
}

TEST(SeriesScorer, finds_a_day_without_its_usual_rise) {
  for (const bool counts : {true, false}) {
    expect_found(counts, [](std::size_t, double) { return 10.0; });
  }
}

TEST(SeriesScorer, finds_a_lasting_small_shift_by_drift) {
  expect_found(false, [](std::size_t, double usual) { return usual + 6; });
}

TEST(SeriesScorer, scores_a_row_by_the_rows_up_to_it_alone) {
  Rng rng(3);
  const Shape usual = daily(rng, true);
  std::vector<double> values;
  for (std::size_t i = 0; i < 5 * a_day; ++i) {
    values.push_back(usual(i));
  }
  SeriesScorer whole;
  SeriesScorer changed;
  const std::size_t cut = 3 * a_day;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double a = whole.score(at(i), values[i]);
    const double b = changed.score(at(i), i < cut ? values[i] : 1e6);
    if (i < cut) {
      ASSERT_EQ(a, b) << "row " << i << " knew what came after it";
    }
  }
}

TEST(SeriesScorer, says_a_surprise_once_and_again_only_when_it_grows) {
  Rng rng(5);
  SeriesScorer scorer;
  const std::size_t day = 10 * a_day;
  scores_of(scorer, day, daily(rng, false));
  const double first = scorer.score(at(day), 900.5);
  const double second = scorer.score(at(day + 1), 900.5);
  EXPECT_GT(first, 5);
  EXPECT_LT(second, first / 10);
}

TEST(SeriesScorer, forgets_an_episode_after_twelve_hours) {
  Rng rng(5);
  SeriesScorer scorer;
  const std::size_t day = 10 * a_day;
  const Shape usual = daily(rng, false);
  scores_of(scorer, day, usual);
  EXPECT_GT(scorer.score(at(day), 900.5), 5);
  const std::size_t after = day + 12 * 12 + 1;
  for (std::size_t i = day + 1; i < after; ++i) {
    static_cast<void>(scorer.score(at(i), usual(i)));
  }
  EXPECT_GT(scorer.score(at(after), 9000.5), 5);
}

TEST(SeriesScorer, stays_silent_on_a_constant_and_on_a_missing_value) {
  SeriesScorer scorer;
  for (const double score : scores_of(scorer, 3 * a_day, [](std::size_t) { return 45.0; })) {
    EXPECT_LT(score, 1.0);
  }
  EXPECT_EQ(scorer.score(at(3 * a_day), std::numeric_limits<double>::quiet_NaN()), 0.0);
  EXPECT_EQ(scorer.score(at(3 * a_day), std::numeric_limits<double>::infinity()), 0.0);
}

TEST(SeriesScorer, is_finite_and_not_negative_whatever_comes) {
  Rng rng(11);
  SeriesScorer scorer;
  EventTime time = start;
  for (int i = 0; i < 5000; ++i) {
    time = time + Duration{static_cast<std::int64_t>((rng.uniform() - 0.2) * 4e6)};
    const double value = std::floor(std::pow(10.0, 18 * rng.uniform())) * (i > 2500 ? -1 : 1);
    const double score = scorer.score(time, value);
    ASSERT_TRUE(std::isfinite(score) && score >= 0) << "row " << i;
  }
}

TEST(SeriesScorer, raises_few_alarms_on_noise) {
  Rng rng(17);
  SeriesScorer scorer;
  const std::size_t count = 60 * a_day;
  const auto scores = scores_of(scorer, count, daily(rng, false));
  // p <= 1e-3 an hour over 50 days of 24 hours and two detectors: 2.4 expected.
  const auto alarms = std::count_if(scores.begin() + 10 * a_day, scores.end(), [](double score) {
    return score >= std::log(1000.0);
  });
  EXPECT_LE(alarms, 8);
}

TEST(SeriesScorer, goes_on_bit_for_bit_after_it_was_saved) {
  Rng rng(23);
  const Shape usual = daily(rng, true);
  SeriesScorer saved;
  scores_of(saved, 6 * a_day, usual);
  test::WriteArchive out;
  saved.describe(out);
  test::ReadArchive in(out.bytes());
  SeriesScorer restored;
  restored.describe(in);
  EXPECT_TRUE(in.at_end());
  for (std::size_t i = 6 * a_day; i < 8 * a_day; ++i) {
    const double value = usual(i);
    ASSERT_EQ(saved.score(at(i), value), restored.score(at(i), value)) << "row " << i;
  }
}

TEST(SeasonalLevel, learns_the_hours_and_leaves_them_alone_where_they_say_nothing) {
  SeasonalLevel seasonal;
  SeasonalLevel flat;
  Rng rng(29);
  const auto teach = [](SeasonalLevel& level, EventTime time, double y) {
    level.learn(time, y, one_hour, level.expect(time));
  };
  for (int hour = 0; hour < 24 * 21; ++hour) {
    const EventTime time = start + one_hour * hour;
    teach(seasonal, time, hour % 24 < 12 ? 1 : 5);
    teach(flat, time, rng.uniform());
  }
  const EventTime night = start + one_day * 21;
  const EventTime noon = night + one_hour * 13;
  EXPECT_NEAR(seasonal.expect(night).mean, 1, 0.8);
  EXPECT_NEAR(seasonal.expect(noon).mean, 5, 0.8);
  EXPECT_EQ(flat.expect(night).mean, flat.expect(night).overall);
}

}  // namespace
}  // namespace centinela::stats
