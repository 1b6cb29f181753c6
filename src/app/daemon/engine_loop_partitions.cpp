// Partitions that come and go: where reading begins, and what is committed before they are given
// away.
#include "app/accepted_loss.h"
#include "app/daemon/engine_loop.h"

#include <fmt/format.h>

namespace centinela::app {

using kafka::TopicPartition;
using telemetry::LogLine;

namespace {

constexpr std::string_view way_on =
    "To go on without the state, type: centinela state reset --accept-loss --config FILE --reason "
    "TEXT";

}  // namespace

// What the engine was to read next is not there. Nobody has judged it: to read on elsewhere is for
// a person to say, and what the state knows of another log is never right.
Result<void> EngineLoop::accept_gap(const kafka::StartPosition& position) {
  const auto& [topic, partition] = position.partition;
  const std::int64_t next = position.committed.value_or(0);
  if (next > position.high) {
    return Error{Errc::bad_data,
                 fmt::format("{}[{}]: offset {} was to be read next, but the log ends at {}: it is "
                             "another log, or it was cut. {}",
                             topic,
                             partition,
                             next,
                             position.high,
                             way_on)};
  }
  shard_.add(telemetry::series("centinela_kafka_lost_messages_total"),
             static_cast<std::uint64_t>(position.low - next));
  const std::string gap = fmt::format("{}..{}", next, position.low - 1);
  log_.error(LogLine("records were deleted before they were read: nobody has judged them")
                 .with("topic", topic)
                 .with("partition", partition)
                 .with("offsets", gap));
  if (is_loss_accepted(parts_.config, parts_.slice)) {
    return {};
  }
  return Error{Errc::bad_data,
               fmt::format("{}[{}]: {} were deleted before they were read: the input retains too "
                           "little, or this daemon is too slow. {}",
                           topic,
                           partition,
                           gap,
                           way_on)};
}

// While it runs; of a start, assigned() tells.
Result<void> EngineLoop::moved(std::span<const kafka::StartPosition> targets) {
  for (const kafka::StartPosition& target : targets) {
    if (!target.is_committed_lost()) {
      continue;  // it was there again when it was asked for
    }
    if (auto accepted = accept_gap(target); !accepted) {
      // What was judged before the gap is told before the end.
      if (const auto committed = commit(true); !committed) {
        log_.warn(LogLine("not all was committed: it will be read again")
                      .with("error", committed.error().detail));
      }
      return accepted;
    }
  }
  return {};
}

Result<void> EngineLoop::assigned(std::span<kafka::StartPosition> positions) {
  const EventTime earliest = parts_.hooks.clock() - parts_.config.engine.warm_up;
  for (kafka::StartPosition& position : positions) {
    if (position.committed && position.is_committed_lost()) {
      log_.warn(LogLine("the committed offset is not retained: kafka.start decides")
                    .with("topic", position.partition.topic)
                    .with("partition", position.partition.partition)
                    .with("committed", *position.committed)
                    .with("retained_from", position.low)
                    .with("start", position.start));
    }
    if (const std::string why = book_.contradiction(position); !why.empty()) {
      return Error{Errc::bad_data,
                   fmt::format("{}[{}]: {}. {}",
                               position.partition.topic,
                               position.partition.partition,
                               why,
                               way_on)};
    }
    if (book_.known_through().contains(position.partition) && position.is_committed_lost()) {
      CENTINELA_TRY(accept_gap(position));
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
    log_.info(LogLine("partition assigned")
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
  if (may_commit && !is_abandoned_) {
    if (auto committed = commit(true); !committed) {
      log_.warn(LogLine("revoked before all was committed: it will be read again")
                    .with("error", committed.error().detail));
    }
  }
  shard_.add(may_commit ? telemetry::series("centinela_kafka_rebalances_total", "revoked")
                        : telemetry::series("centinela_kafka_rebalances_total", "lost"));
  delivery_->forget(partitions);
  book_.release(partitions);
}

}  // namespace centinela::app
