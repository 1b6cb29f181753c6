#include "centinela/base/time.h"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace centinela {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

// A cursor over fixed-width digits; any misstep makes the whole parse fail.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;
  bool ok = true;

  int digits(std::size_t count) noexcept {
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char c = peek();
      ok = ok && c >= '0' && c <= '9';
      value = value * 10 + (c - '0');
      ++at;
    }
    return ok ? value : 0;
  }
  void literal(char lower) noexcept {
    const char c = peek();
    ok = ok && (c == lower || (lower >= 'a' && c == lower - 'a' + 'A'));
    ++at;
  }
  [[nodiscard]] char peek() const noexcept { return at < text.size() ? text[at] : '\0'; }
  [[nodiscard]] bool done() const noexcept { return ok && at == text.size(); }
};

Error bad_time(std::string_view what, std::size_t at) {
  return {Errc::bad_data, fmt::format("expected {}, misread at character {}", what, at)};
}

std::int64_t read_date(Cursor& cursor) noexcept {
  const int y = cursor.digits(4);
  cursor.literal('-');
  const int m = cursor.digits(2);
  cursor.literal('-');
  const int d = cursor.digits(2);
  const year_month_day date{
      year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  cursor.ok = cursor.ok && date.ok();
  return cursor.ok ? sys_days{date}.time_since_epoch().count() : 0;
}

// Milliseconds of ".123…"; digits past the third are read and dropped.
std::int64_t read_fraction(Cursor& cursor) noexcept {
  std::int64_t milliseconds = 0;
  std::int64_t weight = 100;
  ++cursor.at;
  const std::size_t first = cursor.at;
  while (cursor.peek() >= '0' && cursor.peek() <= '9') {
    milliseconds += (cursor.peek() - '0') * weight;
    weight /= 10;
    ++cursor.at;
  }
  const std::size_t count = cursor.at - first;
  cursor.ok = cursor.ok && count >= 1 && count <= 9;
  return milliseconds;
}

// Minutes east of UTC.
std::int64_t read_zone(Cursor& cursor) noexcept {
  const char sign = cursor.peek();
  ++cursor.at;
  if (sign == 'Z' || sign == 'z') {
    return 0;
  }
  cursor.ok = cursor.ok && (sign == '+' || sign == '-');
  const int hours = cursor.digits(2);
  cursor.literal(':');
  const int minutes = cursor.digits(2);
  cursor.ok = cursor.ok && hours < 24 && minutes < 60;
  const int offset = hours * 60 + minutes;
  return sign == '-' ? -offset : offset;
}

// Days since 1970-01-01 of a civil date in years 0 to 9999: the count of days in whole 400-year
// eras, then within the era, with the year taken to begin in March so that leap days come last.
constexpr std::int64_t days_of(int y, int m, int d) noexcept {
  const int year_from_march = y - (m <= 2 ? 1 : 0) + 400;  // never negative
  const int era = year_from_march / 400;
  const int of_era = year_from_march % 400;
  const int day_of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  return std::int64_t{era - 1} * 146097 +
         std::int64_t{of_era * 365 + of_era / 4 - of_era / 100 + day_of_year} - 719468;
}
static_assert(days_of(1970, 1, 1) == 0 && days_of(2000, 2, 29) == 11016);
static_assert(days_of(0, 1, 1) == -719528 && days_of(9999, 12, 31) == 2932896);

constexpr bool is_leap(int y) noexcept {
  return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

constexpr int days_in(int y, int m) noexcept {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return m == 2 && is_leap(y) ? 29 : days[static_cast<std::size_t>(m - 1)];
}

// Eight characters of a shape ('d' a digit, the rest itself), checked all at once.
struct EightBytes {
  std::uint64_t zero = 0;   // '0' where a digit stands, else the character itself
  std::uint64_t limit = 0;  // added to what is left, sets the top bit of a byte that is too large

  constexpr EightBytes(std::string_view shape, std::size_t from) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
      const bool is_digit = shape[from + i] == 'd';
      const auto base = static_cast<unsigned char>(is_digit ? '0' : shape[from + i]);
      zero |= std::uint64_t{base} << (8 * i);
      limit |= std::uint64_t{is_digit ? 0x7FU - 9 : 0x7FU} << (8 * i);
    }
  }

  // The digits' values, byte by byte; false when any byte does not fit the shape. A carry out of a
  // byte is only possible where its top bit is set already.
  bool read(const char* text, std::uint64_t& digits) const noexcept {
    constexpr std::uint64_t top_bits = 0x8080808080808080ULL;
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < 8; ++i) {
      bytes |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
    }
    digits = bytes ^ zero;
    return (((digits + limit) | digits) & top_bits) == 0;
  }
};

