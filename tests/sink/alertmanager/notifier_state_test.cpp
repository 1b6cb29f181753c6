#include "sink/alertmanager/notifier_state.h"

#include "sink/alertmanager/fake_alertmanager.h"
#include "sink/sample_alert.h"

#include <gtest/gtest.h>

#include <map>

namespace centinela::sink {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr EventTime start{1'795'290'602'101};

class NotifierStateTest : public ::testing::Test {
 protected:
  static Alert alert(std::uint64_t number, Route route, EventTime time = start) {
    Alert one = sample_alert();
    one.id = {.high = 1, .low = number};
    one.route = route;
    one.time = time;
    one.episode.start = time - minutes(5);
    return one;
  }
  static Alert revised(Alert one, std::uint32_t revision, AlertState state = AlertState::update) {
    one.revision = revision;
    one.state = state;
    return one;
  }
  static std::string episode(std::uint64_t number) {
    return print(AlertId{.high = 1, .low = number});
  }

  NotifierState state_{NotifierLimits{}, NoticeLinks{}, 1, Rng(7)};
  FakeAlertmanager alertmanager_;
};

TEST_F(NotifierStateTest, tells_a_page_at_once_and_again_every_minute) {
  EXPECT_EQ(state_.take(alert(1, Route::page), start), Admission::taken);
  EXPECT_EQ(deliver(state_, alertmanager_, start), 1U);
  EXPECT_EQ(deliver(state_, alertmanager_, start + seconds(59)), 0U);
  EXPECT_EQ(deliver(state_, alertmanager_, start + seconds(60)), 1U);
  EXPECT_EQ(alertmanager_.posts(episode(1)), 2U);
}

TEST_F(NotifierStateTest, neither_repeats_nor_resolves_what_another_instance_tells_from_here_on) {
  state_.take(alert(1, Route::page), start);
  state_.take(alert(2, Route::page), start);
  deliver(state_, alertmanager_, start);
  state_.forget(alert(1, Route::page).id);
  deliver(state_, alertmanager_, start + seconds(60));
  EXPECT_EQ(alertmanager_.posts(episode(1)), 1U);
  EXPECT_EQ(alertmanager_.posts(episode(2)), 2U);
  EXPECT_EQ(state_.restore(alert(1, Route::page), start + seconds(70)), Admission::taken);
}

TEST_F(NotifierStateTest, sends_both_times_with_the_end_four_minutes_ahead) {
  state_.take(alert(1, Route::page), start);
  const auto batch = state_.due(0, start + seconds(2));
  ASSERT_TRUE(batch.has_value());
  EXPECT_EQ(batch->notices[0].starts_at, start - minutes(5));
  EXPECT_EQ(batch->notices[0].ends_at, start + seconds(2) + minutes(4));
}

TEST_F(NotifierStateTest, never_lets_an_alert_start_in_the_future_or_after_its_end) {
  Alert ahead = alert(1, Route::page);
  ahead.episode.start = start + hours(1);
  state_.take(ahead, start);
  const auto first = state_.due(0, start);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->notices[0].starts_at, start);
  state_.report(0, *first, PostOutcome::accepted, start);
  state_.settle(ahead.id, start);
  const auto last = state_.due(0, start);
  ASSERT_TRUE(last.has_value());
  EXPECT_LE(last->notices[0].starts_at, last->notices[0].ends_at);
}

TEST_F(NotifierStateTest, keeps_a_page_firing_for_24_hours_though_its_episode_closed) {
  const Alert page = alert(1, Route::page);
  state_.take(page, start);
  state_.take(revised(page, 2, AlertState::closed), start + minutes(1));
  EventTime now = start;
  for (; now < start + hours(24); now = now + minutes(1)) {
    deliver(state_, alertmanager_, now);
    ASSERT_EQ(alertmanager_.firing(episode(1), now), 1U);
  }
  deliver(state_, alertmanager_, now);
  EXPECT_EQ(alertmanager_.firing(episode(1), now), 0U);
}

TEST_F(NotifierStateTest, resolves_a_ticket_when_its_episode_closes) {
  const Alert ticket = alert(1, Route::ticket);
  state_.take(ticket, start);
  deliver(state_, alertmanager_, start);
  EXPECT_EQ(state_.take(revised(ticket, 2, AlertState::closed), start + minutes(1)),
            Admission::ended);
  EXPECT_EQ(deliver(state_, alertmanager_, start + minutes(1)), 1U);
  EXPECT_EQ(alertmanager_.firing(episode(1), start + minutes(1)), 0U);
  EXPECT_EQ(deliver(state_, alertmanager_, start + minutes(9)), 0U) << "told once";
}

TEST_F(NotifierStateTest, ends_a_ticket_whose_episode_is_never_heard_of_again) {
  state_.take(alert(1, Route::ticket), start);
  deliver(state_, alertmanager_, start);
  deliver(state_, alertmanager_, start + hours(26));
  EXPECT_EQ(state_.figures().tickets_active, 0U);
}

