#include "sink/alertmanager/fake_alertmanager.h"
#include "sink/alertmanager/notifier_state.h"
#include "sink/sample_alert.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace centinela::sink {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr EventTime start{1'795'290'602'101};

Alert alert(std::uint64_t number, Route route) {
  Alert one = sample_alert();
  one.id = {.high = 2, .low = number};
  one.route = route;
  one.time = start;
  return one;
}
std::string episode(std::uint64_t number) {
  return print(AlertId{.high = 2, .low = number});
}

NotifierState make_state(std::size_t active_max,
                         std::size_t folded_max = 100,
                         std::size_t targets = 1) {
  return {NotifierLimits{.active_max = active_max, .folded_max = folded_max}, {}, targets, Rng(3)};
}

TEST(NotifierLimits, sends_batches_of_at_most_64) {
  NotifierState state = make_state(1000);
  for (std::uint64_t i = 1; i <= 200; ++i) {
    state.take(alert(i, Route::page), start);
  }
  std::set<std::string> told;
  std::size_t batches = 0;
  while (const auto batch = state.due(0, start)) {
    EXPECT_LE(batch->notices.size(), 64U);
    for (const Notice& notice : batch->notices) {
      told.insert(notice.labels.at("episode"));
    }
    state.report(0, *batch, PostOutcome::accepted, start);
    ++batches;
  }
  EXPECT_EQ(batches, 4U);
  EXPECT_EQ(told.size(), 200U);
}

TEST(NotifierLimits, keeps_a_rise_in_one_batch_at_the_edge_of_64) {
  NotifierState state = make_state(1000);
  FakeAlertmanager alertmanager;
  for (std::uint64_t i = 1; i <= 100; ++i) {
    state.take(alert(i, Route::page), start);
  }
  deliver(state, alertmanager, start);
  for (std::uint64_t i = 1; i <= 100; ++i) {
    Alert risen = alert(i, Route::page);
    risen.severity = Severity::critical;
    risen.revision = 2;
    state.take(risen, start);
  }
  while (const auto batch = state.due(0, start)) {
    std::map<std::string, int> of_episode;
    for (const Notice& notice : batch->notices) {
      ++of_episode[notice.labels.at("episode")];
    }
    for (const auto& [name, count] : of_episode) {
      EXPECT_EQ(count, 2) << name;
    }
    state.report(0, *batch, PostOutcome::accepted, start);
  }
}

TEST(NotifierLimits, tells_pages_before_tickets_and_the_worst_first) {
  NotifierState state = make_state(100);
  state.take(alert(1, Route::ticket), start);
  state.take(alert(2, Route::page), start);
  Alert worst = alert(3, Route::page);
  worst.severity = Severity::critical;
  state.take(worst, start);
  const auto batch = state.due(0, start);
  ASSERT_TRUE(batch.has_value());
  ASSERT_EQ(batch->notices.size(), 3U);
  EXPECT_EQ(batch->notices[0].labels.at("episode"), episode(3));
  EXPECT_EQ(batch->notices[1].labels.at("episode"), episode(2));
  EXPECT_EQ(batch->notices[2].labels.at("episode"), episode(1));
}

TEST(NotifierLimits, folds_what_is_beyond_the_cap_into_one_alert) {
  NotifierState state = make_state(10);
  FakeAlertmanager alertmanager;
  for (std::uint64_t i = 1; i <= 15; ++i) {
    state.take(alert(i, i <= 8 ? Route::page : Route::ticket), start);
  }
  deliver(state, alertmanager, start);
  EXPECT_EQ(alertmanager.firing_in_all(start), 11U);
  EXPECT_EQ(alertmanager.firing("overflow", start), 1U);
  EXPECT_EQ(state.figures().folded, 5U);
  EXPECT_EQ(state.figures().pages_active, 8U);
  EXPECT_EQ(state.figures().tickets_active, 2U);
}

TEST(NotifierLimits, lets_a_page_take_the_place_of_a_ticket) {
  NotifierState state = make_state(2);
  FakeAlertmanager alertmanager;
  state.take(alert(1, Route::ticket), start);
  state.take(alert(2, Route::ticket), start);
  deliver(state, alertmanager, start);
  state.take(alert(3, Route::page), start + seconds(1));
  deliver(state, alertmanager, start + seconds(1));
  EXPECT_EQ(alertmanager.firing(episode(3), start + seconds(1)), 1U);
  EXPECT_EQ(state.figures().folded, 1U);
}

TEST(NotifierLimits, pages_for_an_overflow_that_holds_pages) {
  NotifierState state = make_state(1);
  state.take(alert(1, Route::page), start);
  state.take(alert(2, Route::page), start);
  const auto batch = state.due(0, start);
  ASSERT_TRUE(batch.has_value());
  ASSERT_EQ(batch->notices.size(), 2U);
  const Notice& overflow = batch->notices[1];
  EXPECT_EQ(overflow.labels.at("alertname"), "CentinelaAlertOverflow");
  EXPECT_EQ(overflow.labels.at("route"), "page");
  EXPECT_EQ(overflow.annotations.at("pages"), "1");
}

