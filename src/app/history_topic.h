// HistoryTopic: all that the configured topics retain at this moment, in the order of time.
// Floor 10.
//
// Reads without joining the group, so nobody is thrown out and nothing is committed by reading.
// Brokers send one partition's records far ahead of another's; a baseline that learnt them so would
// take most of them for late, so the partitions are merged by timestamp.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/position.h"

#include "config/config.h"
#include "kafka/consumer.h"

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace centinela::app {

struct HistoryRecord {
  std::optional<std::string> value;
  std::vector<std::pair<std::string, std::string>> headers;
  EventTime timestamp;
  Position position;
};

class HistoryTopic {
 public:
  // Error: unavailable without a broker; config when a topic is missing, or when the group has
  // committed offsets already: a daemon was there before, and history is its own.
  [[nodiscard]] static Result<HistoryTopic> open(const config::Config& config);

  // The oldest record that was not taken yet; nothing at the end.
  // Error: unavailable when nothing came for a minute.
  [[nodiscard]] Result<std::optional<HistoryRecord>> next();

  // First offset behind the history of each partition.
  [[nodiscard]] const std::vector<kafka::PartitionOffset>& ends() const noexcept { return ends_; }
  // The daemon begins there.
  [[nodiscard]] Result<void> commit_ends();

 private:
  struct Partition {
    std::deque<HistoryRecord> waiting;
    std::int64_t read_through = 0;
    std::int64_t end = 0;

    [[nodiscard]] bool is_at_end() const noexcept { return read_through >= end; }
  };

  explicit HistoryTopic(kafka::Consumer consumer) : consumer_(std::move(consumer)) {}
  [[nodiscard]] Result<void> begin(std::span<const kafka::StartPosition> positions);
  // Until every partition that has more to come has a record waiting, or too many wait.
  [[nodiscard]] Result<void> fill();
  [[nodiscard]] bool is_filled() const;
  void note_progress();

  kafka::Consumer consumer_;
  std::vector<kafka::PartitionOffset> ends_;
  std::map<kafka::TopicPartition, Partition> partitions_;
  std::size_t waiting_ = 0;
};

}  // namespace centinela::app
