#include "centinela/detectors/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

// Groups of three digits with a space from 10 000 on, as the examples of the catalogue print them.
std::string grouped(long long value) {
  const std::string digits = std::to_string(value < 0 ? -value : value);
  std::string text(value < 0 ? 1 : 0, '-');
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
    return grouped(std::llround(value));
  }
  return fmt::format("{:.{}f}", value, std::abs(value) < 10 ? 2 : 1);
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
  if (p < 1e-4) {
    return "rarer than 1 in 10 000";
  }
  return fmt::format("about 1 in {}", number(std::max(1.0, std::round(1 / p))));
}

}  // namespace centinela::detectors
