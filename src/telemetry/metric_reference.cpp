#include "telemetry/metric_registry.h"

#include <fmt/format.h>

namespace centinela::telemetry {
namespace {

std::string_view type_name(MetricType type) {
  switch (type) {
    case MetricType::counter:
      return "counter";
    case MetricType::gauge:
      return "gauge";
    case MetricType::histogram:
      return "histogram";
  }
  return "";
}

std::string describe_label(const LabelSet& set) {
  if (set.words.empty()) {
    return fmt::format(
        "`{}` (from configuration or assignment, at most {} series)", set.names, open_series_max);
  }
  std::string text = fmt::format("`{}`:", set.names);
  for (const std::string_view word : set.words) {
    text += fmt::format(" {}", word);
  }
  return text;
}

std::string describe_bounds(std::span<const double> bounds) {
  std::string text = "buckets:";
  for (const double bound : bounds) {
    text += fmt::format(" {}", bound);
  }
  return text;
}

std::string describe_details(const MetricSpec& spec) {
  std::string text;
  for (const LabelSet& set : spec.labels) {
    if (!set.names.empty()) {
      text += (text.empty() ? "" : "<br>") + describe_label(set);
    }
  }
  return spec.bounds.empty() ? text : text + describe_bounds(spec.bounds);
}

}  // namespace

std::string metric_reference() {
  std::string text =
      "# Metrics\n\n"
      "Everything on `/metrics`, generated from `src/telemetry/metrics.h` by\n"
      "`CENTINELA_UPDATE_GOLDEN=1 build/ci/telemetry_test`. Do not edit.\n\n"
      "No label ever names an entity. Closed label sets are exported from the start, at zero; a\n"
      "gauge that is not known yet is left out. Base units: seconds, bytes.\n\n"
      "| Metric | Type | Unit | What it says | Labels, buckets |\n"
      "|---|---|---|---|---|\n";
  for (const MetricSpec& spec : metric_table) {
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n",
                        spec.name,
                        type_name(spec.type),
                        spec.unit,
                        spec.help,
                        describe_details(spec));
  }
  return text;
}

}  // namespace centinela::telemetry
