// ProcessStats: what /proc says about this process, for the process_* metrics. Floor 9.
//
// Reads files; keeps nothing. The parsers take text, so that they are tested without /proc.
#pragma once

#include "telemetry/metric_registry.h"

#include <optional>
#include <string_view>

namespace centinela::telemetry {

struct ProcessStats {
  double cpu_seconds = 0;
  double resident_bytes = 0;
  double virtual_bytes = 0;
  double start_unix_seconds = 0;
  double threads = 0;
  double open_fds = 0;
  std::optional<double> max_fds;  // none when unlimited
};

// What the text depends on besides itself. The time of boot is not read from /proc/stat, which a
// sandbox with ProcSubset=pid hides.
struct ProcessUnits {
  double ticks_per_second = 100;
  double page_bytes = 4096;
  double boot_unix_seconds = 0;
};

// From the text of /proc/self/stat; nothing when it does not parse. The command name in it may
// hold spaces and parentheses.
[[nodiscard]] std::optional<ProcessStats> parse_process_stats(std::string_view self_stat,
                                                              const ProcessUnits& units);

[[nodiscard]] std::optional<ProcessStats> read_process_stats();

// Sampler for MetricRegistry::add_sampler; sets nothing when /proc cannot be read.
void sample_process(MetricRegistry& registry);

}  // namespace centinela::telemetry
