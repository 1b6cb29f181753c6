#include "privacy/event_values.h"

#include <algorithm>
#include <cmath>

namespace centinela::privacy {
namespace {

constexpr Duration clock_tolerance = std::chrono::minutes{5};

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

int hex_value(char c) noexcept {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Reach reach_of(Reach reach, Action action) noexcept {
  if (reach == Reach::listed || reach == Reach::opened) {
    return reach;
  }
  return action == Action::search || action == Action::list ? Reach::listed : Reach::opened;
}

bool is_within(double value, double limit) noexcept {
  return std::abs(value) <= limit;  // false for NaN
}

}  // namespace

ToolParts split_tool(std::string_view tool) noexcept {
  const std::size_t at = tool.rfind('@');
  if (at == std::string_view::npos) {
    return {tool, {}};
  }
  return {tool.substr(0, at), tool.substr(at + 1)};
}

EventTime received_time(EventTime received, EventTime time) noexcept {
  return received == EventTime{} ? time : received;
}

EventTime judged_time(EventTime time, EventTime received) noexcept {
  return time > received + clock_tolerance ? received : time;
}

CountryCode country_code(std::string_view country) noexcept {
  if (country.size() != 2) {
    return {};
  }
  std::uint16_t code = 0;
  for (const char c : country) {
    const auto upper = static_cast<std::uint8_t>(c & 0xDF);
    if (upper < 'A' || upper > 'Z') {
      return {};
    }
    code = static_cast<std::uint16_t>((code << 8U) | upper);
  }
  return CountryCode{code};
}

std::uint16_t count_fields(const RawEvent& raw) noexcept {
  const std::size_t total =
      std::max<std::size_t>(raw.resource_field_total, raw.resource_fields.size());
  return static_cast<std::uint16_t>(std::min<std::size_t>(total, UINT16_MAX));
}

std::uint32_t blinded_ordinal(std::string_view identifier, std::uint32_t blind) noexcept {
  constexpr std::size_t digits_max = 18;  // fits 64 bits; more leading digits change nothing near
  std::size_t digits = 0;
  while (digits < std::min(identifier.size(), digits_max) &&
         is_digit(identifier[identifier.size() - 1 - digits])) {
    ++digits;
  }
  if (digits == 0) {
    return 0;
  }
  std::uint64_t number = 0;
  for (const char digit : identifier.substr(identifier.size() - digits)) {
    number = number * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return std::max<std::uint32_t>(static_cast<std::uint32_t>(number) + blind, 1);
}

AlertId parse_alert_id(std::string_view text) noexcept {
  constexpr std::size_t half_digits = 16;
  if (text.size() != 2 * half_digits) {
    return {};
  }
  AlertId id;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = hex_value(text[i]);
    if (value < 0) {
      return {};
    }
    std::uint64_t& half = i < half_digits ? id.high : id.low;
    half = (half << 4U) | static_cast<std::uint64_t>(value);
  }
  return id;
}

void copy_values(const RawEvent& raw, Event& out) noexcept {
  out.present = raw.present;
  out.action = raw.action;
  out.reach = reach_of(raw.reach, raw.action);
  out.outcome = raw.outcome;
  out.labels = raw.labels;
  out.records = raw.records;
  out.bytes = raw.bytes;
  out.query = {raw.query_shape, raw.query_limit, raw.query_page};
}

void copy_origin_values(const RawEvent& raw, Event& out) noexcept {
  OriginFacts& origin = out.origin;
  origin.country = country_code(raw.country);
  if (origin.country == CountryCode{}) {
    out.present.erase(Field::origin_country);
  }
  const bool is_asn = raw.asn > 0 && raw.asn <= std::int64_t{UINT32_MAX};
  origin.asn = is_asn ? static_cast<std::uint32_t>(raw.asn) : 0;
  if (!is_asn) {
    out.present.erase(Field::origin_asn);
  }
  const bool is_place = is_within(raw.latitude, 90) && is_within(raw.longitude, 180);
  origin.latitude = is_place ? static_cast<float>(raw.latitude) : 0;
  origin.longitude = is_place ? static_cast<float>(raw.longitude) : 0;
  if (!is_place) {
    out.present.erase(Field::origin_latitude);
    out.present.erase(Field::origin_longitude);
  }
}

}  // namespace centinela::privacy
