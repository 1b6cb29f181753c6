#include "app/daemon/loop_metrics.h"

#include "centinela/detectors/catalogue.h"

namespace centinela::app {
namespace {

using telemetry::series;

// A count that the core keeps is set as a total: the metric says what the core says.
void set_total(telemetry::MetricRegistry& metrics, telemetry::Series series, std::uint64_t total) {
  metrics.set(series, static_cast<double>(total));
}

void publish_events(telemetry::MetricRegistry& metrics, const pipeline::Engine& engine) {
  const pipeline::ShardCounters& counters = engine.shard().counters();
  const codec::DecodeCounters& decoded = engine.decoded();
  set_total(metrics, series("centinela_events_total", "scored"), counters.scored);
  set_total(metrics, series("centinela_events_total", "late"), counters.late);
  set_total(metrics, series("centinela_events_total", "duplicate"), counters.duplicates);
  set_total(metrics, series("centinela_records_total", "access"), decoded.events);
  set_total(metrics, series("centinela_records_total", "context"), decoded.contexts);
  set_total(metrics, series("centinela_records_total", "control"), decoded.controls);
  set_total(metrics, series("centinela_records_total", "ignored"), decoded.ignored);
  set_total(metrics, series("centinela_input_bytes_total"), decoded.bytes);
  std::uint64_t unknown = 0;
  for (const std::uint64_t words : decoded.unknown_words) {
    unknown += words;
  }
  set_total(metrics, series("centinela_unknown_words_total"), unknown);
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    const auto index = static_cast<std::size_t>(detector.id);
    if (const auto spoken = telemetry::find_series("centinela_evidence_total", detector.name)) {
      set_total(metrics, *spoken, counters.spoke[index]);
    }
    const std::uint64_t judged = counters.scored + counters.late;
    const auto abstained = telemetry::find_series("centinela_abstentions_total", detector.name);
    if (abstained && judged > counters.spoke[index]) {
      set_total(metrics, *abstained, judged - counters.spoke[index]);
    }
  }
}

// Returns the memory that the store may take.
template <class Store>
std::size_t publish_store(telemetry::MetricRegistry& metrics,
                          std::string_view view,
                          const Store& store) {
  const auto set = [&](std::string_view name, double value) {
    if (const auto found = telemetry::find_series(name, view)) {
      metrics.set(*found, value);
    }
  };
  set("centinela_state_entities", static_cast<double>(store.size()));
  set("centinela_state_bytes", static_cast<double>(store.bytes()));
  set("centinela_state_evictions_total", static_cast<double>(store.evictions()));
  set("centinela_state_expired_total", static_cast<double>(store.expired()));
  set("centinela_state_overflow_entities", static_cast<double>(store.overflow()));
  return store.bytes_max();
}

void publish_state(telemetry::MetricRegistry& metrics, const pipeline::Engine& engine) {
  const state::World& world = engine.shard().world();
  const std::size_t limit = publish_store(metrics, "principal", world.principals) +
                            publish_store(metrics, "conversation", world.conversations) +
                            publish_store(metrics, "release", world.release_readings) +
                            publish_store(metrics, "data_subject", world.explanations) +
                            publish_store(metrics, "producer", world.producers) +
                            publish_store(metrics, "cohort", world.cohorts) +
                            publish_store(metrics, "principal_class", world.classes);
  metrics.set(series("centinela_state_limit_bytes"), static_cast<double>(limit));
  const privacy::NameBook& names = engine.pseudonymiser().names();
  metrics.set(series("centinela_name_book_entries"), static_cast<double>(names.size()));
  set_total(metrics, series("centinela_name_book_evictions_total"), names.evictions());
}

void publish_kafka(telemetry::MetricRegistry& metrics, const LoopFacts& facts) {
  constexpr auto lag = telemetry::open_metric("centinela_kafka_consumer_lag_messages");
  for (const kafka::PartitionLag& partition : facts.lag) {
    metrics.set(lag,
                {partition.partition.topic, std::to_string(partition.partition.partition)},
                static_cast<double>(partition.records()));
  }
  metrics.set(series("centinela_kafka_assigned_partitions"), static_cast<double>(facts.lag.size()));
  set_total(metrics, series("centinela_kafka_commits_total", "ok"), facts.commits.accepted);
  set_total(metrics, series("centinela_kafka_commits_total", "failed"), facts.commits.failed);
  if (facts.is_committed) {
    metrics.set(series("centinela_kafka_commit_timestamp_seconds"),
                static_cast<double>(facts.now.milliseconds()) / 1000);
  }
  metrics.set(series("centinela_kafka_uncommitted_messages"),
              static_cast<double>(facts.uncommitted));
  const std::size_t letters = facts.deliveries.dead_letters_waiting;
  metrics.set(series("centinela_sink_queue_records", "alerts_topic"),
              static_cast<double>(facts.outstanding - std::min(letters, facts.outstanding)));
  metrics.set(series("centinela_sink_queue_records", "dead_letters"), static_cast<double>(letters));
  set_total(metrics,
            series("centinela_sink_deliveries_total", "alerts_topic", "delivered"),
            facts.deliveries.alerts);
  set_total(metrics,
            series("centinela_sink_deliveries_total", "dead_letters", "delivered"),
            facts.deliveries.dead_letters);
  set_total(metrics,
            series("centinela_sink_deliveries_total", "alerts_topic", "failed"),
            facts.deliveries.failures);
  set_total(metrics,
            series("centinela_sink_deliveries_total", "dead_letters", "failed"),
            facts.deliveries.dead_letter_failures);
  set_total(metrics, series("centinela_kafka_errors_total", "transient"), facts.errors);
  // Of a producer that died, and that a new one replaced.
  set_total(metrics, series("centinela_kafka_errors_total", "fatal"), facts.deliveries.rebuilt);
}

}  // namespace

