// The engine loop's passing of time, commits and end. Floor 10.
#include "app/daemon/engine_loop.h"
#include "app/daemon/loop_metrics.h"
#include "app/daemon/status_page.h"

#include <algorithm>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds commit_timeout{5};
constexpr std::chrono::seconds close_timeout{5};
constexpr std::chrono::seconds drain_timeout{8};
// Silence this long makes time itself an event.
constexpr std::chrono::seconds idle_before_tick{10};

std::vector<kafka::PartitionOffset> to_list(const Offsets& offsets) {
  std::vector<kafka::PartitionOffset> list;
  list.reserve(offsets.size());
  for (const auto& [partition, offset] : offsets) {
    list.push_back({partition.topic, partition.partition, offset, {}});
  }
  return list;
}

}  // namespace

Result<void> EngineLoop::tick_when_idle() {
  pipeline::Engine& engine = *parts_.bundle.engine;
  const auto now = std::chrono::steady_clock::now();
  if (engine.log_time() == EventTime{} || now - last_record_ < idle_before_tick) {
    return {};
  }
  // The log's time goes on by what the clock has advanced since the last record, so that an old
  // file does not jump to today.
  const auto idle = std::chrono::duration_cast<Duration>(now - last_record_);
  if (last_tick_ == EventTime{} || engine.log_time() > last_tick_) {
    last_tick_ = engine.log_time();
  }
  const EventTime time = last_tick_ + std::min(idle, Duration{idle_before_tick});
  last_record_ = now;
  last_tick_ = time;
  engine.tick({time}, decisions_);
  shard_.add(telemetry::series("centinela_records_total", "tick"));
  return {};
}

Result<void> EngineLoop::commit(bool waits) {
  const auto now = std::chrono::steady_clock::now();
  if (waits || now - last_mark_ >= parts_.config.kafka.commit_interval) {
    delivery_->mark(next_to_read_);
    last_mark_ = now;
  }
  if (waits) {
    CENTINELA_TRY(delivery_->flush(commit_timeout));
  }
  CENTINELA_TRY(const std::optional<Offsets> free, delivery_->serve(std::chrono::milliseconds{0}));
  if (!free || free->empty()) {
    return {};
  }
  const std::vector<kafka::PartitionOffset> offsets = to_list(*free);
  const auto committed =
      waits ? consumer_->commit(offsets, commit_timeout) : consumer_->commit_async(offsets);
  if (!committed) {
    shard_.add(telemetry::series("centinela_kafka_commits_total", "failed"));
    // Not an end: the next commit says the same and more.
    log_.warn(telemetry::LogLine("commit failed: it is tried again with the next one")
                  .with("error", committed.error().detail));
    return {};
  }
  shard_.add(telemetry::series("centinela_kafka_commits_total", "ok"));
  parts_.metrics.set(telemetry::series("centinela_kafka_commit_timestamp_seconds"),
                     static_cast<double>(parts_.hooks.clock().milliseconds()) / 1000);
  return {};
}

Result<void> EngineLoop::drain() {
  parts_.status.set_not_ready("draining");
  parts_.bundle.engine->flush(decisions_);
  CENTINELA_TRY(deliver());
  CENTINELA_TRY(delivery_->flush(drain_timeout));
  CENTINELA_TRY(commit(true));
  return consumer_->close(close_timeout);
}

void EngineLoop::observe(std::size_t records, std::chrono::steady_clock::duration elapsed) {
  const EventTime now = parts_.hooks.clock();
  parts_.status.progress(now.milliseconds());
  LoopFacts facts;
  facts.records = records;
  facts.seconds = std::chrono::duration<double>(elapsed).count();
  facts.now = now;
  facts.lag = consumer_->lag();
  facts.outstanding = delivery_->outstanding();
  facts.deliveries = delivery_->counts();
  publish(parts_.metrics, shard_, *parts_.bundle.engine, facts);
  const auto steady = std::chrono::steady_clock::now();
  if (steady - last_page_ >= std::chrono::seconds{1}) {
    last_page_ = steady;
    parts_.status.set_page(status_page(*parts_.bundle.engine, facts));
  }
}

}  // namespace centinela::app
