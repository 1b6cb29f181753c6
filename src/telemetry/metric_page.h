// MetricPage: sums shards into Prometheus' metric families. Floor 9; private to telemetry.
//
// A custom Collectable over borrowed memory, alive while one page is made.
#pragma once

#include "telemetry/metric_registry.h"

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

namespace centinela::telemetry {

class MetricPage final : public prometheus::Collectable {
 public:
  struct Input {
    const std::vector<std::unique_ptr<MetricShard>>& shards;
    const std::vector<double>& values;  // [cell_count], NaN until set
    const std::map<std::uint16_t, std::map<std::vector<std::string>, double>>& open;
  };
  explicit MetricPage(const Input& input) : input_(input) {}

  // Families in the order of metric_table; one without any series is left out.
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  [[nodiscard]] std::vector<prometheus::ClientMetric> open_series(std::size_t metric) const;
  [[nodiscard]] std::vector<prometheus::ClientMetric> closed_series(std::size_t metric) const;
  [[nodiscard]] prometheus::ClientMetric histogram(std::size_t metric) const;
  [[nodiscard]] std::uint64_t sum(std::size_t cell) const;

  Input input_;
};

// The serialiser escapes label values but not help texts: a newline in one would break the page.
[[nodiscard]] std::string escape_help(std::string_view help);

}  // namespace centinela::telemetry
