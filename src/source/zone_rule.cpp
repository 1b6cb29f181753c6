#include "source/zone_rule.h"

#include <date/date.h>

#include <chrono>

namespace centinela::source {
namespace {

// Takes what fits off the front; false leaves the rest unspecified.
class RuleText {
 public:
  explicit RuleText(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }
  [[nodiscard]] bool starts_with(char c) const noexcept {
    return !text_.empty() && text_.front() == c;
  }
  bool take(char c) noexcept {
    const bool is_there = starts_with(c);
    text_.remove_prefix(is_there ? 1 : 0);
    return is_there;
  }
  // "EST" or "<-03>".
  bool take_name() noexcept {
    std::size_t size = 0;
    if (starts_with('<')) {
      size = text_.find('>');
      size = size == std::string_view::npos ? 0 : size + 1;
    } else {
      while (size < text_.size() && is_letter(text_[size])) {
        ++size;
      }
    }
    text_.remove_prefix(size);
    return size >= 3;
  }
  bool take_number(std::int32_t& number) noexcept {
    constexpr std::size_t digits_max = 3;
    std::size_t size = 0;
    number = 0;
    while (size < text_.size() && size < digits_max && is_digit(text_[size])) {
      number = number * 10 + (text_[size] - '0');
      ++size;
    }
    text_.remove_prefix(size);
    return size > 0;
  }
  // "[+-]hh[:mm[:ss]]".
  bool take_seconds(std::int32_t& seconds) noexcept {
    const bool is_negative = take('-');
    take('+');
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    std::int32_t rest = 0;
    const bool is_good = take_number(hours) && (!take(':') || take_number(minutes)) &&
                         (!take(':') || take_number(rest));
    seconds = (hours * 60 + minutes) * 60 + rest;
    seconds = is_negative ? -seconds : seconds;
    return is_good;
  }
  // ",M3.2.0[/2]".
  bool take_turn(YearlyTurn& turn) noexcept {
    std::int32_t month = 0;
    std::int32_t week = 0;
    std::int32_t weekday = 0;
    turn.seconds = 2 * 3600;
    const bool is_good = take(',') && take('M') && take_number(month) && take('.') &&
                         take_number(week) && take('.') && take_number(weekday) &&
                         (!take('/') || take_seconds(turn.seconds));
    turn.month = static_cast<unsigned>(month);
    turn.week = static_cast<unsigned>(week);
    turn.weekday = static_cast<unsigned>(weekday);
    return is_good && month >= 1 && month <= 12 && week >= 1 && week <= 5 && weekday <= 6;
  }

 private:
  static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  std::string_view text_;
};

}  // namespace

std::optional<ZoneRule> parse_zone_rule(std::string_view text) {
  RuleText rest(text);
  ZoneRule rule;
  std::int32_t west = 0;
  if (!rest.take_name() || !rest.take_seconds(west) || !rest.take_name()) {
    return std::nullopt;
  }
  // POSIX counts west of Greenwich; daylight time is an hour ahead unless it says.
  rule.standard_seconds = -west;
  rule.daylight_seconds = rule.standard_seconds + 3600;
  if (!rest.starts_with(',')) {
    if (!rest.take_seconds(west)) {
      return std::nullopt;
    }
    rule.daylight_seconds = -west;
  }
  if (!rest.take_turn(rule.to_daylight) || !rest.take_turn(rule.to_standard) || !rest.at_end()) {
    return std::nullopt;
  }
  return rule;
}

EventTime turn_time(const YearlyTurn& turn, int year, std::int32_t offset_before) noexcept {
  const date::weekday weekday(turn.weekday);
  const date::year_month month = date::year(year) / static_cast<int>(turn.month);
  const date::sys_days day = turn.week == 5 ? date::sys_days(month / weekday[date::last])
                                            : date::sys_days(month / weekday[turn.week]);
  const auto seconds = std::chrono::seconds(turn.seconds - offset_before);
  return EventTime{std::chrono::milliseconds(day.time_since_epoch() + seconds).count()};
}

}  // namespace centinela::source