TEST(NotifierLimits, ends_the_overflow_when_everything_fits_again) {
  NotifierState state = make_state(1);
  FakeAlertmanager alertmanager;
  state.take(alert(1, Route::page), start);
  state.take(alert(2, Route::page), start);
  deliver(state, alertmanager, start);
  state.settle(alert(1, Route::page).id, start + seconds(9));
  deliver(state, alertmanager, start + seconds(9));
  EXPECT_EQ(alertmanager.firing("overflow", start + seconds(9)), 0U);
  EXPECT_EQ(alertmanager.firing(episode(2), start + seconds(9)), 1U);
  // And comes back when it is needed again.
  state.take(alert(3, Route::page), start + seconds(20));
  deliver(state, alertmanager, start + seconds(20));
  EXPECT_EQ(alertmanager.firing("overflow", start + seconds(20)), 1U);
}

TEST(NotifierLimits, drops_and_counts_tickets_before_pages_when_its_memory_is_full) {
  NotifierState state = make_state(2, 2);
  for (std::uint64_t i = 1; i <= 4; ++i) {
    EXPECT_EQ(state.take(alert(i, Route::ticket), start), Admission::taken);
  }
  EXPECT_EQ(state.take(alert(5, Route::ticket), start), Admission::queue_full);
  for (std::uint64_t i = 6; i <= 9; ++i) {
    EXPECT_EQ(state.take(alert(i, Route::page), start), Admission::taken);
  }
  EXPECT_EQ(state.take(alert(10, Route::page), start), Admission::queue_full);
  EXPECT_EQ(state.figures().dropped_queue_full, 6U);
}

TEST(NotifierLimits, never_sends_refused_content_again_but_finds_the_culprit) {
  NotifierState state = make_state(100);
  for (std::uint64_t i = 1; i <= 5; ++i) {
    state.take(alert(i, Route::page), start);
  }
  const std::string culprit = episode(3);
  std::map<std::string, int> refused_alone;
  std::size_t posts = 0;
  EventTime now = start;
  for (; now < start + minutes(3); now = now + seconds(1)) {
    while (const auto batch = state.due(0, now)) {
      bool holds_culprit = false;
      for (const Notice& notice : batch->notices) {
        holds_culprit = holds_culprit || notice.labels.at("episode") == culprit;
      }
      if (holds_culprit && batch->notices.size() == 1) {
        ++refused_alone[culprit];
      }
      state.report(0, *batch, holds_culprit ? PostOutcome::refused : PostOutcome::accepted, now);
      ASSERT_LT(++posts, 100U);
    }
  }
  EXPECT_EQ(refused_alone[culprit], 1);
  EXPECT_EQ(state.figures().refused, 1U);
  Alert mended = alert(3, Route::page);
  mended.revision = 2;
  mended.summary = "mended";
  state.take(mended, now);
  const auto batch = state.due(0, now);
  ASSERT_TRUE(batch.has_value());
  EXPECT_TRUE(std::any_of(batch->notices.begin(), batch->notices.end(), [&](const Notice& one) {
    return one.labels.at("episode") == culprit;
  })) << "new content is tried";
}

TEST(NotifierLimits, tells_every_alertmanager_of_a_cluster_whatever_happens_to_the_others) {
  NotifierState state = make_state(100, 100, 3);
  FakeAlertmanager first;
  FakeAlertmanager third;
  state.take(alert(1, Route::page), start);
  deliver(state, first, start, 0);
  fail(state, start, 1);
  deliver(state, third, start, 2);
  EXPECT_EQ(first.firing(episode(1), start), 1U);
  EXPECT_EQ(third.firing(episode(1), start), 1U);
  EXPECT_TRUE(state.is_up(0));
  EXPECT_FALSE(state.is_up(1));
}

TEST(NotifierLimits, resolves_at_an_alertmanager_that_was_away_meanwhile) {
  NotifierState state = make_state(100, 100, 2);
  FakeAlertmanager first;
  FakeAlertmanager second;
  state.take(alert(1, Route::page), start);
  deliver(state, first, start, 0);
  deliver(state, second, start, 1);
  state.settle(alert(1, Route::page).id, start + seconds(5));
  deliver(state, first, start + seconds(5), 0);
  fail(state, start + seconds(5), 1);
  deliver(state, second, start + seconds(40), 1);
  EXPECT_EQ(second.firing(episode(1), start + seconds(40)), 0U);
}

TEST(NotifierLimits, gives_up_resolving_where_the_alert_has_lapsed_by_itself) {
  NotifierState state = make_state(100);
  FakeAlertmanager alertmanager;
  state.take(alert(1, Route::page), start);
  deliver(state, alertmanager, start);
  state.settle(alert(1, Route::page).id, start);
  EXPECT_FALSE(state.due(0, start + minutes(16)).has_value());
}

}  // namespace
}  // namespace centinela::sink
