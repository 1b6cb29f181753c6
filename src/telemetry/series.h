// Series: the place of one time series, found in metric_table. Floor 9, constant data.
//
// series() works while compiling, so the hot path carries a number; find_series() is for words
// that are known only at run time, once per batch at most.
#pragma once

#include "telemetry/metrics.h"

#include <optional>

namespace centinela::telemetry {

struct Series {
  std::uint16_t metric = 0;  // index into metric_table
  std::uint16_t cell = 0;    // first cell in a shard
};

// A metric whose label values are known only at run time.
struct OpenMetric {
  std::uint16_t metric = 0;
};

inline constexpr std::size_t not_found = ~std::size_t{0};

constexpr std::size_t metric_index(std::string_view name) noexcept {
  for (std::size_t i = 0; i < metric_table.size(); ++i) {
    if (metric_table[i].name == name) {
      return i;
    }
  }
  return not_found;
}

constexpr std::size_t first_cell(std::size_t metric) noexcept {
  std::size_t cell = 0;
  for (std::size_t i = 0; i < metric; ++i) {
    cell += metric_table[i].cell_count();
  }
  return cell;
}

inline constexpr std::size_t cell_count = first_cell(metric_table.size());

// Index of the word in the set; `other` where the word is not in it; 0 for a metric without label.
constexpr std::size_t word_index(const LabelSet& set, std::string_view word) noexcept {
  if (set.names.empty()) {
    return word.empty() ? 0 : not_found;
  }
  for (std::size_t i = 0; i < set.words.size(); ++i) {
    if (set.words[i] == word) {
      return i;
    }
  }
  return not_found;
}

constexpr std::size_t cell_of(std::size_t metric, std::size_t first, std::size_t second) noexcept {
  const LabelSet& inner = metric_table[metric].labels[1];
  return first_cell(metric) + first * (inner.names.empty() ? 1 : inner.words.size()) + second;
}

// A name or word that the table lacks throws here, which cannot be compiled.
consteval Series series(std::string_view name,
                        std::string_view first = {},
                        std::string_view second = {}) {
  const std::size_t metric = metric_index(name);
  if (metric == not_found) {
    throw "no such metric";
  }
  const std::size_t a = word_index(metric_table[metric].labels[0], first);
  const std::size_t b = word_index(metric_table[metric].labels[1], second);
  if (metric_table[metric].is_open() || a == not_found || b == not_found) {
    throw "no such label word";
  }
  return {.metric = static_cast<std::uint16_t>(metric),
          .cell = static_cast<std::uint16_t>(cell_of(metric, a, b))};
}

consteval OpenMetric open_metric(std::string_view name) {
  const std::size_t metric = metric_index(name);
  if (metric == not_found || !metric_table[metric].is_open()) {
    throw "no such open metric";
  }
  return {.metric = static_cast<std::uint16_t>(metric)};
}

// The same at run time: an unknown word falls back to `other`, and to nothing where there is none.
[[nodiscard]] std::optional<Series> find_series(std::string_view name,
                                                std::string_view first = {},
                                                std::string_view second = {}) noexcept;

}  // namespace centinela::telemetry