// The one spelling that nearly all producers use, "2026-11-21T19:49:26.389Z", without a cursor;
// anything else, faulty ones included, is left to the general reader.
std::optional<EventTime> parse_usual(std::string_view text) noexcept {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != shape.size()) {
    return std::nullopt;
  }
  constexpr std::array<EightBytes, 3> eights = {EightBytes(shape, 0), {shape, 8}, {shape, 16}};
  std::array<std::uint64_t, 3> digit{};
  bool is_usual = true;
  for (std::size_t i = 0; i < eights.size(); ++i) {
    is_usual &= eights[i].read(text.data() + 8 * i, digit[i]);
  }
  const auto at = [&digit](std::size_t i) {
    return static_cast<int>((digit[i / 8] >> (8 * (i % 8))) & 0xFU);
  };
  const auto two = [&at](std::size_t i) { return at(i) * 10 + at(i + 1); };
  const int y = two(0) * 100 + two(2);
  const int m = two(5);
  const int d = two(8);
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  if (!is_usual || m < 1 || m > 12 || d < 1 || d > days_in(y, m) || hour > 23 || minute > 59 ||
      second > 59) {
    return std::nullopt;
  }
  const std::int64_t seconds =
      days_of(y, m, d) * 86400 + std::int64_t{hour * 3600 + minute * 60 + second};
  return EventTime{seconds * 1000 + std::int64_t{at(20) * 100 + two(21)}};
}

}  // namespace

Result<EventTime> parse_rfc3339(std::string_view text) {
  if (const std::optional<EventTime> usual = parse_usual(text)) {
    return *usual;
  }
  Cursor cursor{text};
  const std::int64_t days = read_date(cursor);
  if (cursor.peek() == ' ') {
    ++cursor.at;  // RFC 3339 section 5.6 allows a space for readability.
  } else {
    cursor.literal('t');
  }
  const int hour = cursor.digits(2);
  cursor.literal(':');
  const int minute = cursor.digits(2);
  cursor.literal(':');
  const int second = cursor.digits(2);
  std::int64_t milliseconds = cursor.peek() == '.' ? read_fraction(cursor) : 0;
  const std::int64_t zone_minutes = read_zone(cursor);
  if (!cursor.done() || hour > 23 || minute > 59 || second > 60) {
    return bad_time("an RFC 3339 time such as 2026-11-21T19:49:26.389Z", cursor.at);
  }
  if (second == 60) {
    milliseconds = 999;
  }
  const std::int64_t minutes = days * 1440 + std::int64_t{hour} * 60 + minute - zone_minutes;
  const std::int64_t seconds = minutes * 60 + (second == 60 ? 59 : second);
  return EventTime{seconds * 1000 + milliseconds};
}

Result<EventTime> parse_date(std::string_view text) {
  Cursor cursor{text};
  const std::int64_t days = read_date(cursor);
  if (!cursor.done()) {
    return bad_time("a date such as 2026-11-21", cursor.at);
  }
  return EventTime{days * one_day.count()};
}

std::string format_rfc3339(EventTime time) {
  const std::int64_t days = utc_day(time);
  const std::int64_t rest = time.milliseconds() - days * one_day.count();
  const year_month_day date{sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                     static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()),
                     rest / 3'600'000,
                     rest / 60'000 % 60,
                     rest / 1000 % 60,
                     rest % 1000);
}

}  // namespace centinela
