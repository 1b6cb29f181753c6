// MetricRegistry and MetricShard: where counts are kept and how the page is made. Floor 9.
//
// Several engines in one process have a registry each, parts of the whole one that has the page:
// what they count adds up and never goes back when one of them ends, what they set is merged as
// metric_table says.
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
  // A part of another, which must outlive it; one of its own has no page.
  explicit MetricRegistry(MetricRegistry& whole);
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

  // Of a part: totals that were set so far are from before; what they grow by from here on counts.
  void begin_totals() noexcept;

  // Called before each page, one page at a time: the place to set what is only known on asking.
  void add_sampler(Sampler sampler);

  // The metrics page in Prometheus' text format.
  [[nodiscard]] std::string page();

 private:
  using OpenSeries = std::map<std::vector<std::string>, double>;
  using AllOpen = std::map<std::uint16_t, OpenSeries>;

  [[nodiscard]] MetricShard& lend_shard();
  void forget_part(const MetricRegistry& part, const std::vector<MetricShard*>& borrowed);
  [[nodiscard]] double merged_value(std::size_t metric, std::size_t cell) const;
  [[nodiscard]] std::vector<double> merged_values() const;
  [[nodiscard]] AllOpen merged_open() const;
  // How much a total has grown since begin_totals(); 0 until it was set.
  [[nodiscard]] double growth(std::size_t cell) const noexcept;

  MetricRegistry* whole_ = nullptr;
  mutable std::mutex mutex_;
  std::mutex page_mutex_;
  std::vector<std::unique_ptr<MetricShard>> shards_;
  std::vector<std::atomic<double>> values_;  // [cell_count], NaN until set
  AllOpen open_;
  std::vector<const MetricRegistry*> parts_;
  std::vector<MetricShard*> idle_;          // of parts that ended; the next one counts on in them
  std::vector<MetricShard*> borrowed_;      // of a part, from the whole
  std::vector<std::atomic<double>> bases_;  // of a part, [cell_count]: totals from before
  std::vector<double> past_;                // [cell_count]: growth of parts that ended
  std::vector<Sampler> samplers_;
  std::atomic<std::uint64_t> refused_{0};
};

// docs/metrics.md, generated from metric_table.
[[nodiscard]] std::string metric_reference();

}  // namespace centinela::telemetry
