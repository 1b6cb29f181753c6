#include "support/watched_world.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace centinela::state {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

const EventTime nine = at("2026-06-01T09:00:00Z");

std::size_t count_of(const std::vector<ClosedOpportunity>& closed, ClosedOpportunity::Track track) {
  return static_cast<std::size_t>(std::count_if(
      closed.begin(), closed.end(), [track](const auto& one) { return one.track == track; }));
}

TEST(Observe, counts_different_data_subjects_and_not_accesses) {
  WatchedWorld watched;
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50, 51})).new_today, 2);
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({51, 52})).new_today, 1);
  EXPECT_EQ(watched.principal(7).hour.x, 3);
  EXPECT_EQ(watched.principal(7).day.x, 3);
}

TEST(Observe, counts_a_data_subject_again_in_the_next_hour_but_not_again_today) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  const Counted counted = watched.count(EventBuilder(nine + hours{1}).subjects({50}));
  EXPECT_EQ(counted.new_this_hour, 1);
  EXPECT_EQ(counted.new_today, 0);
  EXPECT_EQ(watched.principal(7).day.x, 1);
}

TEST(Observe, knows_whom_a_principal_met_within_a_month) {
  WatchedWorld watched;
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50})).never_met, 1);
  EXPECT_EQ(watched.count(EventBuilder(nine + one_day).subjects({50, 51})).never_met, 1);
  EXPECT_EQ(watched.count(EventBuilder(nine + one_day).by(8).subjects({50})).never_met, 1);
}

TEST(Observe, does_not_count_what_was_only_listed_or_refused) {
  WatchedWorld watched;
  EventBuilder listed(nine);
  listed.action(Action::search, Reach::listed).subjects({50});
  EventBuilder denied(nine);
  denied.outcome(Outcome::denied).subjects({51});
  EXPECT_EQ(watched.count(listed).new_today, 0);
  EXPECT_EQ(watched.count(denied).new_today, 0);
}

TEST(Observe, counts_those_beyond_the_256_that_are_named) {
  WatchedWorld watched;
  EventBuilder event(nine);
  event.subjects_from(1000, 256).event().data_subject_total = 300;
  EXPECT_EQ(watched.count(event).new_today, 300);
}

TEST(Observe, rolls_the_day_at_local_midnight) {
  WatchedWorld watched;
  watched.zones.add("America/Bogota", {{EventTime{0}, -5 * 3600}});
  const ZoneIndex bogota = watched.zones.find("America/Bogota");
  const EventTime utc_midnight = at("2026-06-02T00:00:00Z");
  watched.count(EventBuilder(utc_midnight - minutes{1}).zone(bogota).subjects({50}));
  EXPECT_EQ(watched.count(EventBuilder(utc_midnight).zone(bogota).subjects({50})).new_today, 0)
      << "seven in the evening in Bogota";
  const EventTime local_midnight = utc_midnight + hours{5};
  EventBuilder next_day(local_midnight);
  next_day.zone(bogota).subjects({50});
  const Scene scene = watched.see(next_day);
  EXPECT_TRUE(scene.is_first_of_day);
  EXPECT_EQ(scene.counted.new_today, 1);
  EXPECT_EQ(scene.local.minute_of_day, 0);
}

TEST(Observe, closes_each_window_once_with_one_score) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  watched.count(EventBuilder(nine + minutes{59}).subjects({51}));
  EXPECT_TRUE(watched.closed.empty());
  watched.count(EventBuilder(nine + hours{1}).subjects({52}));
  EXPECT_EQ(count_of(watched.closed, ClosedOpportunity::Track::hour), 1U);
  EXPECT_EQ(count_of(watched.closed, ClosedOpportunity::Track::day), 0U);
  watched.count(EventBuilder(nine + one_day).subjects({53}));
  EXPECT_EQ(count_of(watched.closed, ClosedOpportunity::Track::hour), 2U);
  EXPECT_EQ(count_of(watched.closed, ClosedOpportunity::Track::day), 1U);
  for (const ClosedOpportunity& closed : watched.closed) {
    EXPECT_GT(closed.p, 0);
    EXPECT_LE(closed.p, 1);
  }
}

