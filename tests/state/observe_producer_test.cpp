#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::seconds;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

class Sequence : public testing::Test {
 protected:
  // The gaps that the event brought to light.
  std::vector<Span> see(std::int64_t number, int second, std::int64_t boot = 0) {
    EventBuilder event(start_ + seconds{second});
    event.producer(1, number, boot);
    const Scene scene = watched_.see(event);
    std::vector<Span> spans;
    for (const SequenceGap& gap : scene.gaps) {
      spans.push_back({gap.from, gap.to});
    }
    return spans;
  }

  const ProducerState& producer() {
    return testing_support::known(watched_.world.producers,
                                  {EntityType::producer, TenantToken{1}, 1});
  }

  WatchedWorld watched_;
  EventTime start_ = at("2026-06-01T09:00:00Z");
};

// Four weeks of 120 events an hour, then two hours of a tenth.
class Rate : public testing::Test {
 protected:
  bool is_told_of() {
    bool is_short = false;
    for (int hour = 0; hour < 28 * 24 + 4; ++hour) {
      const int events = hour >= 28 * 24 && hour < 28 * 24 + 2 ? 12 : 120;
      for (int i = 0; i < events; ++i) {
        EventBuilder event(start_ + std::chrono::hours{hour} + seconds{i * 3500 / events});
        event.producer(1, number_++, 0);
        is_short |= watched_.see(event).silence.is_short;
      }
    }
    return is_short;
  }

  WatchedWorld watched_;
  EventTime start_ = at("2026-06-01T00:00:00Z");
  std::int64_t number_ = 0;
};

TEST_F(Rate, that_falls_far_below_what_is_usual_is_told_of) {
  EXPECT_TRUE(is_told_of());
}

TEST_F(Rate, that_falls_on_a_holiday_is_not) {
  watched_.settings.holidays = {{std::nullopt, at("2026-06-29T00:00:00Z")}};
  EXPECT_FALSE(is_told_of());
}

using Spans = std::vector<Span>;

TEST_F(Sequence, remembers_the_longest_time_without_an_event) {
  see(1, 0);
  EXPECT_EQ(producer().longest_quiet, seconds{0});
  see(2, 50);
  see(3, 40);
  see(4, 60);
  EXPECT_EQ(producer().longest_quiet, seconds{50});
}

TEST_F(Sequence, adds_up_the_numbers_that_did_not_come_in_time) {
  see(10, 0);
  see(14, 1);
  see(16, 2);
  EventBuilder event(start_ + seconds{61});
  event.producer(1, 17, 0);
  EXPECT_EQ(watched_.see(event).silence.missing, 3);
  EventBuilder next(start_ + seconds{70});
  next.producer(1, 18, 0);
  EXPECT_EQ(watched_.see(next).silence.missing, 1);
}

TEST_F(Sequence, is_told_of_once_and_only_after_its_time_of_disorder) {
  see(10, 0);
  EXPECT_EQ(see(14, 1), Spans{});
  EXPECT_EQ(see(15, 60), Spans{});
  EXPECT_EQ(see(16, 61), (Spans{{11, 13}}));
  EXPECT_EQ(see(17, 200), Spans{});
}

TEST_F(Sequence, is_not_told_of_when_it_fills_in_time) {
  see(10, 0);
  see(13, 1);
  see(12, 2);
  see(11, 3);
  EXPECT_EQ(see(14, 100), Spans{});
}

TEST_F(Sequence, splits_around_a_number_that_came_in_its_middle) {
  see(10, 0);
  see(20, 1);
  see(15, 2);
  EXPECT_EQ(see(21, 100), (Spans{{11, 14}, {16, 19}}));
}

TEST_F(Sequence, shrinks_from_either_end) {
  see(10, 0);
  see(20, 1);
  see(11, 2);
  see(19, 3);
  EXPECT_EQ(see(21, 100), (Spans{{12, 18}}));
}

TEST_F(Sequence, starts_anew_with_every_boot) {
  see(1000, 0);
  see(1, 1, 1);
  EXPECT_EQ(see(2, 100, 1), Spans{});
  EXPECT_EQ(see(1001, 101), Spans{}) << "the old boot goes on where it was";
}

