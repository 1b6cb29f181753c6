#include "app/daemon/standing_metrics.h"

#include "centinela/features/features.h"

#include "config/print.h"

#include <algorithm>
#include <cmath>

namespace centinela::app {
namespace {

using telemetry::series;

double unix_seconds(EventTime time) {
  return static_cast<double>(time.milliseconds()) / 1000;
}

double seconds(Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

ProducerStanding standing_of(const state::ProducerState& producer, EventTime log_time) noexcept {
  const Duration quiet = log_time - producer.last_received;
  if (quiet >= one_day || producer.events == 0) {
    return ProducerStanding::forgotten;
  }
  return quiet > std::max<Duration>(one_hour, producer.longest_quiet) ? ProducerStanding::silent
                                                                      : ProducerStanding::active;
}

Duration warm_up_left(const state::TenantState& tenant,
                      const config::Detection& detection) noexcept {
  const auto largest =
      *std::max_element(tenant.principals_by_kind.begin(), tenant.principals_by_kind.end());
  // Fewer principals than asked for: then twice the time must do.
  const bool has_peers = static_cast<std::int64_t>(largest) >= detection.warm_up_principals;
  const Duration needed = has_peers ? detection.warm_up : 2 * detection.warm_up;
  return std::max(Duration{0}, needed - (tenant.last_event - tenant.first_event));
}

void StandingMetrics::publish(pipeline::Engine& engine) {
  publish_producers(engine);
  publish_tenants(engine);
  publish_coverage(engine);
}

void StandingMetrics::publish_producers(pipeline::Engine& engine) {
  std::int64_t active = 0;
  std::int64_t silent = 0;
  engine.shard().for_each_producer(
      [&](TenantToken, WordToken, const state::ProducerState& producer) {
        const ProducerStanding standing = standing_of(producer, engine.log_time());
        active += standing == ProducerStanding::active ? 1 : 0;
        silent += standing == ProducerStanding::silent ? 1 : 0;
      });
  metrics_.set(series("centinela_producers", "active"), static_cast<double>(active));
  metrics_.set(series("centinela_producers", "silent"), static_cast<double>(silent));
  metrics_.set(series("centinela_producer_gap_events_total"),
               static_cast<double>(engine.shard().counters().missing));
}

void StandingMetrics::publish_tenants(pipeline::Engine& engine) {
  constexpr auto warm_up = telemetry::open_metric("centinela_warm_up_remaining_seconds");
  constexpr auto line = telemetry::open_metric("centinela_page_line_probability");
  pipeline::Shard& shard = engine.shard();
  shard.for_each_tenant([&](TenantToken tenant, const state::TenantState& state) {
    const std::string name =
        privacy::shown(engine.pseudonymiser().names(), tenant, engine.sequence());
    metrics_.set(warm_up, {name}, seconds(warm_up_left(state, config_.detection)));
  });
  shard.alerter().for_each_budget([&](TenantToken tenant, const alerting::Budget& budget) {
    metrics_.set(line,
                 {privacy::shown(engine.pseudonymiser().names(), tenant, engine.sequence())},
                 std::exp(budget.pages().log_p));
  });
}

void StandingMetrics::publish_coverage(const pipeline::Engine& engine) {
  const pipeline::ShardCounters& counters = engine.shard().counters();
  coverage_.note(engine.log_time(), counters.scored, counters.settled_unexplained);
  if (const std::optional<double> ratio = coverage_.ratio()) {
    metrics_.set(series("centinela_explanation_coverage_ratio"), *ratio);
  }
}

void publish_config(telemetry::MetricRegistry& metrics,
                    const config::Config& config,
                    EventTime now) {
  constexpr auto info = telemetry::open_metric("centinela_config_info");
  metrics.clear(info);
  metrics.set(info, {config::alert_hash(config)}, 1);
  metrics.set(series("centinela_config_last_reload_success_timestamp_seconds"), unix_seconds(now));
}

void publish_model(telemetry::MetricRegistry& metrics,
                   const pipeline::Models& models,
                   EventTime now) {
  metrics.set(
      telemetry::open_metric("centinela_model_info"), {models.hash, features::schema_hash()}, 1);
  if (models.forest.has_value()) {
    metrics.set(series("centinela_model_loaded_timestamp_seconds"), unix_seconds(now));
  }
}

}  // namespace centinela::app
