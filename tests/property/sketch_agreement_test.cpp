// Sketches against the exact answer, over many random streams.
#include "centinela/base/rng.h"
#include "centinela/stats/bloom_pair.h"
#include "centinela/stats/distinct_counter.h"
#include "centinela/stats/heavy_tail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>
#include <vector>

namespace centinela::stats {
namespace {

constexpr std::uint64_t seed = 31'337;

TEST(SketchAgreement, distinct_counter_has_the_error_that_it_states) {
  double squares = 0;
  constexpr int streams = 100;
  for (int stream = 0; stream < streams; ++stream) {
    Rng rng(seed + static_cast<std::uint64_t>(stream));
    DistinctCounter counter;
    std::set<std::uint64_t> exact;
    for (int i = 0; i < 3000; ++i) {
      const std::uint64_t token = rng.below(2500);
      counter.add(token * 0x1000);
      exact.insert(token);
    }
    const double error =
        static_cast<double>(counter.count()) / static_cast<double>(exact.size()) - 1;
    squares += error * error / streams;
  }
  EXPECT_LT(std::sqrt(squares), 0.04) << "seed " << seed;
}

TEST(SketchAgreement, bloom_pair_never_calls_a_recent_token_new) {
  Rng rng(seed);
  constexpr EventTime start{1'700'000'000'000};
  BloomPair seen(4000, one_day * 10);
  std::unordered_map<std::uint64_t, std::int64_t> last_day;
  int wrongly_seen = 0;
  int really_new = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t day = i / 200;
    const std::uint64_t token = rng.below(3000) + static_cast<std::uint64_t>(day / 30) * 1500;
    const auto found = last_day.find(token);
    const bool is_recent = found != last_day.end() && day - found->second < 10;
    const bool answer = seen.seen_before(token, start + one_day * day);
    EXPECT_TRUE(answer || !is_recent) << i << " seed " << seed;
    really_new += found == last_day.end() ? 1 : 0;
    wrongly_seen += found == last_day.end() && answer ? 1 : 0;
    last_day[token] = day;
  }
  EXPECT_LT(wrongly_seen, really_new / 50) << "seed " << seed;
}

TEST(SketchAgreement, log_quantiles_follow_amounts_over_nine_decades) {
  for (const double spread : {0.3, 1.0, 3.0}) {
    Rng rng(seed);
    LogQuantiles sketch;
    std::vector<double> exact;
    for (int i = 0; i < 4000; ++i) {
      exact.push_back(std::exp(7 + spread * rng.normal()));
      sketch.add(exact.back());
    }
    std::sort(exact.begin(), exact.end());
    for (const double p : {0.02, 0.25, 0.5, 0.75, 0.98}) {
      const double truth = std::log1p(exact[static_cast<std::size_t>(p * 4000)]);
      EXPECT_NEAR(std::log1p(sketch.quantile(p)), truth, LogQuantiles::bin_width) << p << spread;
    }
  }
}

}  // namespace
}  // namespace centinela::stats
