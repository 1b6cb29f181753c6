#include "centinela/base/time.h"

#include <fmt/format.h>

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

}  // namespace

Result<EventTime> parse_rfc3339(std::string_view text) {
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
