#include "telemetry/series.h"

namespace centinela::telemetry {
namespace {

std::size_t word_or_other(const LabelSet& set, std::string_view word) noexcept {
  const std::size_t index = word_index(set, word);
  return index != not_found || set.names.empty() ? index : word_index(set, "other");
}

}  // namespace

std::optional<Series> find_series(std::string_view name,
                                  std::string_view first,
                                  std::string_view second) noexcept {
  const std::size_t metric = metric_index(name);
  if (metric == not_found || metric_table[metric].is_open()) {
    return std::nullopt;
  }
  const std::size_t a = word_or_other(metric_table[metric].labels[0], first);
  const std::size_t b = word_or_other(metric_table[metric].labels[1], second);
  if (a == not_found || b == not_found) {
    return std::nullopt;
  }
  return Series{.metric = static_cast<std::uint16_t>(metric),
                .cell = static_cast<std::uint16_t>(cell_of(metric, a, b))};
}

}  // namespace centinela::telemetry
