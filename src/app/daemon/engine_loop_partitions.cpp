// Partitions that come and go: where reading begins, and what is committed before they are given
// away.
#include "app/daemon/engine_loop.h"

#include <fmt/format.h>

namespace centinela::app {

using kafka::TopicPartition;

Result<void> EngineLoop::assigned(std::span<kafka::StartPosition> positions) {
  const EventTime earliest = parts_.hooks.clock() - parts_.config.engine.warm_up;
  for (kafka::StartPosition& position : positions) {
    if (position.committed && position.is_committed_lost()) {
      log_.warn(telemetry::LogLine("the committed offset is not retained: kafka.start decides")
                    .with("topic", position.partition.topic)
                    .with("partition", position.partition.partition)
                    .with("committed", *position.committed)
                    .with("retained_from", position.low)
                    .with("start", position.start));
    }
    if (const std::string why = book_.contradiction(position); !why.empty()) {
      return Error{
          Errc::bad_data,
          fmt::format("{}[{}]: {}. To go on without the state, type: centinela state reset "
                      "--accept-loss --config FILE --reason TEXT",
                      position.partition.topic,
                      position.partition.partition,
                      why)};
    }
    std::int64_t history = position.start;
    if (book_.wants_history(position)) {
      CENTINELA_TRY(const auto starts, consumer_->offsets_at({&position.partition, 1}, earliest));
      history = starts.empty() ? history : starts.front().offset;
    }
    position.start = book_.assign(position, history);
    if (exactly_once_ != nullptr) {
      CENTINELA_TRY(exactly_once_->assigned(position, position.start));
    }
    log_.info(telemetry::LogLine("partition assigned")
                  .with("topic", position.partition.topic)
                  .with("partition", position.partition.partition)
                  .with("replay_from", position.start)
                  .with("live_from", book_.live_from(position.partition)));
  }
  last_record_ = std::chrono::steady_clock::now();
  shard_.add(telemetry::series("centinela_kafka_rebalances_total", "assigned"));
  return {};
}

void EngineLoop::released(std::span<const TopicPartition> partitions, bool may_commit) {
  if (may_commit) {
    if (auto committed = commit(true); !committed) {
      log_.warn(telemetry::LogLine("revoked before all was committed: it will be read again")
                    .with("error", committed.error().detail));
    }
  }
  shard_.add(may_commit ? telemetry::series("centinela_kafka_rebalances_total", "revoked")
                        : telemetry::series("centinela_kafka_rebalances_total", "lost"));
  delivery_->forget(partitions);
  book_.release(partitions);
}

}  // namespace centinela::app
