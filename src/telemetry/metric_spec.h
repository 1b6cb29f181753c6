// MetricSpec: how one metric is declared. Floor 9, constant data, safe from every thread.
//
// A label set either lists its words (closed, every series is exported from the start, so that
// rate() sees the first increment) or lists none (open: values come from the configuration or the
// assignment and are bounded by open_series_max). No label ever names an entity.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace centinela::telemetry {

enum class MetricType : std::uint8_t { counter, gauge, histogram };

// Series that one open metric may hold; what comes after is refused and counted.
inline constexpr std::size_t open_series_max = 256;

struct LabelSet {
  // One label name, or several joined by commas whose words are joined the same way: that keeps
  // pairs out of the page that cannot happen.
  std::string_view names;
  std::span<const std::string_view> words;
};

struct MetricSpec {
  std::string_view name;
  MetricType type = MetricType::counter;
  std::string_view unit;  // for the reference; the name carries it too where it is a base unit
  std::array<LabelSet, 2> labels{};
  std::span<const double> bounds{};  // of a histogram: upper bounds, inclusive, ascending
  std::string_view help;

  [[nodiscard]] constexpr bool is_open() const noexcept {
    for (const LabelSet& set : labels) {
      if (!set.names.empty() && set.words.empty()) {
        return true;
      }
    }
    return false;
  }
  // Number of label combinations; 0 for an open metric.
  [[nodiscard]] constexpr std::size_t series_count() const noexcept {
    if (is_open()) {
      return 0;
    }
    std::size_t count = 1;
    for (const LabelSet& set : labels) {
      count *= set.names.empty() ? 1 : set.words.size();
    }
    return count;
  }
  // Cells that its series take in a shard: a histogram has one per bucket, one for what lies
  // above the last bound and one for the sum.
  [[nodiscard]] constexpr std::size_t cell_count() const noexcept {
    return type == MetricType::histogram ? bounds.size() + 2 : series_count();
  }
};

// How the table writes them.
namespace detail {

constexpr MetricSpec counter(std::string_view name, std::string_view unit, std::string_view help) {
  return {.name = name, .type = MetricType::counter, .unit = unit, .help = help};
}
constexpr MetricSpec gauge(std::string_view name, std::string_view unit, std::string_view help) {
  return {.name = name, .type = MetricType::gauge, .unit = unit, .help = help};
}
constexpr MetricSpec histogram(std::string_view name,
                               std::span<const double> upper_bounds,
                               std::string_view help) {
  return {.name = name,
          .type = MetricType::histogram,
          .unit = "seconds",
          .bounds = upper_bounds,
          .help = help};
}
constexpr MetricSpec by(MetricSpec spec, LabelSet first, LabelSet second = {}) {
  spec.labels = {first, second};
  return spec;
}

}  // namespace detail

}  // namespace centinela::telemetry