TEST_F(Sequence, may_begin_anywhere) {
  EXPECT_EQ(see(88'120, 0), Spans{});
  EXPECT_EQ(see(88'121, 100), Spans{});
}

TEST_F(Sequence, is_not_disturbed_by_a_number_that_comes_twice) {
  see(1, 0);
  see(2, 1);
  see(2, 2);
  EXPECT_EQ(see(3, 100), Spans{});
}

TEST_F(Sequence, remembers_the_largest_gap_that_filled_by_itself) {
  see(1, 0);
  see(5, 1);
  for (const std::int64_t number : {2, 3, 4}) {
    see(number, 2);
  }
  const ProducerState& producer =
      testing_support::known(watched_.world.producers, {EntityType::producer, TenantToken{1}, 1});
  EXPECT_EQ(producer.largest_fill, 3);
  EXPECT_EQ(producer.late_fills, 3U);
}

TEST_F(Sequence, takes_what_came_late_off_the_count_again) {
  see(1, 0);
  see(5, 1);
  see(6, 62);
  EXPECT_EQ(producer().missing.x, 3);
  see(3, 63);
  EXPECT_EQ(producer().missing.x, 2);
  see(3, 64);
  EXPECT_EQ(producer().missing.x, 2) << "it comes twice";
  see(2, 65);
  see(4, 66);
  EXPECT_EQ(producer().missing.x, 0);
  EXPECT_EQ(producer().missing_hours.back().filled, 3);
}

TEST_F(Sequence, waits_longer_for_a_producer_whose_gaps_fill_late_but_never_beyond_the_cap) {
  see(0, 0);
  int second = 0;
  for (std::int64_t number = 2; number < 200; number += 2) {
    see(number, second);
    see(number - 1, second + 100);
    second += 100;
  }
  EXPECT_GT(producer().disorder_seconds, 95);
  EXPECT_LT(producer().disorder_seconds, 110);
  for (std::int64_t number = 202; number < 600; number += 2) {
    see(number, second);
    see(number - 1, second + 170);
    second += 170;
  }
  EXPECT_LE(producer().disorder_seconds, 180);
}

TEST_F(Sequence, counts_a_gap_that_is_crowded_out_instead_of_losing_it) {
  see(0, 0);
  for (int i = 1; i <= 40; ++i) {
    see(2 * i, i);  // every second number missing, one a second
  }
  EXPECT_EQ(producer().missing.x, 8) << "of 40 gaps 32 are still allowed to fill";
}

TEST_F(Sequence, of_a_forgotten_boot_is_not_begun_anew_by_a_late_event) {
  for (std::int64_t boot = 0; boot < 5; ++boot) {
    see(1, 3600 + static_cast<int>(boot), boot);
  }
  for (const std::int64_t number : {500, 800}) {
    EventBuilder event(start_);
    event.received(start_ + seconds{3700 + number}).producer(1, number, 0);
    watched_.see(event);
  }
  EXPECT_EQ(see(2, 9000, 4), Spans{});
  EXPECT_EQ(producer().missing.x, 0);
}

TEST_F(Sequence, forgets_the_boot_heard_of_longest_ago) {
  for (std::int64_t boot = 0; boot < 6; ++boot) {
    see(1, static_cast<int>(boot), boot);
  }
  const ProducerState& producer =
      testing_support::known(watched_.world.producers, {EntityType::producer, TenantToken{1}, 1});
  ASSERT_EQ(producer.boots.size(), 4U);
  EXPECT_EQ(producer.boots[0].boot, 2);
}

TEST_F(Sequence, is_silent_for_producers_without_numbers) {
  for (int i = 0; i < 5; ++i) {
    EventBuilder event(start_ + seconds{100 * i});
    event.has(Field::producer_name).event().producer.sequence = i * 10;
    EXPECT_TRUE(watched_.see(event).gaps.empty());
  }
}

TEST(PathState, knows_what_a_producer_usually_sends) {
  PathState path;
  FieldSet with;
  with.insert(Field::ticket);
  for (int i = 0; i < 49; ++i) {
    path.learn(with);
  }
  EXPECT_FALSE(path.usually_has(Field::ticket)) << "49 events are too few to say";
  path.learn(with);
  EXPECT_TRUE(path.usually_has(Field::ticket));
  EXPECT_TRUE(path.never_has(Field::intent));
  for (int i = 0; i < 15; ++i) {
    path.learn({});
  }
  EXPECT_FALSE(path.usually_has(Field::ticket)) << "50 of 65 are less than four fifths";
  EXPECT_FALSE(path.never_has(Field::ticket));
}

}  // namespace
}  // namespace centinela::state
