#include "centinela/detectors/words.h"

#include "centinela/base/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

// Without sign and fraction: "9223" and as many zeros as it takes.
std::string whole_digits(double value) {
  const std::string scientific = fmt::format("{:.3e}", std::abs(value));  // "d.ddde+xx"
  constexpr int digits_printed = 4;
  const int digits_wanted = std::stoi(scientific.substr(scientific.find('e') + 1)) + 1;
  if (digits_wanted < digits_printed) {
    return std::to_string(std::llround(std::abs(value)));
  }
  const auto zeros = static_cast<std::size_t>(digits_wanted - digits_printed);
  return scientific.substr(0, 1) + scientific.substr(2, 3) + std::string(zeros, '0');
}

// Groups of three digits with a space from 10 000 on, as the examples of the catalogue print them.
std::string grouped(const std::string& digits, bool is_negative) {
  std::string text(is_negative ? 1 : 0, '-');
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool begins_group = i > 0 && digits.size() > 4 && (digits.size() - i) % 3 == 0;
    if (begins_group) {
      text.push_back(' ');
    }
    text.push_back(digits[i]);
  }
  return text;
}

}  // namespace

std::string number(double value) {
  if (std::abs(value) >= 100 || std::abs(value - std::round(value)) < 0.005) {
    const std::string digits = whole_digits(value);
    return grouped(digits, value < 0 && digits != "0");
  }
  return fmt::format("{:.{}f}", value, std::abs(value) < 10 ? 2 : 1);
}

std::string whole_number(std::int64_t value) {
  const std::string digits = std::to_string(value);
  return value < 0 ? grouped(digits.substr(1), true) : grouped(digits, false);
}

std::string place_in_sequence(double value) {
  constexpr double exact_max = 9'007'199'254'740'992;  // 2^53
  return whole_number(std::llround(std::clamp(value, 0.0, exact_max)));
}

std::string count_of(double count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", number(count), std::abs(count - 1) < 0.005 ? singular : plural);
}

std::string days_seen(double days) {
  return days < 0.5 ? "none" : number(std::round(days));
}

std::string minutes_long(double minutes) {
  constexpr double minutes_told_max = 120;
  const double told = std::max(1.0, std::ceil(minutes));
  return told < minutes_told_max ? number(told) + " min" : number(std::ceil(told / 60)) + " h";
}

std::string range(double low, double high) {
  return number(low) == number(high) ? number(high)
                                     : fmt::format("{}–{}", number(low), number(high));
}

std::string odds(double p) {
  if (rounded(p) < 1e-4) {
    return "rarer than 1 in 10 000";
  }
  return fmt::format("about 1 in {}", number(std::max(1.0, std::round(1 / p))));
}

}  // namespace centinela::detectors
