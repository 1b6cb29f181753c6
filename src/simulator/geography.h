// Where people and machines of the simulated world sit: places, networks, sites, local time.
// Floor 9, pure tables and functions.
//
// Time zones are reduced to an offset and one of two daylight rules, which holds for the years that
// are simulated (2024 and later).
#pragma once

#include "centinela/base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace centinela::simulator {

using PlaceIndex = std::uint8_t;
using SiteIndex = std::uint8_t;

struct Place {
  std::string_view city;
  std::string_view country;  // ISO 3166-1 alpha-2
  double latitude;
  double longitude;
  std::array<std::uint32_t, 3> providers;  // autonomous systems of its consumers' networks
};

[[nodiscard]] std::span<const Place> places() noexcept;

enum class Daylight : std::uint8_t { none, europe, united_states };

struct CivilDay {
  unsigned month;
  unsigned day;
};

struct Site {
  std::string_view name;
  std::string_view time_zone;
  int offset_minutes;  // standard time, east of UTC
  Daylight daylight;
  PlaceIndex place;
  std::array<CivilDay, 4> holidays;
};

[[nodiscard]] std::span<const Site> sites() noexcept;

// Networks that belong to no city: offices, clouds, a VPN, hotels.
namespace network {
inline constexpr std::uint32_t office = 64511;
inline constexpr std::uint32_t cloud = 16509;
inline constexpr std::uint32_t office_vpn = 64498;
inline constexpr std::uint32_t new_office_vpn = 64499;
inline constexpr std::uint32_t partner = 15169;
inline constexpr std::uint32_t hosting = 9009;
inline constexpr std::uint32_t other_hosting = 20473;
}  // namespace network

// Milliseconds that a wall clock at the site is ahead of UTC at that moment.
[[nodiscard]] std::int64_t utc_offset(const Site& site, EventTime time) noexcept;

// Great-circle distance.
[[nodiscard]] double kilometres(const Place& a, const Place& b) noexcept;

// Civil days since 1970-01-01. Monday is 0.
[[nodiscard]] int weekday(std::int64_t day) noexcept;
[[nodiscard]] bool is_holiday(const Site& site, std::int64_t day) noexcept;
// The first working day of a month and the last two.
[[nodiscard]] bool is_month_edge(std::int64_t day) noexcept;

}  // namespace centinela::simulator
