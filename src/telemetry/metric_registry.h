// MetricRegistry and MetricShard: where counts are kept and how the page is made. Floor 9.
//
// A shard is written by the one thread that owns it and read by any (relaxed atomics, nothing
// shared on the hot path); gauges and totals may be set from every thread. The registry outlives
// its shards' owners, so that a finished thread's counts stay.
#pragma once

#include "telemetry/series.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::telemetry {

inline constexpr std::string_view metrics_content_type = "text/plain; version=0.0.4; charset=utf-8";

class alignas(64) MetricShard {
 public:
  void add(Series series, std::uint64_t count = 1) noexcept {
    std::atomic<std::uint64_t>& cell = cells_[series.cell];
    cell.store(cell.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  }
  // `count` observations of the same value; the series is a histogram's.
  void observe(Series series, double value, std::uint64_t count = 1) noexcept;

  [[nodiscard]] std::uint64_t cell(std::size_t index) const noexcept {
    return cells_[index].load(std::memory_order_relaxed);
  }

 private:
  std::array<std::atomic<std::uint64_t>, telemetry::cell_count> cells_{};
};

class MetricRegistry {
 public:
  using Sampler = std::function<void(MetricRegistry&)>;

  MetricRegistry();
  MetricRegistry(const MetricRegistry&) = delete;
  MetricRegistry& operator=(const MetricRegistry&) = delete;
  MetricRegistry(MetricRegistry&&) = delete;
  MetricRegistry& operator=(MetricRegistry&&) = delete;
  ~MetricRegistry();

  // A new shard for the calling thread; call it once per thread and keep the reference.
  [[nodiscard]] MetricShard& make_shard();

  // Sets a gauge, or the total of a counter that another module keeps itself. A series that was
  // never set is left out of the page: unknown is not zero. A NaN takes it out again.
  void set(Series series, double value) noexcept;
  // Sets a series of an open metric, values in the order of its label names. Beyond
  // open_series_max it is refused and counted.
  void set(OpenMetric metric, std::vector<std::string> values, double value);
  // Forgets every series of an open metric, as when partitions were revoked.
  void clear(OpenMetric metric);

  // Called before each page, one page at a time: the place to set what is only known on asking.
  void add_sampler(Sampler sampler);

  // The metrics page in Prometheus' text format.
  [[nodiscard]] std::string page();

 private:
  using OpenSeries = std::map<std::vector<std::string>, double>;

  mutable std::mutex mutex_;
  std::mutex page_mutex_;
  std::vector<std::unique_ptr<MetricShard>> shards_;
  std::vector<std::atomic<double>> values_;  // [cell_count], NaN until set
  std::map<std::uint16_t, OpenSeries> open_;
  std::vector<Sampler> samplers_;
  std::atomic<std::uint64_t> refused_{0};
};

// docs/metrics.md, generated from metric_table.
[[nodiscard]] std::string metric_reference();

}  // namespace centinela::telemetry