void publish(telemetry::MetricRegistry& metrics,
             telemetry::MetricShard& shard,
             const pipeline::Engine& engine,
             const LoopFacts& facts) {
  const double now = static_cast<double>(facts.now.milliseconds()) / 1000;
  metrics.set(series("centinela_engine_progress_timestamp_seconds"), now);
  if (facts.records > 0) {
    shard.observe(series("centinela_batch_duration_seconds"), facts.seconds);
    shard.observe(series("centinela_score_duration_seconds"),
                  facts.seconds / static_cast<double>(facts.records),
                  facts.records);
    const double log_time = static_cast<double>(engine.log_time().milliseconds()) / 1000;
    metrics.set(series("centinela_engine_event_timestamp_seconds"), log_time);
    shard.observe(series("centinela_end_to_end_latency_seconds"),
                  std::max(0.0, now - log_time),
                  facts.records);
  }
  publish_events(metrics, engine);
  publish_state(metrics, engine);
  publish_kafka(metrics, facts);
}

std::uint64_t controls_not_applied(const pipeline::Engine& engine) noexcept {
  const pipeline::ShardCounters& counters = engine.shard().counters();
  return counters.controls -
         counters.controls_by_kind[static_cast<std::size_t>(ControlKind::verdict)] -
         counters.erasures - counters.switches;
}

namespace {

void publish_controls(telemetry::MetricRegistry& metrics, const pipeline::ShardCounters& counters) {
  const auto set = [&](std::string_view name, const std::string& label, std::uint64_t total) {
    if (const auto found = telemetry::find_series(name, label)) {
      set_total(metrics, *found, total);
    }
  };
  constexpr std::string_view name = "centinela_control_records_total";
  for (std::size_t i = 0; i < counters.ruling_outcomes.size(); ++i) {
    const auto outcome = static_cast<alerting::RulingOutcome>(i);
    set(name, "verdict," + std::string{to_string(outcome)}, counters.ruling_outcomes[i]);
  }
  const auto of_kind = [&counters](ControlKind kind) {
    return counters.controls_by_kind[static_cast<std::size_t>(kind)];
  };
  set(name, "erase,applied", counters.erasures);
  set(name, "erase,not_applied", of_kind(ControlKind::erase) - counters.erasures);
  set(name, "switch,applied", counters.switches);
  set(name, "switch,not_applied", of_kind(ControlKind::switch_) - counters.switches);
  set(name, "other,not_applied", of_kind(ControlKind::other) + of_kind(ControlKind::absent));
  for (std::size_t i = 1; i < counters.rulings.size(); ++i) {
    const auto ruling = static_cast<Ruling>(i);
    const std::string_view word = ruling == Ruling::other ? "other" : to_word(ruling);
    set("centinela_rulings_total", std::string{word}, counters.rulings[i]);
  }
}

}  // namespace

void publish_rulings(telemetry::MetricRegistry& metrics, pipeline::Engine& engine) {
  pipeline::Shard& shard = engine.shard();
  const alerting::Alerter& alerter = shard.alerter();
  publish_controls(metrics, shard.counters());
  set_total(metrics, series("centinela_alerts_suppressed_total"), alerter.suppressed());
  set_total(metrics,
            series("centinela_ceiling_withheld_total", "ticket"),
            alerter.withheld(alerting::Withheld::budget_spent));
  set_total(metrics, series("centinela_ceiling_withheld_total", "page"), alerter.pages_withheld());
  for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
    if (const auto found =
            telemetry::find_series("centinela_alerts_guarded_total", detector.name)) {
      set_total(metrics, *found, alerter.guarded(detector.id));
    }
  }
  if (alerter.last_heartbeat() != EventTime{}) {
    metrics.set(series("centinela_heartbeat_timestamp_seconds"),
                static_cast<double>(alerter.last_heartbeat().milliseconds()) / 1000);
  }
  constexpr auto precision = telemetry::open_metric("centinela_alert_precision_ratio");
  shard.for_each_tenant([&](TenantToken tenant, const state::TenantState&) {
    const alerting::RulingTally tally = alerter.ledger().tally(tenant, engine.log_time());
    if (const std::optional<double> ratio = tally.precision()) {
      metrics.set(precision,
                  {privacy::shown(engine.pseudonymiser().names(), tenant, engine.sequence())},
                  *ratio);
    }
  });
}

void count_decision(telemetry::MetricShard& shard, const alerting::Decision& decision) {
  const Alert& alert = decision.alert;
  if (const auto revision =
          telemetry::find_series("centinela_alert_revisions_total", to_string(alert.state))) {
    shard.add(*revision);
  }
  if (decision.reason != alerting::DecisionReason::opened || alert.daily) {
    return;
  }
  if (const auto opened = telemetry::find_series(
          "centinela_alerts_total", to_string(alert.route), to_string(alert.severity))) {
    shard.add(*opened);
  }
  if (!alert.reasons.empty()) {
    if (const auto reason = telemetry::find_series("centinela_alert_first_reasons_total",
                                                   alert.reasons.front().detector)) {
      shard.add(*reason);
    }
  }
}

void count_dead_letter(telemetry::MetricShard& shard, const pipeline::Rejected& rejected) {
  const auto known =
      telemetry::find_series("centinela_dead_letters_total", rejected.failure.reason);
  shard.add(known.value_or(telemetry::series("centinela_dead_letters_total", "other")));
}

}  // namespace centinela::app
