#include "telemetry/metric_page.h"

#include <bit>
#include <cmath>
#include <limits>

namespace centinela::telemetry {
namespace {

using prometheus::ClientMetric;

// Splits "a,b" and pairs names with words.
void append_labels(ClientMetric& metric, std::string_view names, std::string_view words) {
  while (!names.empty()) {
    const std::size_t name_end = std::min(names.find(','), names.size());
    const std::size_t word_end = std::min(words.find(','), words.size());
    metric.label.push_back({.name = std::string(names.substr(0, name_end)),
                            .value = std::string(words.substr(0, word_end))});
    names.remove_prefix(std::min(name_end + 1, names.size()));
    words.remove_prefix(std::min(word_end + 1, words.size()));
  }
}

std::string_view word_at(const LabelSet& set, std::size_t index) {
  return set.names.empty() ? std::string_view{} : set.words[index];
}

void put_value(ClientMetric& metric, MetricType type, double value) {
  if (type == MetricType::counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
}

prometheus::MetricType family_type(MetricType type) {
  switch (type) {
    case MetricType::counter:
      return prometheus::MetricType::Counter;
    case MetricType::gauge:
      return prometheus::MetricType::Gauge;
    case MetricType::histogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

}  // namespace

std::string escape_help(std::string_view help) {
  std::string escaped;
  for (const char c : help) {
    if (c == '\\') {
      escaped += "\\\\";
    } else if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::uint64_t MetricPage::sum(std::size_t cell) const {
  std::uint64_t total = 0;
  for (const std::unique_ptr<MetricShard>& shard : input_.shards) {
    total += shard->cell(cell);
  }
  return total;
}

std::vector<ClientMetric> MetricPage::open_series(std::size_t metric) const {
  std::vector<ClientMetric> all;
  const auto known = input_.open.find(static_cast<std::uint16_t>(metric));
  if (known == input_.open.end()) {
    return all;
  }
  for (const auto& [words, value] : known->second) {
    ClientMetric& one = all.emplace_back();
    std::string_view names = metric_table[metric].labels[0].names;
    for (const std::string& word : words) {
      const std::size_t end = std::min(names.find(','), names.size());
      one.label.push_back({.name = std::string(names.substr(0, end)), .value = word});
      names.remove_prefix(std::min(end + 1, names.size()));
    }
    put_value(one, metric_table[metric].type, value);
  }
  return all;
}

std::vector<ClientMetric> MetricPage::closed_series(std::size_t metric) const {
  std::vector<ClientMetric> all;
  const MetricSpec& spec = metric_table[metric];
  const std::size_t inner = spec.labels[1].names.empty() ? 1 : spec.labels[1].words.size();
  for (std::size_t i = 0; i < spec.series_count(); ++i) {
    const std::size_t cell = first_cell(metric) + i;
    const double set = input_.values[cell];
    const bool is_set = !std::isnan(set);
    if (spec.type == MetricType::gauge && !is_set) {
      continue;
    }
    ClientMetric& one = all.emplace_back();
    append_labels(one, spec.labels[0].names, word_at(spec.labels[0], i / inner));
    append_labels(one, spec.labels[1].names, word_at(spec.labels[1], i % inner));
    const double counted = spec.type == MetricType::counter ? static_cast<double>(sum(cell)) : 0.0;
    put_value(one, spec.type, counted + (is_set ? set : 0.0));
  }
  return all;
}

ClientMetric MetricPage::histogram(std::size_t metric) const {
  const MetricSpec& spec = metric_table[metric];
  const std::size_t cell = first_cell(metric);
  ClientMetric one;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i <= spec.bounds.size(); ++i) {
    count += sum(cell + i);
    const double bound =
        i < spec.bounds.size() ? spec.bounds[i] : std::numeric_limits<double>::infinity();
    one.histogram.bucket.push_back({.cumulative_count = count, .upper_bound = bound});
  }
  one.histogram.sample_count = count;
  for (const std::unique_ptr<MetricShard>& shard : input_.shards) {
    one.histogram.sample_sum += std::bit_cast<double>(shard->cell(cell + spec.bounds.size() + 1));
  }
  return one;
}

std::vector<prometheus::MetricFamily> MetricPage::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  for (std::size_t i = 0; i < metric_table.size(); ++i) {
    const MetricSpec& spec = metric_table[i];
    prometheus::MetricFamily family;
    family.name = spec.name;
    family.help = escape_help(spec.help);
    family.type = family_type(spec.type);
    if (spec.type == MetricType::histogram) {
      family.metric.push_back(histogram(i));
    } else {
      family.metric = spec.is_open() ? open_series(i) : closed_series(i);
    }
    if (!family.metric.empty()) {
      families.push_back(std::move(family));
    }
  }
  return families;
}

}  // namespace centinela::telemetry
