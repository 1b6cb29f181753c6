#include "evaluation/calibration_curve.h"

#include "evaluation/json_line.h"
#include "evaluation/line_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>

namespace centinela::evaluation {
namespace {

// Opportunities, and counts by nominal level, highest level first.
struct Sum {
  std::uint64_t opportunities = 0;
  std::map<double, std::uint64_t, std::greater<>> at_most;
};

Result<void> add_levels(JsonLine& json, Sum& kind, Sum& all) {
  simdjson::dom::object levels;
  if (json.root()["at_most"].get(levels) != simdjson::SUCCESS) {
    return json.wrong("at_most", "an object of level and count");
  }
  for (const simdjson::dom::key_value_pair field : levels) {
    double level = 0;
    const char* const last = field.key.data() + field.key.size();
    const auto [end, failure] = std::from_chars(field.key.data(), last, level);
    if (failure != std::errc{} || end != last || !(level > 0 && level <= 1)) {
      return json.wrong("at_most", "levels in (0, 1]");
    }
    std::uint64_t at_most = 0;
    if (field.value.get(at_most) != simdjson::SUCCESS) {
      return json.wrong("at_most", "counts");
    }
    kind.at_most[level] += at_most;
    all.at_most[level] += at_most;
  }
  return {};
}

CalibrationCurve curve_of(std::string kind, const Sum& sum) {
  CalibrationCurve curve{.kind = std::move(kind), .opportunities = sum.opportunities, .points = {}};
  for (const auto& [level, at_most] : sum.at_most) {
    curve.points.push_back({level, at_most});
  }
  return curve;
}

// P(X <= k) of a Poisson by its sum; small means only.
double poisson_at_most(std::uint64_t k, double mean) noexcept {
  double term = std::exp(-mean);
  double sum = term;
  for (std::uint64_t i = 1; i <= k; ++i) {
    term *= mean / static_cast<double>(i);
    sum += term;
  }
  return sum;
}

}  // namespace

double CalibrationCurve::ratio(const CalibrationPoint& point) const noexcept {
  return opportunities == 0 ? 0 : static_cast<double>(point.at_most) / expected(point);
}

bool is_plausible(std::uint64_t count, double expected) noexcept {
  if (expected > 500) {  // where e^-mean would leave the range, the normal limit is close
    return std::fabs(static_cast<double>(count) - expected) <= 1.96 * std::sqrt(expected);
  }
  const double below = count == 0 ? 0 : poisson_at_most(count - 1, expected);
  return poisson_at_most(count, expected) >= 0.025 && 1 - below >= 0.025;
}

Result<std::vector<CalibrationCurve>> read_scores(const std::filesystem::path& path,
                                                  EventTime from,
                                                  EventTime to) {
  CENTINELA_TRY(LineReader reader, LineReader::open(path));
  std::map<std::string, Sum> kinds;
  Sum all;
  JsonLine json;
  std::string_view line;
  for (;;) {
    CENTINELA_TRY(const bool has_line, reader.next(line));
    if (!has_line) {
      break;
    }
    CENTINELA_TRY(json.parse(line, reader.where()));
    CENTINELA_TRY(const std::string day, json.text("day"));
    const Result<EventTime> date = parse_date(day);
    if (!date) {
      return json.wrong("day", "a date such as 2026-11-21");
    }
    if (*date < from || *date >= to) {
      continue;
    }
    CENTINELA_TRY(const std::string kind, json.text("kind"));
    std::uint64_t opportunities = 0;
    if (json.root()["opportunities"].get(opportunities) != simdjson::SUCCESS) {
      return json.wrong("opportunities", "a count");
    }
    Sum& sum = kinds[kind];
    sum.opportunities += opportunities;
    all.opportunities += opportunities;
    CENTINELA_TRY(add_levels(json, sum, all));
  }
  std::vector<CalibrationCurve> curves;
  if (!kinds.empty()) {
    curves.push_back(curve_of("all", all));
  }
  for (const auto& [kind, sum] : kinds) {
    curves.push_back(curve_of(kind, sum));
  }
  return curves;
}

}  // namespace centinela::evaluation