TEST_F(NotifierStateTest, resolves_a_page_when_a_person_settles_it) {
  const Alert page = alert(1, Route::page);
  state_.take(page, start);
  deliver(state_, alertmanager_, start);
  EXPECT_TRUE(state_.settle(page.id, start + minutes(2)));
  deliver(state_, alertmanager_, start + minutes(2));
  EXPECT_EQ(alertmanager_.firing(episode(1), start + minutes(2)), 0U);
  EXPECT_FALSE(state_.settle(page.id, start + minutes(3)));
}

TEST_F(NotifierStateTest, stays_silent_on_what_was_settled_until_it_rises) {
  Alert page = alert(1, Route::page);
  state_.take(page, start);
  deliver(state_, alertmanager_, start);
  state_.settle(page.id, start);
  deliver(state_, alertmanager_, start);
  EXPECT_EQ(state_.take(revised(page, 2), start + minutes(1)), Admission::settled);
  EXPECT_EQ(deliver(state_, alertmanager_, start + minutes(1)), 0U);
  page.severity = Severity::critical;
  EXPECT_EQ(state_.take(revised(page, 3), start + minutes(2)), Admission::taken);
  deliver(state_, alertmanager_, start + minutes(2));
  EXPECT_EQ(alertmanager_.firing(episode(1), start + minutes(2)), 1U);
}

TEST_F(NotifierStateTest, tells_a_rise_of_severity_and_resolves_the_old_in_one_batch) {
  Alert page = alert(1, Route::page);
  state_.take(page, start);
  deliver(state_, alertmanager_, start);
  page.severity = Severity::critical;
  EXPECT_EQ(state_.take(revised(page, 2), start + seconds(5)), Admission::revised);
  const auto batch = state_.due(0, start + seconds(5));
  ASSERT_TRUE(batch.has_value());
  ASSERT_EQ(batch->notices.size(), 2U);
  EXPECT_EQ(batch->notices[0].labels.at("severity"), "high");
  EXPECT_LE(batch->notices[0].ends_at, start + seconds(5));
  EXPECT_EQ(batch->notices[1].labels.at("severity"), "critical");
  EXPECT_GT(batch->notices[1].ends_at, start + seconds(5));
}

TEST_F(NotifierStateTest, tells_a_rise_from_ticket_to_page_the_same_way) {
  Alert one = alert(1, Route::ticket);
  state_.take(one, start);
  deliver(state_, alertmanager_, start);
  one.route = Route::page;
  state_.take(revised(one, 2), start + seconds(5));
  EXPECT_EQ(deliver(state_, alertmanager_, start + seconds(5)), 1U) << "one batch";
  EXPECT_EQ(alertmanager_.firing(episode(1), start + seconds(5)), 1U);
  EXPECT_EQ(state_.figures().pages_active, 1U);
  EXPECT_EQ(state_.figures().tickets_active, 0U);
}

TEST_F(NotifierStateTest, resolves_only_what_may_have_been_told) {
  Alert page = alert(1, Route::page);
  state_.take(page, start);
  page.severity = Severity::critical;
  state_.take(revised(page, 2), start);
  const auto batch = state_.due(0, start);
  ASSERT_TRUE(batch.has_value());
  EXPECT_EQ(batch->notices.size(), 1U) << "the first severity never left the house";
}

TEST_F(NotifierStateTest, does_not_let_severity_or_route_fall_within_an_episode) {
  Alert page = alert(1, Route::page);
  state_.take(page, start);
  page.severity = Severity::low;
  page.route = Route::digest;
  state_.take(revised(page, 2), start);
  const auto batch = state_.due(0, start);
  ASSERT_TRUE(batch.has_value());
  EXPECT_EQ(batch->notices[0].labels.at("severity"), "high");
  EXPECT_EQ(batch->notices[0].labels.at("route"), "page");
}

TEST_F(NotifierStateTest, waits_for_the_next_minute_with_changed_annotations) {
  Alert page = alert(1, Route::page);
  state_.take(page, start);
  deliver(state_, alertmanager_, start);
  page.score = 95;
  state_.take(revised(page, 2), start + seconds(5));
  EXPECT_FALSE(state_.due(0, start + seconds(5)).has_value());
  const auto batch = state_.due(0, start + minutes(1));
  ASSERT_TRUE(batch.has_value());
  EXPECT_EQ(batch->notices[0].annotations.at("score"), "95");
}

TEST_F(NotifierStateTest, ignores_a_revision_that_arrives_out_of_order) {
  const Alert page = alert(1, Route::page);
  state_.take(revised(page, 3), start);
  EXPECT_EQ(state_.take(revised(page, 2), start), Admission::stale);
  EXPECT_EQ(state_.take(revised(page, 3), start), Admission::stale);
}

TEST_F(NotifierStateTest, tells_nothing_of_shadow_and_digest_alerts) {
  Alert shadow = alert(1, Route::page);
  shadow.state = AlertState::shadow;
  EXPECT_EQ(state_.take(shadow, start), Admission::shadow);
  EXPECT_EQ(state_.take(alert(2, Route::digest), start), Admission::digest);
  EXPECT_FALSE(state_.due(0, start).has_value());
  EXPECT_EQ(state_.figures().dropped_shadow, 1U);
  EXPECT_EQ(state_.figures().dropped_digest, 1U);
}

