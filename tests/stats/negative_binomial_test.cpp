#include "centinela/stats/negative_binomial.h"

#include "centinela/stats/special.h"

#include "archive.h"
#include "exact.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace centinela::stats {
namespace {

constexpr double means[] = {1e-4, 0.05, 0.4, 1, 3.7, 12, 40, 150, 900};
constexpr double inverse_sizes[] = {0, 1e-6, 0.02, 0.3, 1, 4};
constexpr std::int64_t counts[] = {0, 1, 2, 5, 17, 40, 63, 90, 255, 256, 257, 258, 600, 1500};

std::string where(const NegativeBinomial& nb, std::int64_t x) {
  return "mean " + std::to_string(nb.mean) + " 1/r " + std::to_string(nb.inverse_size) + " x " +
         std::to_string(x);
}

template <class Body>
void for_each_case(const Body& body) {
  for (const double mean : means) {
    for (const double inverse_size : inverse_sizes) {
      for (const std::int64_t x : counts) {
        body(NegativeBinomial{mean, inverse_size}, x);
      }
    }
  }
}

// Relative; probabilities beyond the clamp are compared with the clamp.
void expect_close(double actual, long double exact, double tolerance, const std::string& text) {
  const double expected = clamp_p(static_cast<double>(exact));
  EXPECT_LE(std::abs(actual / expected - 1), tolerance)
      << text << ": " << actual << " instead of " << expected;
}

TEST(NegativeBinomial, upper_tail_agrees_with_the_slow_sum) {
  for_each_case([](const NegativeBinomial& nb, std::int64_t x) {
    expect_close(nb.p_at_least(x),
                 test::exact_negative_binomial_at_least(nb.mean, nb.inverse_size, x),
                 1e-9,
                 where(nb, x));
  });
}

TEST(NegativeBinomial, lower_tail_agrees_with_the_slow_sum) {
  for_each_case([](const NegativeBinomial& nb, std::int64_t x) {
    expect_close(nb.p_at_most(x),
                 test::exact_negative_binomial_at_most(nb.mean, nb.inverse_size, x),
                 1e-9,
                 where(nb, x));
  });
}

TEST(NegativeBinomial, mass_agrees_with_the_slow_formula) {
  for_each_case([](const NegativeBinomial& nb, std::int64_t x) {
    expect_close(nb.p_exactly(x),
                 test::exact_negative_binomial(nb.mean, nb.inverse_size, x),
                 1e-9,
                 where(nb, x));
  });
}

TEST(NegativeBinomial, mid_p_lies_halfway_between_the_tails) {
  for_each_case([](const NegativeBinomial& nb, std::int64_t x) {
    const double upper = 0.5 * (nb.p_at_least(x) + nb.p_at_least(x + 1));
    const double lower = 0.5 * (nb.p_at_most(x) + nb.p_at_most(x - 1));
    EXPECT_NEAR(nb.p_above_mid(x) / upper, 1, 1e-8) << where(nb, x);
    EXPECT_NEAR(nb.p_below_mid(x) / lower, 1, 1e-8) << where(nb, x);
  });
}

TEST(NegativeBinomial, randomised_pit_runs_from_strictly_above_to_at_least) {
  for_each_case([](const NegativeBinomial& nb, std::int64_t x) {
    EXPECT_NEAR(nb.randomised_pit_upper(x, 0) / nb.p_at_least(x + 1), 1, 1e-8) << where(nb, x);
    EXPECT_NEAR(nb.randomised_pit_upper(x, 1) / nb.p_at_least(x), 1, 1e-8) << where(nb, x);
    EXPECT_LE(nb.randomised_pit_upper(x, 0.2), nb.randomised_pit_upper(x, 0.7)) << where(nb, x);
  });
}

TEST(NegativeBinomial, upper_tail_never_rises_with_the_count) {
  for (const double mean : means) {
    for (const double inverse_size : inverse_sizes) {
      const NegativeBinomial nb{mean, inverse_size};
      double before = 1;
      for (std::int64_t x = 0; x < 400; ++x) {
        const double p = nb.p_at_least(x);
        EXPECT_LE(p, before * (1 + 1e-12)) << where(nb, x);
        before = p;
      }
    }
  }
}

TEST(NegativeBinomial, becomes_poisson_as_the_size_grows) {
  for (const std::int64_t x : {1, 30, 80}) {
    const double poisson = NegativeBinomial{40, 0}.p_at_least(x);
    EXPECT_NEAR(NegativeBinomial(40, 1e-9).p_at_least(x) / poisson, 1, 1e-4) << x;
    EXPECT_NEAR(NegativeBinomial(40, 2e-8).p_at_least(x) / poisson, 1, 1e-4) << x;
  }
}

TEST(NegativeBinomial, gives_the_design_s_example_of_a_hot_record) {
  // Nine unexplained principals where 0.4 are usual and r = 1.5: p = 3·10⁻⁶.
  EXPECT_NEAR(NegativeBinomial(0.4, 1 / 1.5).p_at_least(9), 3e-6, 1e-6);
}

TEST(NegativeBinomial, is_never_zero_nor_nan_at_the_edges) {
  const NegativeBinomial nothing{0, 0.3};
  EXPECT_EQ(nothing.p_at_least(0), 1);
  EXPECT_EQ(nothing.p_at_least(-5), 1);
  EXPECT_NEAR(nothing.p_at_least(1), smallest_mean, smallest_mean * 1e-6);
  const NegativeBinomial usual{12, 0.1};
  EXPECT_EQ(usual.p_at_least(1'000'000'000'000), smallest_p);
  EXPECT_EQ(usual.p_above_mid(1'000'000'000), smallest_p);
  EXPECT_EQ(usual.p_at_most(-1), smallest_p);
  EXPECT_EQ(usual.p_above_mid(-1), 1);
  EXPECT_EQ(NegativeBinomial(1e9, 1e-6).p_at_most(3), smallest_p);
  EXPECT_EQ(NegativeBinomial(1e9, 1e-6).p_at_least(3), 1);
}

TEST(NegativeBinomial, refuses_a_mean_that_is_no_number) {
  const NegativeBinomial broken{std::numeric_limits<double>::quiet_NaN(), 0};
  EXPECT_DEATH((void)broken.p_at_least(1), "isfinite");
}

TEST(NegativeBinomial, quantile_is_the_first_count_that_reaches_its_share) {
  for (const double mean : means) {
    for (const double inverse_size : inverse_sizes) {
      const NegativeBinomial nb{mean, inverse_size};
      for (const double p : {0.0, 0.05, 0.5, 0.95, 0.99, 0.999999}) {
        const std::int64_t x = nb.quantile(p);
        EXPECT_GE(nb.p_at_most(x), p) << where(nb, x);
        EXPECT_TRUE(x == 0 || nb.p_at_most(x - 1) < p) << where(nb, x) << " p " << p;
      }
    }
  }
}

TEST(NegativeBinomial, names_the_first_count_that_would_fire) {
  for (const double mean : means) {
    for (const double inverse_size : inverse_sizes) {
      const NegativeBinomial nb{mean, inverse_size};
      for (const double p : {1e-12, 1e-5, 0.01, 0.5, 1.0}) {
        const std::int64_t x = nb.first_at_most(p);
        EXPECT_LE(nb.p_at_least(x), p) << where(nb, x);
        EXPECT_TRUE(x == 0 || nb.p_at_least(x - 1) > p) << where(nb, x) << " p " << p;
      }
    }
  }
}

TEST(NegativeBinomial, expected_interval_holds_its_coverage) {
  for (const double mean : means) {
    const NegativeBinomial nb{mean, 0.2};
    const Interval interval = nb.expected(0.9);
    const auto low = static_cast<std::int64_t>(interval.low);
    const auto high = static_cast<std::int64_t>(interval.high);
    EXPECT_GE(nb.p_at_least(low) - nb.p_at_least(high + 1), 0.9 - 1e-9);
    EXPECT_TRUE(interval.contains(std::round(mean)));
  }
}

TEST(NegativeBinomial, survives_a_round_trip) {
  const NegativeBinomial nb{3.25, 0.125};
  EXPECT_EQ(test::round_trip(nb), nb);
  EXPECT_EQ(test::round_trip(Interval{1, 24}), (Interval{1, 24}));
}

}  // namespace
}  // namespace centinela::stats
