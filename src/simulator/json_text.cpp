#include "simulator/json_text.h"

#include <fmt/format.h>

#include <array>

namespace centinela::simulator {
namespace {

void put_two(char* at, std::int64_t value) noexcept {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

}  // namespace

void JsonText::text(std::string_view value) {
  text_ += '"';
  text_ += value;
  text_ += '"';
}

void JsonText::number(std::uint64_t value) {
  const fmt::format_int digits(value);
  text_.append(digits.data(), digits.size());
}

void JsonText::number(std::uint64_t value, std::size_t width) {
  const fmt::format_int digits(value);
  text_.append(width > digits.size() ? width - digits.size() : 0, '0');
  text_.append(digits.data(), digits.size());
}

void JsonText::hexadecimal(std::uint64_t value, std::size_t width) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = width; i > 0; --i) {
    text_ += digits[(value >> (4 * (i - 1))) & 15U];
  }
}

void JsonText::decimal(double value) {
  fmt::format_to(std::back_inserter(text_), "{:.4f}", value);
}

void JsonText::time(EventTime value) {
  const std::int64_t day = utc_day(value);
  if (day != day_) {
    day_ = day;
    day_text_ = format_rfc3339(window_start(day, one_day)).substr(0, 11);
  }
  const std::int64_t rest = value.milliseconds() - day * one_day.count();
  std::array<char, 14> clock{};
  put_two(&clock[0], rest / 3'600'000);
  clock[2] = ':';
  put_two(&clock[3], rest / 60'000 % 60);
  clock[5] = ':';
  put_two(&clock[6], rest / 1000 % 60);
  clock[8] = '.';
  clock[9] = static_cast<char>('0' + rest % 1000 / 100);
  put_two(&clock[10], rest % 100);
  clock[12] = 'Z';
  clock[13] = '"';
  text_ += '"';
  text_ += day_text_;
  text_.append(clock.data(), clock.size());
}

void JsonText::date(std::int64_t day) {
  text(std::string_view(format_rfc3339(window_start(day, one_day))).substr(0, 10));
}

void JsonText::address(std::uint32_t value) {
  text_ += '"';
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    number((value >> (shift - 8)) & 255U);
    text_ += shift > 8 ? '.' : '"';
  }
}

}  // namespace centinela::simulator
