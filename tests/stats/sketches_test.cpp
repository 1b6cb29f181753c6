#include "centinela/base/rng.h"
#include "centinela/stats/bloom_pair.h"
#include "centinela/stats/decayed_counter.h"
#include "centinela/stats/distinct_counter.h"
#include "centinela/stats/ewma.h"
#include "centinela/stats/hyper_log_log.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace centinela::stats {
namespace {

TEST(HyperLogLog, stays_within_its_error_from_one_to_a_million) {
  Rng rng(1);
  HyperLogLog<12> sketch;
  std::int64_t added = 0;
  for (const std::int64_t target : {1, 10, 100, 1000, 3000, 10'000, 100'000, 1'000'000}) {
    for (; added < target; ++added) {
      sketch.add(rng.next());
    }
    // Three standard errors of 1.6 %.
    EXPECT_NEAR(sketch.estimate() / static_cast<double>(target), 1, 0.049) << target;
  }
}

TEST(HyperLogLog, estimates_zero_when_empty) {
  EXPECT_NEAR(HyperLogLog<10>{}.estimate(), 0, 1e-9);
}

TEST(HyperLogLog, counts_consecutive_numbers_as_well_as_random_ones) {
  HyperLogLog<10> sketch;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    sketch.add(i);
  }
  EXPECT_NEAR(sketch.estimate() / 20'000, 1, 0.1);
}

TEST(HyperLogLog, ignores_repeats_and_order) {
  HyperLogLog<10> forward;
  HyperLogLog<10> backward;
  for (std::uint64_t i = 0; i < 500; ++i) {
    forward.add(i);
    backward.add(499 - i);
    backward.add(499 - i);
  }
  EXPECT_EQ(forward, backward);
  EXPECT_FALSE(forward.add(3));
}

TEST(HyperLogLog, merging_is_the_union) {
  HyperLogLog<10> left;
  HyperLogLog<10> right;
  HyperLogLog<10> both;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    (i % 3 == 0 ? left : right).add(i);
    both.add(i);
  }
  left.merge(right);
  EXPECT_EQ(left, both);
  EXPECT_EQ(test::round_trip(left), both);
}

