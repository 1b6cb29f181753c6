// PartitionBook: of each partition, what is told already, what the engine knows, what comes next.
// Floor 10, pure.
//
// Confined to the engine thread. The engine's memory outlives an assignment: after a rebalance that
// gives a partition back, reading goes on where the engine stopped, so nothing is learnt twice.
#pragma once

#include "kafka/consumer.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace centinela::app {

// Next offset to read, by partition: what a commit says.
using Offsets = std::map<kafka::TopicPartition, std::int64_t>;

class PartitionBook {
 public:
  // True when the engine has none of what was judged before: it wants history.
  // The engine was brought to there by a checkpoint.
  void restore(const kafka::TopicPartition& partition, std::int64_t next);
  // Why a restored state and the partition as the broker has it do not fit; empty: they do.
  [[nodiscard]] std::string contradiction(const kafka::StartPosition& position) const;

  [[nodiscard]] bool wants_history(const kafka::StartPosition& position) const;
  // Enters the partition; `history` is the first record that the engine should know. Returns the
  // offset to read from: at most the one from which decisions are told.
  std::int64_t assign(const kafka::StartPosition& position, std::int64_t history);
  void release(std::span<const kafka::TopicPartition> partitions);
  void took(const kafka::TopicPartition& partition, std::int64_t offset);

  // False: it was told before, under the same id; the engine only learns it again.
  [[nodiscard]] bool is_live(const kafka::TopicPartition& partition, std::int64_t offset) const;
  [[nodiscard]] std::int64_t live_from(const kafka::TopicPartition& partition) const;
  // Every partition has been read up to where it is live.
  [[nodiscard]] bool is_restored() const;
  // Nothing more comes: what lies before `live_from` are transaction markers or compacted away.
  void end_restoring();
  [[nodiscard]] bool empty() const noexcept { return next_to_read_.empty(); }
  [[nodiscard]] const Offsets& next_to_read() const noexcept { return next_to_read_; }
  void committed(const Offsets& next_to_read);
  // Records taken whose offsets no commit covers yet.
  [[nodiscard]] std::int64_t uncommitted() const noexcept;
  // First offset that the engine has not taken, also of partitions that were given away.
  [[nodiscard]] const Offsets& known_through() const noexcept { return known_through_; }

 private:
  [[nodiscard]] bool knows(const kafka::StartPosition& position) const;

  Offsets next_to_read_;
  Offsets live_from_;
  Offsets committed_;
  Offsets known_through_;  // first offset that the engine has not taken; outlives the assignment
  Offsets restored_;       // those of a checkpoint, until they are assigned
};

[[nodiscard]] std::vector<kafka::PartitionOffset> to_list(const Offsets& offsets);

}  // namespace centinela::app
