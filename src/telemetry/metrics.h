// metric_table: every metric that Centinela exports, declared once. Floor 9, constant data.
//
// docs/metrics.md is generated from it, a golden test pins the page, and rules and dashboard are
// tested against it. series("name", "word") is resolved while compiling: a name or a word that is
// not in the table does not compile.
#pragma once

#include "telemetry/label_words.h"
#include "telemetry/metric_bounds.h"
#include "telemetry/metric_spec.h"

namespace centinela::telemetry {

namespace detail {

constexpr MetricSpec counter(std::string_view name, std::string_view unit, std::string_view help) {
  return {.name = name, .type = MetricType::counter, .unit = unit, .help = help};
}
constexpr MetricSpec gauge(std::string_view name, std::string_view unit, std::string_view help) {
  return {.name = name, .type = MetricType::gauge, .unit = unit, .help = help};
}
constexpr MetricSpec histogram(std::string_view name,
                               std::span<const double> upper_bounds,
                               std::string_view help) {
  return {.name = name,
          .type = MetricType::histogram,
          .unit = "seconds",
          .bounds = upper_bounds,
          .help = help};
}
constexpr MetricSpec by(MetricSpec spec, LabelSet first, LabelSet second = {}) {
  spec.labels = {first, second};
  return spec;
}

}  // namespace detail

inline constexpr std::array metric_table = {
    // Input
    detail::by(detail::counter(
                   "centinela_records_total",
                   "records",
                   "Records read after splitting, by kind; a dead letter counts as none of them."),
               {"kind", words::record_kind}),
    detail::by(detail::counter("centinela_events_total",
                               "events",
                               "Access events by what became of them; with dead letters they add "
                               "up to what was read."),
               {"outcome", words::event_outcome}),
    detail::by(detail::counter("centinela_dead_letters_total",
                               "records",
                               "Records that could not be decoded, by reason."),
               {"reason", words::dead_letter_reason}),
    detail::counter("centinela_input_bytes_total", "bytes", "Bytes of record values read."),
    detail::counter("centinela_unknown_words_total",
                    "words",
                    "Words of a closed vocabulary that were not known and kept as other."),
    detail::gauge("centinela_explanation_coverage_ratio",
                  "ratio",
                  "Share of the accesses of the last hour of event time that have an explanation."),
    detail::by(detail::gauge("centinela_producers",
                             "producers",
                             "Producers seen within 24 hours of log time, by state."),
               {"state", words::producer_state}),
    detail::counter("centinela_producer_gap_events_total",
                    "events",
                    "Events missing from the producers' own sequences."),
    // Engine
    detail::gauge("centinela_engine_progress_timestamp_seconds",
                  "seconds",
                  "When the engine last finished a batch or found its input empty, Unix time."),
    detail::gauge("centinela_engine_event_timestamp_seconds",
                  "seconds",
                  "Log time of the last event that was judged, Unix time."),
    detail::histogram("centinela_batch_duration_seconds",
                      bounds::batch,
                      "Time to process one batch, from decoding to decisions."),
    detail::histogram("centinela_score_duration_seconds",
                      bounds::score,
                      "Time to judge one event: the mean of its batch, counted once per event."),
    detail::histogram("centinela_end_to_end_latency_seconds",
                      bounds::latency,
                      "From the log taking an event to its judgement, counted once per event."),
    detail::by(detail::counter(
                   "centinela_evidence_total", "judgements", "Judgements a detector spoke on."),
               {"detector", words::detector}),
    detail::by(
        detail::counter("centinela_abstentions_total",
                        "judgements",
                        "Judgements a detector abstained from for want of history or of input."),
        {"detector", words::detector}),
    detail::by(detail::gauge("centinela_warm_up_remaining_seconds",
                             "seconds",
                             "Event time left until a tenant's alerts notify; 0 when warm."),
               {"tenant", {}}),
    detail::by(detail::gauge("centinela_page_line_probability",
                             "probability",
                             "Fused p-value below which an episode of a tenant may page today."),
               {"tenant", {}}),
    detail::by(detail::counter(
                   "centinela_ceiling_withheld_total",
                   "alerts",
                   "Candidates that a daily ceiling of a tenant kept from notifying, by route."),
               {"route", words::paging_route}),
    // State
    detail::by(
        detail::gauge("centinela_state_entities", "entities", "Entities remembered, by view."),
        {"view", words::view}),
    detail::by(
        detail::gauge("centinela_state_bytes", "bytes", "Memory of remembered entities, by view."),
        {"view", words::view}),
    detail::gauge("centinela_state_limit_bytes", "bytes", "Memory that entities may take in all."),
    detail::by(detail::counter("centinela_state_evictions_total",
                               "entities",
                               "Entities forgotten to stay within the limits, by view."),
               {"view", words::view}),
    detail::by(detail::counter("centinela_state_expired_total", "entities", "Forgotten as idle."),
               {"view", words::view}),
    detail::by(detail::gauge("centinela_state_overflow_entities", "entities", "Evicted (about)."),
               {"view", words::view}),
    detail::counter("centinela_erased_entities_total", "entities", "Erased by control records."),
    detail::gauge("centinela_checkpoint_blocked",
                  "boolean",
                  "1 while nothing is acknowledged for want of one."),
    detail::gauge("centinela_checkpoint_timestamp_seconds",
                  "seconds",
                  "When the checkpoint was taken that a restart would begin with."),
    detail::gauge("centinela_checkpoint_records",
                  "records",
                  "Records that make up the state in that checkpoint."),
    detail::gauge("centinela_checkpoint_bytes",
                  "bytes",
                  "What the last checkpoint wrote: what had changed since the one before."),
    detail::histogram("centinela_checkpoint_duration_seconds",
                      bounds::batch,
                      "Time to take, seal and write a checkpoint."),
    detail::histogram("centinela_checkpoint_pause_seconds",
                      bounds::batch,
                      "Part of it that the engine waits for: taking what has changed."),
    detail::by(
        detail::counter("centinela_checkpoints_total", "checkpoints", "Checkpoints by result."),
        {"result", words::commit_result}),
    detail::gauge(
        "centinela_restore_duration_seconds",
        "seconds",
        "What the last start took to load the checkpoint and read again what came since."),
    detail::gauge("centinela_name_book_entries", "entries", "Entries of the name book."),
    detail::counter("centinela_name_book_evictions_total",
                    "entries",
                    "Entries of the name book forgotten to stay within its limit."),
    detail::gauge("centinela_state_disk_free_bytes",
                  "bytes",
                  "Free space of the file system that holds the state directory."),
    detail::by(detail::counter("centinela_io_errors_total",
                               "errors",
                               "Reads and writes of local files that failed, by what they hold."),
               {"target", words::io_target}),
    // Kafka
    detail::by(detail::gauge("centinela_kafka_consumer_lag_messages",
                             "messages",
                             "Messages of an assigned partition that are not consumed yet."),
               {"topic,partition", {}}),
    detail::gauge("centinela_kafka_assigned_partitions",
                  "partitions",
                  "Partitions assigned to this instance."),
    detail::gauge("centinela_kafka_commit_timestamp_seconds",
                  "seconds",
                  "When offsets were last committed, Unix time."),
    detail::histogram("centinela_kafka_commit_duration_seconds",
                      bounds::batch,
                      "Time that a transaction took, from the first alert sent to the answer that "
                      "it is committed; kafka.commit: transactional only."),
    detail::gauge("centinela_kafka_uncommitted_messages",
                  "messages",
                  "Messages consumed and not committed yet."),
    detail::by(
        detail::counter("centinela_kafka_commits_total", "commits", "Offset commits by result."),
        {"result", words::commit_result}),
    detail::by(detail::counter("centinela_kafka_rebalances_total",
                               "rebalances",
                               "Changes of the assignment by what happened."),
               {"event", words::rebalance}),
    detail::by(
        detail::counter(
            "centinela_kafka_errors_total", "errors", "Errors that the Kafka client reported."),
        {"severity", words::broker_error}),
    // Alerts
    detail::by(detail::counter("centinela_alerts_total",
                               "alerts",
                               "Alerts opened, shadow ones included, by route and first severity."),
               {"route", words::route},
               {"severity", words::severity}),
    detail::by(detail::counter(
                   "centinela_alert_revisions_total", "revisions", "Revisions of alerts by state."),
               {"state", words::alert_state}),
    detail::by(detail::counter("centinela_alert_first_reasons_total",
                               "alerts",
                               "Alerts opened by the detector of their strongest reason."),
               {"detector", words::detector}),
    detail::by(detail::counter(
                   "centinela_rulings_total", "rulings", "Rulings of analysts read from the log."),
               {"ruling", words::ruling}),
    detail::by(detail::counter("centinela_control_records_total",
                               "records",
                               "Control records by kind and by what became of them; not_applied "
                               "is a kind that this version does not act on."),
               {"kind,outcome", words::control_outcome}),
    detail::by(detail::gauge("centinela_alert_precision_ratio",
                             "ratio",
                             "Share of a tenant's alerts ruled benign, expected or malicious in "
                             "the last 28 days of log time that were malicious."),
               {"tenant", {}}),
    detail::counter("centinela_alerts_suppressed_total",
                    "alerts",
                    "Episodes that a suppression or an expected ruling withheld."),
    detail::by(detail::counter("centinela_alerts_guarded_total",
                               "alerts",
                               "Episodes that the flood guard left to the daily digest."),
               {"detector", words::detector}),
    detail::gauge("centinela_heartbeat_timestamp_seconds",
                  "seconds",
                  "Log time of the last heartbeat alert record, Unix time."),
    detail::by(detail::counter("centinela_sink_deliveries_total",
                               "records",
                               "Records handed to a sink, by result; a failed one is tried again."),
               {"sink", words::delivery_sink},
               {"result", words::delivery_result}),
    detail::by(
        detail::gauge("centinela_sink_queue_records", "records", "Records waiting for a sink."),
        {"sink", words::delivery_sink}),
    // Alertmanager
    detail::by(
        detail::gauge(
            "centinela_alerts_active", "alerts", "Alerts that fire in Alertmanager now, by route."),
        {"route", words::paging_route}),
    detail::by(detail::gauge("centinela_alertmanager_up",
                             "",
                             "1 when the last request to this Alertmanager was answered, else 0."),
               {"alertmanager", {}}),
    detail::by(
        detail::counter("centinela_alertmanager_posts_total",
                        "requests",
                        "Posts of alerts by result: refused is an answer of 400, 413 or 422."),
        {"result", words::post_result}),
    detail::gauge("centinela_notifier_queue_alerts",
                  "alerts",
                  "Revisions waiting to be taken over by the notifier."),
    detail::gauge("centinela_notifier_folded_alerts",
                  "alerts",
                  "Active alerts beyond the cap, told by one overflow alert."),
    detail::by(detail::counter("centinela_notifier_dropped_total",
                               "revisions",
                               "Revisions that Alertmanager is not told, by reason and whether "
                               "that is meant to happen."),
               {"reason,intentional", words::notifier_drop}),
    detail::by(detail::counter("centinela_silences_total",
                               "silences",
                               "Tagged silences of Alertmanager handed on as rulings, by tag."),
               {"tag", words::silence_tag}),
    // Itself
    detail::by(detail::gauge("centinela_build_info", "", "1; version and revision of the build."),
               {"version,revision", {}}),
    detail::by(
        detail::gauge(
            "centinela_model_info", "", "1; hash of the model in use and of its feature schema."),
        {"model,schema", {}}),
    detail::gauge("centinela_model_loaded_timestamp_seconds",
                  "seconds",
                  "When the model in use was loaded, Unix time."),
    detail::by(detail::gauge("centinela_config_info", "", "1; hash of the configuration in use."),
               {"config", {}}),
    detail::gauge(
        "centinela_config_last_reload_successful",
        "",
        "1 when the last reload of the configuration was taken, 0 when the old one was kept."),
    detail::gauge("centinela_config_last_reload_success_timestamp_seconds",
                  "seconds",
                  "When a configuration was last taken, Unix time."),
    detail::by(detail::counter("centinela_log_lines_total", "lines", "Lines logged by level."),
               {"level", words::log_level}),
    detail::counter("centinela_log_lines_withheld_total",
                    "lines",
                    "Lines kept back because the same warning was logged a moment before."),
    detail::counter("centinela_metric_series_refused_total",
                    "updates",
                    "Updates of series beyond the bound of their metric."),
    detail::by(detail::counter("centinela_http_requests_total",
                               "requests",
                               "HTTP requests answered, by class of status."),
               {"code", words::http_class}),
    detail::counter("centinela_http_connections_refused_total",
                    "connections",
                    "HTTP connections closed at once because too many were open."),
    // Process, by the names that every exporter uses
    detail::counter("process_cpu_seconds_total", "seconds", "User and system time spent."),
    detail::gauge("process_resident_memory_bytes", "bytes", "Resident memory."),
    detail::gauge("process_virtual_memory_bytes", "bytes", "Virtual memory."),
    detail::gauge("process_open_fds", "descriptors", "Open file descriptors."),
    detail::gauge("process_max_fds", "descriptors", "Most file descriptors that may be open."),
    detail::gauge("process_threads", "threads", "Threads."),
    detail::gauge("process_start_time_seconds", "seconds", "Start of the process, Unix time."),
};

}  // namespace centinela::telemetry
