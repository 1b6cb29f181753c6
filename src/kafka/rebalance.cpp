// What a consumer does when partitions come and go. The callback only notes what librdkafka asks
// for; it is answered at the next poll, when no borrowed record is alive and no lock is held.
#include "kafka/consumer_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

// Handlers may ask the consumer, but not poll it.
class HandlerScope {
 public:
  explicit HandlerScope(bool& is_in_handler) noexcept : is_in_handler_(is_in_handler) {
    is_in_handler_ = true;
  }
  ~HandlerScope() { is_in_handler_ = false; }
  HandlerScope(const HandlerScope&) = delete;
  HandlerScope& operator=(const HandlerScope&) = delete;
  HandlerScope(HandlerScope&&) = delete;
  HandlerScope& operator=(HandlerScope&&) = delete;

 private:
  bool& is_in_handler_;
};

PartitionOffset to_offset(const StartPosition& position) {
  return {.topic = position.partition.topic,
          .partition = position.partition.partition,
          .offset = position.start,
          .metadata = {}};
}

}  // namespace

Result<std::int64_t> choose_start(const StartPosition& position,
                                  StartPolicy policy,
                                  std::string_view group_id) {
  if (position.committed && !position.is_committed_lost()) {
    return *position.committed;
  }
  if (policy == StartPolicy::fail) {
    const std::string found =
        position.committed ? fmt::format("offset {}, which is not retained", *position.committed)
                           : std::string{"no committed offset"};
    return Error{
        Errc::config,
        fmt::format(
            "{}[{}]: expected a committed offset of group {} within {}..{}, found {}: set "
            "kafka.start to earliest or latest, or the offset with kafka-consumer-groups.sh "
            "--group {} --topic {}:{} --reset-offsets --to-earliest --execute",
            position.partition.topic,
            position.partition.partition,
            group_id,
            position.low,
            position.high,
            found,
            group_id,
            position.partition.topic,
            position.partition.partition)};
  }
  // Retention overtook the group: what is left of the log is read, whatever the policy says of a
  // group that is new.
  if (position.committed && *position.committed < position.low) {
    return position.low;
  }
  return policy == StartPolicy::earliest ? position.low : position.high;
}

void Consumer::Impl::on_rebalance(rd_kafka_t* handle,
                                  rd_kafka_resp_err_t code,
                                  rd_kafka_topic_partition_list_t* partitions,
                                  void* opaque) {
  auto& self = *static_cast<Impl*>(static_cast<ClientContext*>(opaque)->owner);
  if (code != RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS &&
      code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) {
    self.report(to_error(code, "rebalance"));
  }
  self.rebalance = PendingRebalance{.is_assignment = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS,
                                    .partitions = partitions_of(*partitions)};
  // Ends the poll that called us, so that the answer is not held up by its time-out.
  rd_kafka_yield(handle);
}

bool Consumer::Impl::is_cooperative() const noexcept {
  const char* protocol = rd_kafka_rebalance_protocol(handle.get());
  return protocol != nullptr && std::string_view{protocol} == "COOPERATIVE";
}

Result<void> Consumer::Impl::serve_rebalance() {
  const std::optional<PendingRebalance> pending = std::exchange(rebalance, std::nullopt);
  if (!pending) {
    return {};
  }
  if (!pending->is_assignment) {
    return serve_revocation(pending->partitions);
  }
  if (is_closed) {
    return to_result(rd_kafka_assign(handle.get(), nullptr), "assign");
  }
  Result<void> outcome = serve_assignment(pending->partitions);
  if (!outcome && outcome.error().code == Errc::unavailable) {
    // A broker is away: librdkafka waits for our answer, so the next poll tries again.
    report(outcome.error());
    rebalance = pending;
    return {};
  }
  return outcome;
}

// The group is answered with no partition at all: it goes by who is a member, and what is not
// assigned here is not fetched here. What it takes back later it names itself.
Result<void> Consumer::Impl::serve_assignment_of_others(
    std::span<const TopicPartition> partitions) {
  if (handlers.assigned) {
    std::vector<StartPosition> named;
    for (const TopicPartition& each : partitions) {
      named.push_back({.partition = each, .committed = std::nullopt, .metadata = {}});
    }
    const HandlerScope scope{is_in_handler};
    CENTINELA_TRY(handlers.assigned(named));
  }
  return to_result(rd_kafka_assign(handle.get(), to_list(std::span<const TopicPartition>{}).get()),
                   "assign");
}

