#include "simulator/rhythm.h"

#include "simulator/json_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace centinela::simulator {
namespace {

EventTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

const Site& site(std::string_view name) {
  for (const Site& candidate : sites()) {
    if (candidate.name == name) {
      return candidate;
    }
  }
  return sites().front();
}

double hours_ahead(std::string_view name, std::string_view time) {
  return static_cast<double>(utc_offset(site(name), at(time))) /
         static_cast<double>(one_hour.count());
}

TEST(Geography, europe_changes_its_clocks_at_one_utc_on_the_last_sundays) {
  EXPECT_EQ(hours_ahead("MAD", "2026-03-29T00:59:59Z"), 1);
  EXPECT_EQ(hours_ahead("MAD", "2026-03-29T01:00:00Z"), 2);
  EXPECT_EQ(hours_ahead("MAD", "2026-10-25T00:59:59Z"), 2);
  EXPECT_EQ(hours_ahead("MAD", "2026-10-25T01:00:00Z"), 1);
}

TEST(Geography, the_united_states_change_theirs_at_two_local_time) {
  EXPECT_EQ(hours_ahead("ATL", "2026-03-08T06:59:59Z"), -5);
  EXPECT_EQ(hours_ahead("ATL", "2026-03-08T07:00:00Z"), -4);
  EXPECT_EQ(hours_ahead("ATL", "2026-11-01T05:59:59Z"), -4);
  EXPECT_EQ(hours_ahead("ATL", "2026-11-01T06:00:00Z"), -5);
}

TEST(Geography, bogota_and_manila_never_change_theirs) {
  EXPECT_EQ(hours_ahead("BOG", "2026-07-01T00:00:00Z"), -5);
  EXPECT_EQ(hours_ahead("MNL", "2026-01-01T00:00:00Z"), 8);
}

TEST(Geography, knows_the_weekday_and_the_edges_of_a_month) {
  const auto day = [](std::string_view date) { return utc_day(*parse_date(date)); };
  EXPECT_EQ(weekday(day("2026-09-21")), 0);
  EXPECT_EQ(weekday(day("1969-12-28")), 6);
  // October 2026 ends on a Saturday: Thursday and Friday are its last working days.
  EXPECT_TRUE(is_month_edge(day("2026-10-29")));
  EXPECT_TRUE(is_month_edge(day("2026-10-30")));
  EXPECT_FALSE(is_month_edge(day("2026-10-31")));
  EXPECT_FALSE(is_month_edge(day("2026-10-28")));
  EXPECT_TRUE(is_month_edge(day("2026-11-02")));
  EXPECT_FALSE(is_month_edge(day("2026-11-03")));
}

TEST(Geography, measures_madrid_to_bogota_as_about_8000_kilometres) {
  EXPECT_NEAR(kilometres(places()[2], places()[0]), 8020, 40);
  EXPECT_EQ(kilometres(places()[2], places()[2]), 0);
}

class Rhythm : public testing::Test {
 protected:
  World world_ = build_world(*find_profile("clean-small"), 17);
  [[nodiscard]] PrincipalIndex first(Role role) const {
    for (PrincipalIndex who = 0; who < world_.principals.size(); ++who) {
      if (world_.principals[who].role == role &&
          world_.principals[who].since < utc_day(world_.profile.start)) {
        return who;
      }
    }
    return nobody;
  }
  [[nodiscard]] double expected_in(PrincipalIndex who,
                                   EventTime from,
                                   Duration span,
                                   const Mood& mood = {}) const {
    double total = 0;
    for (EventTime slot = from; slot < from + span; slot = slot + slot_length) {
      total += expected_cases(world_, who, slot, mood);
    }
    return total;
  }
};

TEST_F(Rhythm, a_person_handles_the_teams_mean_on_average_working_days) {
  const PrincipalIndex who = first(Role::agent_l1);
  const Principal& person = world_.principals[who];
  const Team& team = world_.teams[person.team];
  const EventTime start = world_.profile.start + 2 * one_day;
  int days = 0;
  const std::int64_t from = utc_day(start);
  for (std::int64_t day = from; day < from + 28; ++day) {
    days += works_on(world_, who, day) ? 1 : 0;
  }
  ASSERT_GT(days, 10);
  const double mean = expected_in(who, start, 28 * one_day) / days;
  EXPECT_NEAR(mean / (team.cases_per_day * person.pace), 1.05, 0.25);
}

TEST_F(Rhythm, a_mood_multiplies_the_work_and_moves_the_shift) {
  const PrincipalIndex who = first(Role::agent_l1);
  const EventTime start = world_.profile.start;
  const double usual = expected_in(who, start, 7 * one_day);
  EXPECT_NEAR(expected_in(who, start, 7 * one_day, {.rate = 2}), 2 * usual, 1e-9);
  // The hour before the usual shift is empty, unless the shift has moved there.
  EventTime early = start;
  while (shift_moment(world_, who, early).minute != 1380 ||
         !works_on(world_, who, shift_moment(world_, who, early).day + 1)) {
    early = early + slot_length;
  }
  EXPECT_EQ(expected_cases(world_, who, early, {}), 0);
  EXPECT_GT(expected_cases(world_, who, early, {.shift_minutes = -120}), 0);
}

TEST_F(Rhythm, nobody_works_before_the_first_or_after_the_last_day) {
  for (PrincipalIndex who = 0; who < world_.principals.size(); ++who) {
    const Principal& person = world_.principals[who];
    EXPECT_FALSE(works_on(world_, who, person.since - 1));
    if (person.until != 0) {
      EXPECT_FALSE(works_on(world_, who, person.until + 1));
    }
  }
}

TEST_F(Rhythm, a_weeks_contacts_add_up_to_about_a_weeks_days) {
  double total = 0;
  for (EventTime slot = world_.profile.start; slot < world_.profile.start + 28 * one_day;
       slot = slot + slot_length) {
    total += contact_share(world_, 0, slot);
  }
  EXPECT_NEAR(total / 28, 0.94, 0.1);
}

TEST(JsonText, writes_times_numbers_and_addresses_as_their_formats_want) {
  JsonText text;
  const auto written = [&](auto&& write) {
    text.clear();
    write();
    return std::string(text.view());
  };
  const EventTime time = at("2026-11-21T19:49:06.009Z");
  EXPECT_EQ(written([&] { text.time(time); }), "\"2026-11-21T19:49:06.009Z\"");
  EXPECT_EQ(written([&] { text.date(utc_day(time)); }), "\"2026-11-21\"");
  EXPECT_EQ(written([&] { text.number(42, 8); }), "00000042");
  EXPECT_EQ(written([&] { text.hexadecimal(0xABC, 6); }), "000abc");
  EXPECT_EQ(written([&] { text.address(0x01020304); }), "\"1.2.3.4\"");
  EXPECT_EQ(written([&] { text.decimal(-3.7); }), "-3.7000");
}

TEST(JsonText, agrees_with_the_slow_formatter_on_every_kind_of_time) {
  JsonText text;
  Rng rng(5);
  for (int i = 0; i < 2000; ++i) {
    const EventTime time{static_cast<std::int64_t>(rng.below(4'102'444'800'000))};
    text.clear();
    text.time(time);
    ASSERT_EQ(text.view(), '"' + format_rfc3339(time) + '"');
  }
}

}  // namespace
}  // namespace centinela::simulator
