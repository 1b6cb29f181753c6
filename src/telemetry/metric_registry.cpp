#include "telemetry/metric_registry.h"

#include "centinela/base/check.h"

#include "telemetry/metric_page.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace centinela::telemetry {

void MetricShard::observe(Series series, double value, std::uint64_t count) noexcept {
  const MetricSpec& spec = metric_table[series.metric];
  CENTINELA_CHECK(spec.type == MetricType::histogram);
  // A bucket holds what is at most its bound, as Prometheus' le says.
  const auto bound = std::lower_bound(spec.bounds.begin(), spec.bounds.end(), value);
  const auto bucket = static_cast<std::size_t>(bound - spec.bounds.begin());
  std::atomic<std::uint64_t>& cell = cells_[series.cell + bucket];
  cell.store(cell.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
  std::atomic<std::uint64_t>& sum = cells_[series.cell + spec.bounds.size() + 1];
  const auto total = std::bit_cast<double>(sum.load(std::memory_order_relaxed));
  sum.store(std::bit_cast<std::uint64_t>(total + value * static_cast<double>(count)),
            std::memory_order_relaxed);
}

MetricRegistry::MetricRegistry() : values_(cell_count) {
  for (std::atomic<double>& value : values_) {
    value.store(std::numeric_limits<double>::quiet_NaN(), std::memory_order_relaxed);
  }
}

MetricRegistry::~MetricRegistry() = default;

MetricShard& MetricRegistry::make_shard() {
  const std::scoped_lock lock(mutex_);
  shards_.push_back(std::make_unique<MetricShard>());
  return *shards_.back();
}

void MetricRegistry::set(Series series, double value) noexcept {
  values_[series.cell].store(value, std::memory_order_relaxed);
}

void MetricRegistry::set(OpenMetric metric, std::vector<std::string> values, double value) {
  const std::scoped_lock lock(mutex_);
  OpenSeries& all = open_[metric.metric];
  const auto known = all.find(values);
  if (std::isnan(value)) {
    all.erase(values);
  } else if (known != all.end()) {
    known->second = value;
  } else if (all.size() < open_series_max) {
    all.emplace(std::move(values), value);
  } else {
    refused_.fetch_add(1, std::memory_order_relaxed);
  }
}

void MetricRegistry::clear(OpenMetric metric) {
  const std::scoped_lock lock(mutex_);
  open_.erase(metric.metric);
}

void MetricRegistry::add_sampler(Sampler sampler) {
  const std::scoped_lock lock(mutex_);
  samplers_.push_back(std::move(sampler));
}

std::string MetricRegistry::page() {
  const std::scoped_lock one_at_a_time(page_mutex_);
  std::vector<Sampler> samplers;
  {
    const std::scoped_lock lock(mutex_);
    samplers = samplers_;
  }
  for (const Sampler& sampler : samplers) {
    sampler(*this);
  }
  set(series("centinela_metric_series_refused_total"),
      static_cast<double>(refused_.load(std::memory_order_relaxed)));
  const std::scoped_lock lock(mutex_);
  return prometheus::TextSerializer{}.Serialize(
      MetricPage({.shards = shards_, .values = values_, .open = open_}).Collect());
}

}  // namespace centinela::telemetry
