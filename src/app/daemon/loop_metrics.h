// The engine loop's figures as metrics. Floor 10; once per batch, never per event.
#pragma once

#include "centinela/pipeline/engine.h"

#include "app/daemon/delivery.h"
#include "telemetry/metric_registry.h"

#include <vector>

namespace centinela::app {

struct LoopFacts {
  std::size_t records = 0;
  double seconds = 0;
  EventTime now;
  std::vector<kafka::PartitionLag> lag;
  kafka::CommitCounts commits;
  bool is_committed = false;  // a commit was answered since the last time
  std::uint64_t errors = 0;   // of consumer and producer, that may pass
  std::int64_t uncommitted = 0;
  std::size_t outstanding = 0;
  DeliveryCounts deliveries;
};

void publish(telemetry::MetricRegistry& metrics,
             telemetry::MetricShard& shard,
             const pipeline::Engine& engine,
             const LoopFacts& facts);

// Control records of kinds that the engine only counts.
[[nodiscard]] std::uint64_t controls_not_applied(const pipeline::Engine& engine) noexcept;
// What rulings came to, by tenant; once a second is enough.
void publish_rulings(telemetry::MetricRegistry& metrics, pipeline::Engine& engine);

void count_decision(telemetry::MetricShard& shard, const alerting::Decision& decision);
void count_dead_letter(telemetry::MetricShard& shard, const pipeline::Rejected& rejected);

}  // namespace centinela::app