Result<void> Consumer::Impl::serve_assignment(std::span<const TopicPartition> partitions) {
  if (!settings.reads) {
    return serve_assignment_of_others(partitions);
  }
  CENTINELA_TRY(std::vector<StartPosition> positions, start_positions(partitions));
  if (handlers.assigned) {
    const HandlerScope scope{is_in_handler};
    CENTINELA_TRY(handlers.assigned(positions));
  }
  if (!is_cooperative()) {
    starts.clear();
  }
  CENTINELA_TRY(start_at(positions));
  pin_starts(positions);
  return {};
}

// A partition without a committed offset that starts at its end would, if we ended before the first
// commit, start at a later end: what came in between would never be read.
void Consumer::Impl::pin_starts(std::span<const StartPosition> positions) {
  std::vector<PartitionOffset> missing;
  for (const StartPosition& each : positions) {
    if (!each.committed && settings.pins_starts) {
      missing.push_back(to_offset(each));
    }
  }
  if (!missing.empty()) {
    // When it fails, the first commit does the same a moment later.
    static_cast<void>(send_commit(missing).has_value());
  }
}

Result<void> Consumer::Impl::start_at(std::span<const StartPosition> positions) {
  std::vector<PartitionOffset> offsets;
  for (const StartPosition& each : positions) {
    starts.insert_or_assign(each.partition, each.start);
    offsets.push_back(to_offset(each));
  }
  const PartitionListPtr list = to_list(offsets);
  if (is_cooperative()) {
    return to_result(rd_kafka_incremental_assign(handle.get(), list.get()), "assign");
  }
  return to_result(rd_kafka_assign(handle.get(), list.get()), "assign");
}

Result<void> Consumer::Impl::serve_revocation(std::span<const TopicPartition> partitions) {
  const bool is_lost = rd_kafka_assignment_lost(handle.get()) != 0;
  const auto& handler = is_lost ? handlers.lost : handlers.revoked;
  if (handler) {
    const HandlerScope scope{is_in_handler};
    handler(partitions);
  }
  return drop_partitions(partitions);
}

Result<void> Consumer::Impl::drop_partitions(std::span<const TopicPartition> partitions) {
  for (const TopicPartition& each : partitions) {
    starts.erase(each);
    moved.erase(each);
  }
  if (is_cooperative()) {
    return to_result(rd_kafka_incremental_unassign(handle.get(), to_list(partitions).get()),
                     "unassign");
  }
  return to_result(rd_kafka_assign(handle.get(), nullptr), "unassign");
}

// The log no longer holds what a partition was to read next. Its new start goes in by assigning
// anew (seek() of librdkafka 2.0.2 is not to be trusted): all partitions, the others where they
// are.
Result<void> Consumer::Impl::serve_moved() {
  if (moved.empty()) {
    return {};
  }
  std::vector<StartPosition> targets;
  for (const auto& [partition, offset] : moved) {
    StartPosition target{.partition = partition, .committed = offset, .metadata = {}};
    if (Result<void> outcome = locate(target); !outcome) {
      if (outcome.error().code != Errc::unavailable) {
        return outcome;
      }
      report(outcome.error());
      return {};  // the next poll tries again
    }
    targets.push_back(std::move(target));
  }
  if (handlers.moved) {
    const HandlerScope scope{is_in_handler};
    CENTINELA_TRY(handlers.moved(targets));
  }
  return restart(targets);
}

Result<void> Consumer::Impl::restart(std::span<const StartPosition> targets) {
  if (is_cooperative()) {
    std::vector<TopicPartition> partitions;
    for (const StartPosition& each : targets) {
      partitions.push_back(each.partition);
    }
    CENTINELA_TRY(drop_partitions(partitions));
    return start_at(targets);
  }
  for (const PartitionOffset& each : positions()) {
    starts.insert_or_assign({each.topic, each.partition}, each.offset);
  }
  for (const StartPosition& each : targets) {
    starts.insert_or_assign(each.partition, each.start);
  }
  moved.clear();
  std::vector<PartitionOffset> all;
  all.reserve(starts.size());
  for (const auto& [partition, start] : starts) {
    all.push_back({.topic = partition.topic,
                   .partition = partition.partition,
                   .offset = start,
                   .metadata = {}});
  }
  return to_result(rd_kafka_assign(handle.get(), to_list(all).get()), "assign");
}

}  // namespace centinela::kafka
