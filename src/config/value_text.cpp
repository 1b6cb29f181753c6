#include "config/value_text.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <span>

namespace centinela::config {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t factor;
};

// Largest first: that is the order in which they may follow one another.
constexpr std::array duration_units = {Unit{"d", 86'400'000},
                                       Unit{"h", 3'600'000},
                                       Unit{"m", 60'000},
                                       Unit{"s", 1'000},
                                       Unit{"ms", 1}};
constexpr std::array size_units = {Unit{"GiB", std::int64_t{1} << 30},
                                   Unit{"MiB", std::int64_t{1} << 20},
                                   Unit{"KiB", std::int64_t{1} << 10},
                                   Unit{"B", 1}};

Error expected(std::string_view what) {
  return {Errc::config, fmt::format("expected {}", what)};
}

std::string_view take_while(std::string_view& text, bool digits) noexcept {
  std::size_t size = 0;
  while (size < text.size() && (text[size] >= '0' && text[size] <= '9') == digits) {
    ++size;
  }
  const std::string_view taken = text.substr(0, size);
  text.remove_prefix(size);
  return taken;
}

// Sum of "12h30m"-like parts, each unit at most once and in the order of `units`; -1 if it is not.
std::int64_t sum_of_parts(std::string_view text, std::span<const Unit> units) noexcept {
  constexpr std::int64_t total_max = std::numeric_limits<std::int64_t>::max() / 4;
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  bool is_valid = !text.empty();
  while (is_valid && !text.empty()) {
    const std::string_view digits = take_while(text, true);
    const std::string_view name = take_while(text, false);
    while (next_unit < units.size() && units[next_unit].name != name) {
      ++next_unit;
    }
    std::int64_t count = -1;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (next_unit == units.size() || count < 0 || count > total_max / units[next_unit].factor) {
      return -1;
    }
    total += count * units[next_unit].factor;
    is_valid = total <= total_max;
    ++next_unit;
  }
  return is_valid ? total : -1;
}

// The largest unit that divides the value, so that what is printed is read back exactly.
std::string with_unit(std::int64_t value, std::span<const Unit> units, std::string_view zero) {
  if (value == 0) {
    return std::string(zero);
  }
  for (const Unit& unit : units) {
    if (value % unit.factor == 0) {
      return fmt::format("{}{}", value / unit.factor, unit.name);
    }
  }
  return std::string(zero);
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const std::int64_t sum = sum_of_parts(text, duration_units);
  if (sum < 0) {
    return expected("a duration such as 5m or 1h30m (units d, h, m, s, ms)");
  }
  return Duration{sum};
}

std::string format_duration(Duration value) {
  return with_unit(value.count(), duration_units, "0s");
}

Result<Size> parse_size(std::string_view text) {
  const std::int64_t sum = sum_of_parts(text, size_units);
  if (sum < 0) {
    return expected("a size such as 64MiB (units B, KiB, MiB, GiB)");
  }
  return Size{sum};
}

std::string format_size(Size value) {
  return with_unit(value.bytes, size_units, "0B");
}

Result<std::int64_t> parse_integer(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  const bool has_leading_zero = digits.size() > 1 && digits.front() == '0';
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (has_leading_zero || error != std::errc{} || end != text.data() + text.size()) {
    return expected("a whole number in decimal digits");
  }
  return value;
}

Result<double> parse_real(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return expected("a number such as 1.5");
  }
  return value;
}

std::string format_real(double value) {
  return fmt::format("{}", value);
}

Result<bool> parse_boolean(std::string_view text) {
  if (text != "true" && text != "false") {
    return expected("true or false");
  }
  return text == "true";
}

Result<ClockTime> parse_clock(std::string_view text) {
  const auto digit = [text](std::size_t i) -> std::int64_t {
    return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 1'000'000;
  };
  if (text.size() != 5 || text[2] != ':') {
    return expected("a time of day such as 08:30");
  }
  const std::int64_t hours = digit(0) * 10 + digit(1);
  const std::int64_t minutes = digit(3) * 10 + digit(4);
  if (minutes > 59 || hours * 60 + minutes > std::int64_t{24} * 60) {
    return expected("a time of day between 00:00 and 24:00");
  }
  return ClockTime{hours * 60 + minutes};
}

std::string format_clock(ClockTime value) {
  return fmt::format("{:02}:{:02}", value.minutes / 60, value.minutes % 60);
}

Result<Date> parse_civil_date(std::string_view text) {
  const auto start = parse_date(text);
  if (!start) {
    return expected("a date such as 2026-12-24");
  }
  return Date{*start};
}

std::string format_civil_date(Date value) {
  return format_rfc3339(value.start).substr(0, 10);
}

Result<EventTime> parse_instant(std::string_view text) {
  const auto time = text.size() == 10 ? parse_date(text) : parse_rfc3339(text);
  if (!time) {
    return expected("a time such as 2026-12-24T18:00:00Z or a date such as 2026-12-24");
  }
  return *time;
}

}  // namespace centinela::config