TEST(Observe, does_not_close_windows_in_which_nothing_was_opened) {
  WatchedWorld watched;
  for (int hour = 0; hour < 5; ++hour) {
    watched.count(EventBuilder(nine + hours{hour}));
  }
  EXPECT_TRUE(watched.closed.empty());
}

TEST(Observe, judges_late_events_but_does_not_count_them) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  EventBuilder late(nine - minutes{11});
  late.received(nine).subjects({51});
  const Scene scene = watched.see(late);
  EXPECT_TRUE(scene.is_late);
  EXPECT_EQ(scene.counted.new_today, 0);
  EXPECT_EQ(watched.principal(7).hour.x, 1);
  EventBuilder in_time(nine - minutes{10});
  in_time.received(nine).subjects({52});
  EXPECT_FALSE(watched.see(in_time).is_late) << "exactly the lateness is in time";
}

TEST(Observe, measures_lateness_by_the_watermark_of_its_own_producer) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).producer(1, 1).subjects({50}));
  EventBuilder slow(nine - hours{3});
  slow.received(nine).producer(2, 1).subjects({51});
  EXPECT_FALSE(watched.see(slow).is_late);
}

TEST(Observe, keeps_what_is_known_of_a_principal_when_an_event_lacks_it) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).team(5, 6));
  watched.count(EventBuilder(nine));
  EXPECT_EQ(watched.principal(7).team, WordToken{6});
  watched.count(EventBuilder(nine).team(5, 8));
  EXPECT_EQ(watched.principal(7).team, WordToken{8});
}

TEST(Observe, counts_principals_of_a_kind_once_each) {
  WatchedWorld watched;
  for (int i = 0; i < 3; ++i) {
    watched.count(EventBuilder(nine).by(7));
    watched.count(EventBuilder(nine).by(8));
    watched.count(EventBuilder(nine).by(9).kind(PrincipalKind::bot));
  }
  const TenantState& tenant = watched.tenant();
  EXPECT_EQ(tenant.principals_by_kind[static_cast<std::size_t>(PrincipalKind::human)], 2U);
  EXPECT_EQ(tenant.principals_by_kind[static_cast<std::size_t>(PrincipalKind::bot)], 1U);
  EXPECT_EQ(tenant.events, 9U);
}

TEST(Learn, takes_a_quarter_of_the_values_of_a_surprising_event) {
  WatchedWorld watched;
  EventBuilder event(nine);
  event.resource(33, 1);
  Scene scene = watched.observe(event);
  learn(watched.world, scene, 1e-4);
  const auto day = static_cast<std::int32_t>(utc_day(nine));
  EXPECT_EQ(watched.principal(7).values.total(Attribute::record_class, day), 0.25);
  EXPECT_EQ(watched.principal(7).hour.smallest_p, 1e-4) << "nor will its window teach";
}

TEST(Learn, counts_a_value_once_a_day) {
  WatchedWorld watched;
  const auto day = static_cast<std::int32_t>(utc_day(nine));
  for (int i = 0; i < 20; ++i) {
    watched.count(EventBuilder(nine + minutes{i}).resource(33, 1));
  }
  EXPECT_EQ(watched.principal(7).values.total(Attribute::record_class, day), 1);
}

TEST(AdvanceTime, publishes_once_an_interval_and_never_goes_back) {
  WatchedWorld watched;
  advance_time(watched.world, nine);
  EXPECT_EQ(watched.world.groups.version(), 0U);
  advance_time(watched.world, nine + minutes{5});
  EXPECT_EQ(watched.world.groups.version(), 1U);
  advance_time(watched.world, nine + minutes{9});
  advance_time(watched.world, nine);
  EXPECT_EQ(watched.world.groups.version(), 1U);
  EXPECT_EQ(watched.world.log_time, nine + minutes{9});
}

}  // namespace
}  // namespace centinela::state
