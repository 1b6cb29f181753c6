#include "centinela/state/rate_profile.h"

#include "centinela/base/rng.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <optional>

namespace centinela::state {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing_support::at;

// A producer of an office: some 120 events an hour by day, six at night, nothing at weekends.
class Producer {
 public:
  Producer() {
    for (int day = 0; day < 28; ++day) {
      live_day([](int) { return 1.0; });
    }
  }

  // `share(hour)` of what is usual; the latest short hour of the day.
  template <class Share>
  std::optional<ShortHour> live_day(const Share& share) {
    std::optional<ShortHour> found;
    for (int hour = 0; hour < 24; ++hour) {
      const bool is_weekend = day_ % 7 >= 5;
      const double usual = is_weekend ? 0 : (hour >= 8 && hour < 18 ? 120 : 6);
      const double noise = 0.9 + 0.2 * static_cast<double>(rng_.below(1000)) / 1000;
      const auto count = static_cast<int>(std::lround(usual * noise * share(hour)));
      for (int i = 0; i < count; ++i) {
        const EventTime time =
            start_ + hours{24 * day_ + hour} + seconds{static_cast<std::int64_t>(i) * 3500 / count};
        ShortHour out;
        if (profile_.follow(time, time, out)) {
          found = out;
          ++told_;
        }
      }
    }
    ++day_;
    return found;
  }
  [[nodiscard]] int told() const { return told_; }

 private:
  RateProfile profile_;
  Rng rng_{7};
  EventTime start_ = at("2026-06-01T00:00:00Z");  // a Monday
  std::int64_t day_ = 0;
  int told_ = 0;
};

TEST(RateProfile, says_nothing_of_weeks_as_usual) {
  Producer producer;
  EXPECT_EQ(producer.told(), 0);
  for (int day = 0; day < 28; ++day) {
    EXPECT_FALSE(producer.live_day([](int) { return 1.0; }));
  }
}

TEST(RateProfile, finds_a_producer_that_sends_a_fifth_of_what_it_did_from_noon_on) {
  Producer producer;
  const auto found = producer.live_day([](int hour) { return hour < 12 ? 1.0 : 0.2; });
  ASSERT_TRUE(found);
  EXPECT_LT(found->p, 1e-4);
  EXPECT_GE(found->hours, 2);
  EXPECT_NEAR(found->usual.mean, 120, 15);
  EXPECT_NEAR(static_cast<double>(found->sent), 24, 5);
}

TEST(RateProfile, does_not_take_one_slow_hour_for_silence) {
  Producer producer;
  EXPECT_FALSE(producer.live_day([](int hour) { return hour == 13 ? 0.2 : 1.0; }));
}

TEST(RateProfile, does_not_take_a_day_off_for_silence) {
  Producer producer;
  EXPECT_FALSE(producer.live_day([](int) { return 0.05; }));
}

TEST(RateProfile, leaves_a_producer_that_sends_nothing_to_the_heartbeat) {
  Producer producer;
  EXPECT_FALSE(producer.live_day([](int hour) { return hour >= 12 && hour < 15 ? 0.0 : 1.0; }));
}

TEST(RateProfile, learns_a_lasting_change) {
  Producer producer;
  std::optional<ShortHour> last;
  for (int day = 0; day < 70; ++day) {
    last = producer.live_day([](int hour) { return hour < 12 ? 1.0 : 0.2; });
  }
  EXPECT_FALSE(last);
}

TEST(RateProfile, counts_what_is_delayed_in_its_own_hour) {
  auto profile = std::make_unique<RateProfile>();
  ShortHour out;
  const EventTime start = at("2026-06-01T00:00:00Z");
  // Every hour's second half comes ten minutes into the next one.
  for (int hour = 0; hour < 24 * 30; ++hour) {
    for (int i = 0; i < 100; ++i) {
      const EventTime time = start + hours{hour} + seconds{i * 30};
      EXPECT_FALSE(profile->follow(time, time, out));
    }
    const EventTime newest = start + hours{hour + 1} + minutes{10};
    for (int i = 0; i < 100; ++i) {
      EXPECT_FALSE(profile->follow(start + hours{hour} + minutes{55}, newest, out));
    }
  }
  const stats::NegativeBinomial usual = profile->usual(window_index(start, one_hour) + 24 * 7);
  EXPECT_NEAR(usual.mean, 200, 1);
}

}  // namespace
}  // namespace centinela::state
