#include "simulator/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::simulator {
namespace {

constexpr std::int64_t minutes_per_day = 1440;
constexpr int slots_per_shift = 36;
constexpr int shift_minutes_total = slots_per_shift * 15;

constexpr std::uint64_t leave_salt = 0x21;
constexpr std::uint64_t sick_salt = 0x22;
constexpr std::uint64_t duty_salt = 0x23;
constexpr std::uint64_t rest_salt = 0x24;
constexpr std::uint64_t pace_salt = 0x25;
constexpr std::uint64_t season_salt = 0x26;
constexpr std::uint64_t surge_salt = 0x27;
constexpr std::uint64_t late_salt = 0x28;

// Share of a shift's work in its k-th quarter of an hour, before normalisation: settling in, a
// lunch dip after four hours, a slower end.
constexpr double raw_share(int slot) noexcept {
  if (slot < 1 || slot >= slots_per_shift - 1) {
    return 0.45;
  }
  if (slot >= 16 && slot < 20) {
    return 0.3;
  }
  return slot < 14 ? 1.1 : 1.0;
}

constexpr double raw_share_total() noexcept {
  double total = 0;
  for (int slot = 0; slot < slots_per_shift; ++slot) {
    total += raw_share(slot);
  }
  return total;
}
constexpr double share_total = raw_share_total();

// Customers' day in the tenant's main zone, by hour.
constexpr std::array<double, 24> contact_hours{0.5, 0.3, 0.2, 0.2, 0.2, 0.4, 1.0, 2.2,
                                               4.2, 5.8, 6.6, 6.8, 6.2, 5.6, 5.8, 6.2,
                                               6.4, 6.6, 6.8, 6.6, 5.6, 4.2, 2.6, 1.2};
constexpr double contact_total = 92.2;
constexpr std::array<double, 7> contact_days{1.18, 1.08, 1.03, 1.0, 1.05, 0.72, 0.55};

double log_normal(const World& world, std::uint64_t a, std::uint64_t b) noexcept {
  Rng rng(world.draw(a, b));
  return std::exp(0.09 * rng.normal());
}

// Two rest days in a row; a third of the people who serve customers rest on other days than the
// weekend.
bool is_rest_day(const World& world, PrincipalIndex who, std::int64_t day) noexcept {
  const bool serves = world.principals[who].role <= Role::agent_l2;
  const bool rotates = serves && world.chance(rest_salt, who) < 0.33;
  const int first = rotates ? static_cast<int>(world.draw(rest_salt + 100, who) % 5) : 5;
  const int today = weekday(day);
  return today == first || today == (first + 1) % 7;
}

double tenure_factor(const Principal& person, std::int64_t day) noexcept {
  const std::int64_t days = day - person.since;
  return days >= 15 ? 1.0 : 0.25 + 0.05 * static_cast<double>(days);
}

double season(const World& world, PrincipalIndex who, std::int64_t day) noexcept {
  const Principal& person = world.principals[who];
  const bool is_billing = person.role == Role::billing_agent;
  const double month = is_billing && is_month_edge(day) ? 1.35 : 1.0;
  return month *
         log_normal(
             world, hash_combine(season_salt, person.tenant), static_cast<std::uint64_t>(day)) *
         contact_days.at(static_cast<std::size_t>(std::min(weekday(day), 4)));
}

double day_factor(const World& world, PrincipalIndex who, std::int64_t day) noexcept {
  const double r = world.teams[world.principals[who].team].dispersion;
  Rng rng(world.draw(hash_combine(pace_salt, who), static_cast<std::uint64_t>(day)));
  return rng.gamma(r) / r;
}

// A twentieth of the days ends with an hour more, some with a look back in the evening.
double after_hours_share(const World& world, PrincipalIndex who, ShiftMoment moment) noexcept {
  const double u =
      world.chance(hash_combine(late_salt, who), static_cast<std::uint64_t>(moment.day));
  const int after = moment.minute - shift_minutes_total;
  if (u < 0.05) {
    return after < 60 ? 0.4 / share_total : 0;
  }
  const int evening = 90 + 15 * static_cast<int>(u * 100'000) % 90;
  return u < 0.07 && after >= evening && after < evening + 15 ? 0.8 / share_total : 0;
}

}  // namespace

ShiftMoment shift_moment(const World& world,
                         PrincipalIndex who,
                         EventTime time,
                         int shift_minutes) noexcept {
  const Principal& person = world.principals[who];
  const int start =
      person.team == nobody ? 540 : world.teams[person.team].shift_start + person.shift_offset;
  const std::int64_t local = time.milliseconds() + utc_offset(world.site_of(person), time);
  const std::int64_t minute = local / one_minute.count() - start - shift_minutes;
  return {minute / minutes_per_day, static_cast<int>(minute % minutes_per_day)};
}

bool works_on(const World& world, PrincipalIndex who, std::int64_t day) noexcept {
  const Principal& person = world.principals[who];
  if (day < person.since || (person.until != 0 && day > person.until)) {
    return false;
  }
  const auto key = static_cast<std::uint64_t>(day);
  if (is_holiday(world.site_of(person), day)) {
    return world.chance(hash_combine(duty_salt, who), key) < 0.18;
  }
  return !is_rest_day(world, who, day) &&
         world.chance(hash_combine(leave_salt, who), key / 7) >= 0.05 &&
         world.chance(hash_combine(sick_salt, who), key) >= 0.02;
}

bool is_on_shift(const World& world, PrincipalIndex who, EventTime time) noexcept {
  const ShiftMoment moment = shift_moment(world, who, time);
  return moment.minute < shift_minutes_total && works_on(world, who, moment.day);
}

EventTime next_shift(const World& world,
                     PrincipalIndex who,
                     EventTime from,
                     EventTime before) noexcept {
  for (EventTime time = from; time < before; time = time + slot_length) {
    const ShiftMoment moment = shift_moment(world, who, time);
    if (moment.minute >= 60 && moment.minute < 180 && works_on(world, who, moment.day)) {
      return time;
    }
  }
  return before;
}

double expected_cases(const World& world,
                      PrincipalIndex who,
                      EventTime slot,
                      const Mood& mood) noexcept {
  const ShiftMoment moment = shift_moment(world, who, slot, mood.shift_minutes);
  const bool is_late = moment.minute >= shift_minutes_total;
  if (is_late && moment.minute > shift_minutes_total + 240) {
    return 0;
  }
  if (!works_on(world, who, moment.day)) {
    return 0;
  }
  const double share =
      is_late ? after_hours_share(world, who, moment) : raw_share(moment.minute / 15) / share_total;
  if (share == 0) {
    return 0;
  }
  const Principal& person = world.principals[who];
  const Team& team = world.teams[person.team];
  const auto hour = static_cast<std::uint64_t>(window_index(slot, one_hour));
  return team.cases_per_day * person.pace * tenure_factor(person, moment.day) * share * mood.rate *
         season(world, who, moment.day) * day_factor(world, who, moment.day) *
         log_normal(world, hash_combine(surge_salt, person.tenant), hour);
}

double contact_share(const World& world, TenantIndex tenant, EventTime slot) noexcept {
  // The tenants' customers live in Spain, Colombia and Spain again.
  const Site& site = sites()[tenant % 2 == 0 ? 1 : 0];
  const std::int64_t local = slot.milliseconds() + utc_offset(site, slot);
  const std::int64_t day = local / one_day.count();
  const auto hour = static_cast<std::size_t>(local % one_day.count() / one_hour.count());
  const double of_day = contact_hours.at(hour) / contact_total / 4;
  return of_day * contact_days.at(static_cast<std::size_t>(weekday(day))) *
         log_normal(world, hash_combine(season_salt, tenant), static_cast<std::uint64_t>(day)) *
         log_normal(world,
                    hash_combine(surge_salt, tenant),
                    static_cast<std::uint64_t>(window_index(slot, one_hour)));
}

bool holds_minute(const Site& site, EventTime slot, int minute) noexcept {
  const std::int64_t local = slot.milliseconds() + utc_offset(site, slot);
  const std::int64_t now = local / one_minute.count() % minutes_per_day;
  return minute >= now && minute < now + slot_length / one_minute;
}

}  // namespace centinela::simulator
