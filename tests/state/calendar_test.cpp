#include "centinela/state/calendar.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::hours;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

const EventTime start = at("2026-11-27T00:00:00Z");
const EventTime end = at("2026-11-30T00:00:00Z");

PlannedEvent planned(double factor) {
  return {std::nullopt, std::nullopt, start, end, factor};
}

class Calendar : public testing::Test {
 protected:
  double factor_at(EventTime time, const std::vector<PlannedEvent>& events) {
    EventBuilder event(time);
    event.team(3, 4);
    WatchedWorld world;
    return planned_factor(events, world.observe(event));
  }

  // What the open hour's exposure comes to, when it is season × common before.
  double exposure_after(double season, double common, double factor) {
    EventBuilder event(start + hours{9});
    WatchedWorld world;
    Scene scene = world.observe(event);
    const auto hour = static_cast<std::size_t>(scene.local.hour_of_week);
    const auto day = static_cast<std::size_t>(scene.local.day_of_week());
    scene.group.season.hour_of_week[hour] = static_cast<float>(season);
    scene.group.season.day_of_week[day] = static_cast<float>(season);
    scene.principal.hour.exposure = season * common;
    scene.principal.day.exposure = season * common;
    expect_planned({planned(factor)}, scene);
    EXPECT_DOUBLE_EQ(scene.principal.day.exposure, scene.principal.hour.exposure);
    return scene.principal.hour.exposure;
  }
};

TEST_F(Calendar, holds_from_its_start_up_to_but_not_at_its_end) {
  const std::vector<PlannedEvent> events{planned(3)};
  EXPECT_EQ(factor_at(start - Duration{1}, events), 1);
  EXPECT_EQ(factor_at(start, events), 3);
  EXPECT_EQ(factor_at(end - Duration{1}, events), 3);
  EXPECT_EQ(factor_at(end, events), 1);
}

TEST(Holidays, hold_for_their_tenant_wherever_it_is_that_day) {
  const Holiday christmas{TenantToken{1}, at("2026-12-25T00:00:00Z")};
  const auto is_one = [&](std::string_view time, std::uint64_t tenant = 1) {
    return is_holiday({christmas}, TenantToken{tenant}, at(time));
  };
  EXPECT_FALSE(is_one("2026-12-24T11:59:59Z"));
  EXPECT_TRUE(is_one("2026-12-24T12:00:00Z")) << "it is the 25th in Auckland";
  EXPECT_TRUE(is_one("2026-12-26T11:59:59Z")) << "and still on Hawaii";
  EXPECT_FALSE(is_one("2026-12-26T12:00:00Z"));
  EXPECT_FALSE(is_one("2026-12-25T09:00:00Z", 2));
  EXPECT_TRUE(is_holiday({{std::nullopt, christmas.start}}, TenantToken{2}, christmas.start));
}

TEST_F(Calendar, holds_for_its_tenant_and_team_only) {
  PlannedEvent ours = planned(3);
  ours.tenant = TenantToken{1};
  ours.team = WordToken{4};
  EXPECT_EQ(factor_at(start, {ours}), 3);
  PlannedEvent elsewhere = ours;
  elsewhere.tenant = TenantToken{2};
  EXPECT_EQ(factor_at(start, {elsewhere}), 1);
  PlannedEvent others = ours;
  others.team = WordToken{5};
  EXPECT_EQ(factor_at(start, {others}), 1);
}

TEST_F(Calendar, multiplies_what_holds_at_the_same_time) {
  EXPECT_DOUBLE_EQ(factor_at(start, {planned(3), planned(0.5)}), 1.5);
}

TEST_F(Calendar, expects_the_larger_of_plan_and_peers_never_both) {
  EXPECT_DOUBLE_EQ(exposure_after(2, 1, 3), 6) << "the peers show nothing yet";
  EXPECT_DOUBLE_EQ(exposure_after(2, 2, 3), 6) << "the peers show a part of it";
  EXPECT_DOUBLE_EQ(exposure_after(2, 5, 3), 10) << "the peers show more than was planned";
}

TEST_F(Calendar, expects_the_smaller_where_less_is_planned) {
  EXPECT_DOUBLE_EQ(exposure_after(2, 1, 0.25), 0.5);
  EXPECT_DOUBLE_EQ(exposure_after(2, 0.1, 0.25), 0.2);
}

TEST_F(Calendar, leaves_a_window_without_season_or_exposure_as_it_is) {
  EXPECT_DOUBLE_EQ(exposure_after(0, 1, 3), 0);
  EXPECT_DOUBLE_EQ(exposure_after(2, 0, 3), 0);
}

TEST_F(Calendar, does_not_touch_the_window_of_a_late_event) {
  EventBuilder event(start + hours{9});
  WatchedWorld world;
  Scene scene = world.observe(event);
  scene.is_late = true;
  scene.principal.hour.exposure = 2;
  expect_planned({planned(3)}, scene);
  EXPECT_EQ(scene.principal.hour.exposure, 2);
}

}  // namespace
}  // namespace centinela::state
