#include "telemetry/metric_registry.h"

#include "centinela/base/check.h"

#include "telemetry/metric_merge.h"
#include "telemetry/metric_page.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace centinela::telemetry {
namespace {

constexpr double unset = std::numeric_limits<double>::quiet_NaN();

// What several say, one after the other; NaN says nothing.
class Merged {
 public:
  explicit Merged(Merge rule) noexcept : rule_(rule) {}

  void add(double value) noexcept {
    if (std::isnan(value)) {
      return;
    }
    ++count_;
    if (count_ == 1) {
      value_ = value;
    } else if (rule_ == Merge::least) {
      value_ = std::min(value_, value);
    } else if (rule_ == Merge::greatest) {
      value_ = std::max(value_, value);
    } else {
      value_ += value;
    }
  }
  [[nodiscard]] double value() const noexcept {
    return count_ > 1 && rule_ == Merge::mean ? value_ / count_ : value_;
  }

 private:
  Merge rule_;
  int count_ = 0;
  double value_ = unset;
};

}  // namespace

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

MetricRegistry::MetricRegistry() : values_(cell_count), past_(cell_count) {
  for (std::atomic<double>& value : values_) {
    value.store(unset, std::memory_order_relaxed);
  }
}

MetricRegistry::MetricRegistry(MetricRegistry& whole) : MetricRegistry() {
  whole_ = &whole;
  bases_ = std::vector<std::atomic<double>>(cell_count);
  const std::scoped_lock lock(whole.mutex_);
  whole.parts_.push_back(this);
}

MetricRegistry::~MetricRegistry() {
  if (whole_ != nullptr) {
    whole_->forget_part(*this, borrowed_);
  }
}

MetricShard& MetricRegistry::make_shard() {
  if (whole_ != nullptr) {
    MetricShard& shard = whole_->lend_shard();
    borrowed_.push_back(&shard);
    return shard;
  }
  const std::scoped_lock lock(mutex_);
  shards_.push_back(std::make_unique<MetricShard>());
  return *shards_.back();
}

MetricShard& MetricRegistry::lend_shard() {
  const std::scoped_lock lock(mutex_);
  if (!idle_.empty()) {
    MetricShard& shard = *idle_.back();
    idle_.pop_back();
    return shard;
  }
  shards_.push_back(std::make_unique<MetricShard>());
  return *shards_.back();
}

void MetricRegistry::forget_part(const MetricRegistry& part,
                                 const std::vector<MetricShard*>& borrowed) {
  const std::scoped_lock lock(mutex_);
  std::erase(parts_, &part);
  idle_.insert(idle_.end(), borrowed.begin(), borrowed.end());
  for (std::size_t cell = 0; cell < cell_count; ++cell) {
    past_[cell] += part.growth(cell);
  }
}

void MetricRegistry::begin_totals() noexcept {
  for (std::size_t cell = 0; cell < bases_.size(); ++cell) {
    const double value = values_[cell].load(std::memory_order_relaxed);
    bases_[cell].store(std::isnan(value) ? 0 : value, std::memory_order_relaxed);
  }
}

double MetricRegistry::growth(std::size_t cell) const noexcept {
  const double value = values_[cell].load(std::memory_order_relaxed);
  return std::isnan(value) ? 0 : value - bases_[cell].load(std::memory_order_relaxed);
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

double MetricRegistry::merged_value(std::size_t metric, std::size_t cell) const {
  const double own = values_[cell].load(std::memory_order_relaxed);
  if (metric_table[metric].type == MetricType::counter) {
    double total = past_[cell];
    for (const MetricRegistry* const part : parts_) {
      total += part->growth(cell);
    }
    return std::isnan(own) ? total : own + total;
  }
  Merged merged(merge_of(metric));
  merged.add(own);
  for (const MetricRegistry* const part : parts_) {
    merged.add(part->values_[cell].load(std::memory_order_relaxed));
  }
  return merged.value();
}

std::vector<double> MetricRegistry::merged_values() const {
  std::vector<double> values(cell_count, unset);
  for (std::size_t metric = 0; metric < metric_table.size(); ++metric) {
    for (std::size_t i = 0; i < metric_table[metric].series_count(); ++i) {
      const std::size_t cell = first_cell(metric) + i;
      values[cell] = merged_value(metric, cell);
    }
  }
  return values;
}

MetricRegistry::AllOpen MetricRegistry::merged_open() const {
  if (parts_.empty()) {
    return open_;
  }
  std::map<std::uint16_t, std::map<std::vector<std::string>, Merged>> merged;
  const auto take = [&merged](const AllOpen& from) {
    for (const auto& [metric, all] : from) {
      for (const auto& [words, value] : all) {
        merged[metric].try_emplace(words, merge_of(metric)).first->second.add(value);
      }
    }
  };
  take(open_);
  for (const MetricRegistry* const part : parts_) {
    const std::scoped_lock lock(part->mutex_);
    take(part->open_);
  }
  AllOpen values;
  for (const auto& [metric, all] : merged) {
    for (const auto& [words, value] : all) {
      values[metric].emplace(words, value.value());
    }
  }
  return values;
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
      MetricPage({.shards = shards_, .values = merged_values(), .open = merged_open()}).Collect());
}

}  // namespace centinela::telemetry
