// The inside of Consumer, shared by the three files that implement it. Floor 9, private.
#pragma once

#include "kafka/client.h"
#include "kafka/consumer.h"
#include "kafka/partition_list.h"

#include <atomic>
#include <deque>
#include <map>

namespace centinela::kafka {

// librdkafka waits for our answer to each rebalance, so there is at most one.
struct PendingRebalance {
  bool is_assignment = false;
  std::vector<TopicPartition> partitions;
};

struct PendingCommit {
  std::optional<Result<void>> outcome;  // empty until the group's coordinator has answered
};

struct Consumer::Impl {
  ConsumerSettings settings;
  ConsumerHandlers handlers;
  ClientContext context;
  // Above what it frees last: everything below goes before the handle does.
  HandlePtr handle;
  QueuePtr queue;         // records, rebalances, errors
  QueuePtr commit_queue;  // answers to commits

  std::vector<rd_kafka_message_t*> messages;  // [batch_records_max]; owned by librdkafka
  std::size_t message_count = 0;
  std::vector<KafkaRecord> records;
  const rd_kafka_topic_s* known_topic = nullptr;  // of the last record, to spare a look-up
  std::uint16_t known_topic_index = 0;

  std::optional<PendingRebalance> rebalance;
  std::map<TopicPartition, std::int64_t> starts;  // of the current assignment
  std::map<TopicPartition, std::int64_t> moved;   // partition -> offset that is no longer there
  std::map<TopicPartition, std::int64_t> ends;    // where a fetch last met the end of the log
  std::optional<Error> pending_error;             // told once the records before it were handed out
  std::deque<PendingCommit> pending_commits;      // references stay valid while the ends change
  CommitCounts commit_counts;
  std::atomic<std::int32_t> nobodies{0};  // memberships told while there was none
  bool is_in_handler = false;
  bool is_closed = false;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  Impl(Impl&&) = delete;
  Impl& operator=(Impl&&) = delete;
  ~Impl();

  // consumer.cpp
  void release_batch() noexcept;
  void take_message(rd_kafka_message_t& message);
  void take_error(const rd_kafka_message_t& message);
  [[nodiscard]] std::uint16_t topic_index(const rd_kafka_message_t& message);
  void report(const Error& error) const;

  // rebalance.cpp
  static void on_rebalance(rd_kafka_t* handle,
                           rd_kafka_resp_err_t code,
                           rd_kafka_topic_partition_list_t* partitions,
                           void* opaque);
  [[nodiscard]] Result<void> serve_rebalance();
  [[nodiscard]] Result<void> serve_assignment(std::span<const TopicPartition> partitions);
  [[nodiscard]] Result<void> serve_assignment_of_others(std::span<const TopicPartition> partitions);
  [[nodiscard]] Result<void> serve_revocation(std::span<const TopicPartition> partitions);
  [[nodiscard]] Result<void> serve_moved();
  [[nodiscard]] Result<void> restart(std::span<const StartPosition> targets);
  [[nodiscard]] Result<void> start_at(std::span<const StartPosition> positions);
  [[nodiscard]] Result<void> drop_partitions(std::span<const TopicPartition> partitions);
  [[nodiscard]] bool is_cooperative() const noexcept;
  void pin_starts(std::span<const StartPosition> positions);

  // offsets.cpp
  [[nodiscard]] Result<std::vector<StartPosition>> start_positions(
      std::span<const TopicPartition> partitions) const;
  [[nodiscard]] Result<std::vector<PartitionOffset>> committed(
      std::span<const TopicPartition> partitions) const;
  // Fills low, high and start of a position whose committed offset is known or absent.
  [[nodiscard]] Result<void> locate(StartPosition& position) const;
  // The next record of each assigned partition.
  [[nodiscard]] std::vector<PartitionOffset> positions() const;
  [[nodiscard]] Result<PendingCommit*> send_commit(std::span<const PartitionOffset> next_to_read);
  void serve_commits(std::chrono::milliseconds timeout);
  void forget_answered_commits();
};

}  // namespace centinela::kafka