TEST_F(NotifierStateTest, tells_nothing_older_than_max_age_by_log_time) {
  EXPECT_EQ(state_.take(alert(1, Route::page, start - hours(1) - seconds(1)), start),
            Admission::too_old);
  EXPECT_EQ(state_.take(alert(2, Route::page, start - hours(1)), start), Admission::taken);
  EXPECT_EQ(state_.figures().dropped_too_old, 1U);
}

TEST_F(NotifierStateTest, goes_on_with_an_old_page_that_it_knows) {
  const Alert page = alert(1, Route::page);
  state_.take(page, start);
  EXPECT_EQ(state_.take(revised(page, 2), start + hours(5)), Admission::revised);
}

TEST_F(NotifierStateTest, restores_a_page_of_three_hours_ago_for_what_is_left_of_its_24) {
  EXPECT_EQ(state_.restore(alert(1, Route::page, start - hours(3)), start), Admission::taken);
  deliver(state_, alertmanager_, start);
  EXPECT_EQ(alertmanager_.firing(episode(1), start), 1U);
  deliver(state_, alertmanager_, start + hours(21));
  EXPECT_EQ(state_.figures().pages_active, 0U);
  EXPECT_EQ(state_.restore(alert(2, Route::page, start - hours(25)), start), Admission::settled);
}

TEST_F(NotifierStateTest, loses_no_page_in_ten_minutes_of_outage) {
  EventTime now = start;
  std::uint64_t number = 0;
  for (; now < start + minutes(10); now = now + seconds(1)) {
    if (now.milliseconds() % 30'000 < 1000) {
      state_.take(alert(++number, Route::page, now), now);
    }
    fail(state_, now);
  }
  EXPECT_FALSE(state_.is_up(0));
  now = now + seconds(30);  // the longest back-off
  deliver(state_, alertmanager_, now);
  ASSERT_GE(number, 19U);
  for (std::uint64_t i = 1; i <= number; ++i) {
    EXPECT_EQ(alertmanager_.firing(episode(i), now), 1U) << i;
  }
  EXPECT_TRUE(state_.is_up(0));
}

TEST_F(NotifierStateTest, backs_off_between_1_and_30_seconds_while_nobody_answers) {
  state_.take(alert(1, Route::page), start);
  EventTime last = start;
  EventTime now = start;
  ASSERT_TRUE(fail(state_, now));
  Duration longest{0};
  for (int attempts = 0; attempts < 50; now = now + Duration{100}) {
    if (fail(state_, now)) {
      EXPECT_GE(now - last, seconds(1));
      EXPECT_LE(now - last, seconds(30) + Duration{100});
      longest = std::max(longest, now - last);
      last = now;
      ++attempts;
    }
  }
  EXPECT_GT(longest, seconds(10));
}

TEST_F(NotifierStateTest, tells_everything_again_after_a_failure_because_it_may_have_restarted) {
  state_.take(alert(1, Route::page), start);
  state_.take(alert(2, Route::page), start);
  deliver(state_, alertmanager_, start);
  alertmanager_.forget_everything();
  state_.take(alert(3, Route::page), start + seconds(10));
  ASSERT_TRUE(fail(state_, start + seconds(10)));
  deliver(state_, alertmanager_, start + seconds(12));
  EXPECT_EQ(alertmanager_.firing_in_all(start + seconds(12)), 3U);
}

// Every page that is open fires in an Alertmanager that answers, at every moment from its first
// telling on, whatever arrives, fails, rises or is settled meanwhile.
TEST_F(NotifierStateTest, reports_every_open_page_as_firing_at_every_moment) {
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    NotifierState state(NotifierLimits{}, NoticeLinks{}, 1, Rng(seed));
    FakeAlertmanager alertmanager;
    std::map<std::uint64_t, Alert> open;
    for (EventTime now = start; now < start + hours(3); now = now + seconds(5)) {
      if (rng.uniform() < 0.05) {
        const Alert page = alert(now.milliseconds() / 1000, Route::page, now);
        state.take(page, now);
        open.emplace(page.id.low, page);
      }
      if (!open.empty() && rng.uniform() < 0.05) {
        Alert& page = open.begin()->second;
        ++page.revision;
        page.state = rng.uniform() < 0.3 ? AlertState::closed : AlertState::update;
        page.severity = rng.uniform() < 0.3 ? Severity::critical : page.severity;
        state.take(page, now);
      }
      if (open.size() > 20) {
        state.settle(open.begin()->second.id, now);
        open.erase(open.begin());
      }
      if (rng.uniform() < 0.02) {
        fail(state, now);
      } else {
        deliver(state, alertmanager, now);
      }
      for (const auto& [number, page] : open) {
        const bool is_new = now - page.time < minutes(1);
        ASSERT_TRUE(is_new || alertmanager.firing(episode(number), now) >= 1) << number;
      }
    }
  }
}

}  // namespace
}  // namespace centinela::sink
