// What stands rather than happens: producers heard, tenants warming up, lines, memory. Floor 10.
//
// Confined to the engine thread; looks at every producer and tenant, so it is asked about once a
// second and not per batch.
#pragma once

#include "centinela/alerting/settings.h"
#include "centinela/pipeline/engine.h"

#include "app/daemon/coverage_hour.h"
#include "config/config.h"
#include "telemetry/metric_registry.h"

namespace centinela::app {

enum class ProducerStanding : std::uint8_t { active, silent, forgotten };
// Silent: nothing for an hour of log time, and for longer than it ever was quiet before, so that a
// nightly job or a team that sleeps is not missed. Forgotten after a day.
[[nodiscard]] ProducerStanding standing_of(const state::ProducerState& producer,
                                           EventTime log_time) noexcept;

// Event time until the tenant's alerts notify, as alerting decides it for its largest kind.
[[nodiscard]] Duration warm_up_left(const state::TenantState& tenant,
                                    const config::Detection& detection) noexcept;

class StandingMetrics {
 public:
  // The configuration must outlive it.
  StandingMetrics(const config::Config& config, telemetry::MetricRegistry& metrics)
      : config_(config), metrics_(metrics) {}

  void publish(pipeline::Engine& engine);

 private:
  void publish_producers(pipeline::Engine& engine);
  void publish_tenants(pipeline::Engine& engine);
  void publish_coverage(const pipeline::Engine& engine);

  const config::Config& config_;
  telemetry::MetricRegistry& metrics_;
  CoverageHour coverage_;
};

// What a configuration and a model are, and when they were taken; set when that happens.
void publish_config(telemetry::MetricRegistry& metrics,
                    const config::Config& config,
                    EventTime now);
void publish_model(telemetry::MetricRegistry& metrics,
                   const pipeline::Models& models,
                   EventTime now);

}  // namespace centinela::app
