#include "simulator/geography.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace centinela::simulator {
namespace {

using std::chrono::days;
using std::chrono::last;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::array<Place, 14> place_table{{
    {"Bogota", "CO", 4.61, -74.08, {10620, 3816, 27831}},
    {"Medellin", "CO", 6.25, -75.56, {10620, 13489, 3816}},
    {"Madrid", "ES", 40.42, -3.70, {3352, 12479, 12430}},
    {"Barcelona", "ES", 41.39, 2.17, {3352, 12430, 15704}},
    {"Manila", "PH", 14.60, 120.98, {9299, 4775, 17639}},
    {"Cebu", "PH", 10.32, 123.89, {9299, 4775, 132199}},
    {"Dublin", "IE", 53.35, -6.26, {5466, 6830, 15502}},
    {"Atlanta", "US", 33.75, -84.39, {7922, 7018, 20115}},
    {"Miami", "US", 25.76, -80.19, {7922, 7018, 6389}},
    {"Lisbon", "PT", 38.72, -9.14, {3243, 2860, 12353}},
    {"Frankfurt", "DE", 50.11, 8.68, {3320, 3209, 6805}},
    {"Bucharest", "RO", 44.43, 26.10, {8708, 9050, 12302}},
    {"Lagos", "NG", 6.52, 3.38, {29465, 37148, 36873}},
    {"Singapore", "SG", 1.35, 103.82, {4657, 9506, 4773}},
}};

constexpr std::array<Site, 5> site_table{{
    {"BOG", "America/Bogota", -300, Daylight::none, 0, {{{11, 2}, {10, 12}, {8, 17}, {12, 8}}}},
    {"MAD", "Europe/Madrid", 60, Daylight::europe, 2, {{{11, 2}, {10, 12}, {11, 9}, {12, 8}}}},
    {"MNL", "Asia/Manila", 480, Daylight::none, 4, {{{11, 2}, {8, 31}, {11, 30}, {12, 8}}}},
    {"DUB", "Europe/Dublin", 0, Daylight::europe, 6, {{{10, 26}, {8, 3}, {12, 25}, {12, 28}}}},
    {"ATL",
     "America/New_York",
     -300,
     Daylight::united_states,
     7,
     {{{11, 26}, {9, 7}, {10, 12}, {11, 11}}}},
}};

year_month_day civil(std::int64_t day) noexcept {
  return sys_days{days{day}};
}

// The n-th Sunday of a month (1 is the first, 0 the last), in days since the epoch.
std::int64_t sunday(std::chrono::year y, unsigned month, unsigned n) noexcept {
  const std::chrono::month m{month};
  const auto found = n == 0 ? sys_days{y / m / std::chrono::Sunday[last]}
                            : sys_days{y / m / std::chrono::Sunday[n]};
  return found.time_since_epoch().count();
}

bool in_daylight_time(const Site& site, EventTime time) noexcept {
  const std::chrono::year y = civil(utc_day(time)).year();
  const std::int64_t now = time.milliseconds();
  const std::int64_t hour = one_hour.count();
  if (site.daylight == Daylight::europe) {
    return now >= sunday(y, 3, 0) * one_day.count() + hour &&
           now < sunday(y, 10, 0) * one_day.count() + hour;
  }
  // 02:00 by the clock on the wall, standard time in spring and daylight time in autumn.
  const std::int64_t to_utc = -site.offset_minutes * one_minute.count();
  return now >= sunday(y, 3, 2) * one_day.count() + 2 * hour + to_utc &&
         now < sunday(y, 11, 1) * one_day.count() + hour + to_utc;
}

bool is_working_day(std::int64_t day) noexcept {
  return weekday(day) < 5;
}

}  // namespace

std::span<const Place> places() noexcept {
  return place_table;
}
std::span<const Site> sites() noexcept {
  return site_table;
}

std::int64_t utc_offset(const Site& site, EventTime time) noexcept {
  const std::int64_t standard = site.offset_minutes * one_minute.count();
  const bool summer = site.daylight != Daylight::none && in_daylight_time(site, time);
  return summer ? standard + one_hour.count() : standard;
}

double kilometres(const Place& a, const Place& b) noexcept {
  // Haversine formula on a sphere of 6371 km.
  constexpr double radians = std::numbers::pi / 180;
  const double across = std::sin((b.latitude - a.latitude) * radians / 2);
  const double along = std::sin((b.longitude - a.longitude) * radians / 2);
  const double h = across * across +
                   std::cos(a.latitude * radians) * std::cos(b.latitude * radians) * along * along;
  return 2 * 6371 * std::asin(std::min(1.0, std::sqrt(h)));
}

int weekday(std::int64_t day) noexcept {
  // 1970-01-01 was a Thursday.
  return static_cast<int>(((day + 3) % 7 + 7) % 7);
}

bool is_holiday(const Site& site, std::int64_t day) noexcept {
  const year_month_day date = civil(day);
  return std::any_of(site.holidays.begin(), site.holidays.end(), [&](const CivilDay& holiday) {
    return date.month() == std::chrono::month{holiday.month} &&
           date.day() == std::chrono::day{holiday.day};
  });
}

bool is_month_edge(std::int64_t day) noexcept {
  if (!is_working_day(day)) {
    return false;
  }
  const auto month = [](std::int64_t d) { return civil(d).month(); };
  int after = 0;
  for (std::int64_t d = day + 1; month(d) == month(day) && after < 2; ++d) {
    after += is_working_day(d) ? 1 : 0;
  }
  int before = 0;
  for (std::int64_t d = day - 1; month(d) == month(day) && before < 1; --d) {
    before += is_working_day(d) ? 1 : 0;
  }
  return after < 2 || before < 1;
}

}  // namespace centinela::simulator
