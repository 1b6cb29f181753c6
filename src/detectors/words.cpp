#include "centinela/detectors/words.h"

#include <cmath>

#include <fmt/format.h>

namespace centinela::detectors {
namespace {

// Groups of three digits with a space from 10 000 on, as the examples of the catalogue print them.
std::string grouped(long long value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (digits.size() > 4) {
    for (std::size_t at = digits.size() - 3; at > 0 && at < digits.size();
         at = at > 3 ? at - 3 : 0) {
      digits.insert(at, 1, ' ');
    }
  }
  return value < 0 ? "-" + digits : digits;
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