TEST(DistinctCounter, is_exact_up_to_256) {
  Rng rng(2);
  DistinctCounter counter;
  std::set<std::uint64_t> exact;
  while (exact.size() < DistinctCounter::exact_max) {
    const std::uint64_t token = rng.below(400);
    EXPECT_EQ(counter.add(token), exact.insert(token).second);
    EXPECT_EQ(counter.count(), static_cast<std::int64_t>(exact.size()));
    EXPECT_TRUE(counter.contains(token));
  }
  EXPECT_TRUE(counter.is_exact());
  EXPECT_FALSE(counter.contains(12'345));
}

TEST(DistinctCounter, becomes_a_sketch_that_neither_falls_nor_strays) {
  Rng rng(3);
  DistinctCounter counter;
  std::int64_t before = 0;
  for (std::int64_t i = 1; i <= 50'000; ++i) {
    counter.add(rng.next());
    EXPECT_GE(counter.count(), before);
    before = counter.count();
    if (i > 256) {
      ASSERT_NEAR(static_cast<double>(before) / static_cast<double>(i), 1, 0.12) << i;
    }
  }
  EXPECT_FALSE(counter.is_exact());
  EXPECT_EQ(counter.heap_bytes(), 1024U);
}

TEST(DistinctCounter, counts_token_zero_once) {
  DistinctCounter counter;
  EXPECT_TRUE(counter.add(0));
  EXPECT_FALSE(counter.add(0));
  EXPECT_EQ(counter.count(), 1);
  EXPECT_TRUE(counter.contains(0));
}

TEST(DistinctCounter, keeps_a_small_buffer_over_windows) {
  DistinctCounter counter;
  for (std::uint64_t token = 1; token <= 20; ++token) {
    counter.add(token);
  }
  const std::size_t bytes = counter.heap_bytes();
  counter.clear();
  EXPECT_TRUE(counter.empty());
  EXPECT_EQ(counter.heap_bytes(), bytes);
  for (std::uint64_t token = 1; token <= 2000; ++token) {
    counter.add(token);
  }
  counter.clear();
  EXPECT_EQ(counter.heap_bytes(), 0U);
  EXPECT_EQ(counter.count(), 0);
}

TEST(DistinctCounter, merges_exact_and_sketched_counters) {
  for (const std::uint64_t split : {100U, 1000U, 4900U}) {
    DistinctCounter left;
    DistinctCounter right;
    DistinctCounter both;
    for (std::uint64_t token = 0; token < 5000; ++token) {
      (token < split ? left : right).add(token);
      both.add(token);
    }
    left.merge(right);
    EXPECT_NEAR(static_cast<double>(left.count()) / 5000, 1, 0.1) << split;
    EXPECT_EQ(left.count(), both.count());
  }
  DistinctCounter small;
  small.add(1);
  small.add(0);
  DistinctCounter other;
  other.add(2);
  other.merge(small);
  EXPECT_EQ(other.count(), 3);
}

TEST(DistinctCounter, survives_a_round_trip_exact_and_sketched) {
  DistinctCounter counter;
  for (std::uint64_t token = 0; token < 1000; ++token) {
    counter.add(token * token);
    if (token == 40 || token == 999) {
      EXPECT_EQ(test::round_trip(counter), counter);
    }
  }
  EXPECT_FALSE(counter == DistinctCounter{});
}

constexpr EventTime start{1'700'000'000'000};

TEST(BloomPair, never_forgets_within_a_period) {
  BloomPair seen(2000, one_day * 45);
  Rng rng(4);
  std::vector<std::uint64_t> tokens;
  for (int i = 0; i < 1000; ++i) {
    tokens.push_back(rng.next());
    seen.seen_before(tokens.back(), start + one_hour * i);
  }
  for (const std::uint64_t token : tokens) {
    EXPECT_TRUE(seen.contains(token, start + one_day * 44));
    EXPECT_TRUE(seen.seen_before(token, start + one_day * 44));
  }
}

TEST(BloomPair, errs_for_less_than_one_and_a_half_percent_when_full) {
  BloomPair seen(3600, one_day * 45);
  Rng rng(5);
  for (int i = 0; i < 3600; ++i) {
    seen.seen_before(rng.next(), start);
  }
  int wrong = 0;
  for (int i = 0; i < 100'000; ++i) {
    wrong += seen.contains(rng.next(), start) ? 1 : 0;
  }
  EXPECT_LT(wrong, 1500);
}

TEST(BloomPair, forgets_after_two_periods_without_a_sight) {
  BloomPair seen(100, one_day);
  seen.seen_before(7, start);
  seen.seen_before(8, start);
  EXPECT_TRUE(seen.seen_before(8, start + one_day));
  EXPECT_TRUE(seen.seen_before(8, start + one_day * 2));
  EXPECT_FALSE(seen.seen_before(7, start + one_day * 2));
  EXPECT_FALSE(seen.seen_before(8, start + one_day * 9));
}

TEST(BloomPair, looks_no_further_back_than_two_periods_though_nothing_was_added_since) {
  BloomPair seen(100, one_day);
  seen.seen_before(7, start);
  EXPECT_TRUE(seen.contains(7, start));
  EXPECT_TRUE(seen.contains(7, start + one_day));
  EXPECT_FALSE(seen.contains(7, start + one_day * 2));
  EXPECT_FALSE(seen.contains(7, start + one_day * 40));
}

TEST(BloomPair, takes_late_events_for_the_present) {
  BloomPair seen(100, one_day);
  EXPECT_FALSE(seen.seen_before(7, start + one_day * 3));
  EXPECT_TRUE(seen.seen_before(7, start));
  EXPECT_TRUE(seen.seen_before(7, start + one_day * 3));
}

TEST(BloomPair, forgets_sooner_rather_than_err_more_when_overfull) {
  BloomPair seen(500, one_day * 45);
  Rng rng(6);
  for (int i = 0; i < 20'000; ++i) {
    seen.seen_before(rng.next(), start);
  }
  int wrong = 0;
  for (int i = 0; i < 20'000; ++i) {
    wrong += seen.contains(rng.next(), start) ? 1 : 0;
  }
  EXPECT_LT(wrong, 600);
  EXPECT_LE(seen.heap_bytes(), 2U * (500 * 11 / 8 + 32));
}

TEST(BloomPair, holds_no_memory_before_its_first_token_and_survives_a_round_trip) {
  BloomPair seen(500, one_day);
  EXPECT_EQ(seen.heap_bytes(), 0U);
  EXPECT_FALSE(seen.contains(5, start));
  seen.seen_before(5, start);
  seen.seen_before(6, start + one_day);
  const BloomPair restored = test::round_trip(seen);
  EXPECT_TRUE(restored.contains(5, start + one_day));
  EXPECT_EQ(test::saved(restored), test::saved(seen));
}

TEST(BloomPair, refuses_no_room_and_no_time) {
  EXPECT_DEATH((void)BloomPair(0, one_day), "capacity >= 1");
  EXPECT_DEATH((void)BloomPair(5, Duration{0}), "period.count\\(\\) > 0");
}

TEST(DecayedCounter, halves_with_event_time) {
  DecayedCounter counter;
  counter.add(8, start, one_hour);
  EXPECT_DOUBLE_EQ(counter.value(start + one_hour * 2, one_hour), 2);
  counter.add(1, start + one_hour * 2, one_hour);
  EXPECT_DOUBLE_EQ(counter.value(start + one_hour * 2, one_hour), 3);
}

TEST(DecayedCounter, agrees_with_the_plain_sum_whatever_the_order) {
  Rng rng(7);
  DecayedCounter counter;
  double exact = 0;
  const EventTime end = start + one_day;
  for (int i = 0; i < 500; ++i) {
    const EventTime when = start + Duration{static_cast<std::int64_t>(rng.below(86'400'000))};
    counter.add(1, when, one_hour);
    exact += forget_factor(end - when, one_hour);
  }
  EXPECT_NEAR(counter.value(end, one_hour), exact, 1e-9 * exact);
}

TEST(DecayedCounter, time_never_goes_back) {
  DecayedCounter counter;
  counter.add(4, start, one_hour);
  counter.add(4, start - one_hour, one_hour);
  EXPECT_EQ(counter.last(), start);
  EXPECT_DOUBLE_EQ(counter.value(start, one_hour), 6);
  EXPECT_DOUBLE_EQ(counter.value(start - one_day, one_hour), 6);
  EXPECT_EQ(test::round_trip(counter), counter);
}

TEST(Ewma, agrees_with_the_weighted_mean_and_variance) {
  Rng rng(8);
  Ewma ewma;
  std::vector<double> values;
  for (int i = 0; i < 200; ++i) {
    values.push_back(rng.normal() * 3 + 10);
    ewma.add(values.back(), 0.95);
  }
  double weights = 0;
  double mean = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = std::pow(0.95, static_cast<double>(values.size() - 1 - i));
    weights += weight;
    mean += weight * values[i];
  }
  mean /= weights;
  double variance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = std::pow(0.95, static_cast<double>(values.size() - 1 - i));
    variance += weight * (values[i] - mean) * (values[i] - mean) / weights;
  }
  EXPECT_NEAR(ewma.mean(), mean, 1e-10);
  EXPECT_NEAR(ewma.variance(), variance, 1e-9);
  EXPECT_NEAR(ewma.weight(), weights, 1e-9);
}

TEST(Ewma, is_not_biased_towards_zero_at_the_start) {
  Ewma ewma;
  ewma.add(7, 0.9);
  EXPECT_EQ(ewma.mean(), 7);
  EXPECT_EQ(ewma.variance(), 0);
  EXPECT_EQ(Ewma{}.variance(), 0);
  EXPECT_EQ(test::round_trip(ewma), ewma);
}

}  // namespace
}  // namespace centinela::stats
