#include "telemetry/metric_merge.h"

#include "telemetry/series.h"

#include <array>

namespace centinela::telemetry {
namespace {

struct Rule {
  std::string_view name;
  Merge merge;
};

// All others are amounts, which add up. Of times the one is shown that a rule would alert on.
constexpr std::array rules{
    Rule{"centinela_explanation_coverage_ratio", Merge::mean},
    Rule{"centinela_producers", Merge::greatest},  // a producer may write to every partition
    Rule{"centinela_engine_progress_timestamp_seconds", Merge::least},
    Rule{"centinela_engine_event_timestamp_seconds", Merge::greatest},
    Rule{"centinela_warm_up_remaining_seconds", Merge::greatest},
    Rule{"centinela_page_line_probability", Merge::least},
    Rule{"centinela_checkpoint_blocked", Merge::greatest},
    Rule{"centinela_checkpoint_timestamp_seconds", Merge::least},
    Rule{"centinela_restore_duration_seconds", Merge::greatest},
    Rule{"centinela_kafka_commit_timestamp_seconds", Merge::least},
    Rule{"centinela_alert_precision_ratio", Merge::mean},
    Rule{"centinela_heartbeat_timestamp_seconds", Merge::least},
    Rule{"centinela_model_info", Merge::greatest},
    Rule{"centinela_model_loaded_timestamp_seconds", Merge::greatest},
};

// A name that the table lacks is out of bounds, which cannot be compiled.
constexpr std::array<Merge, metric_table.size()> merges = [] {
  std::array<Merge, metric_table.size()> all{};
  for (const Rule& rule : rules) {
    all[metric_index(rule.name)] = rule.merge;
  }
  return all;
}();

}  // namespace

Merge merge_of(std::size_t metric) noexcept {
  return merges[metric];
}

}  // namespace centinela::telemetry
