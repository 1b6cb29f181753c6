#include "app/daemon/partition_book.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {

bool PartitionBook::knows(const kafka::StartPosition& position) const {
  const auto known = known_through_.find(position.partition);
  // Outside the log: a topic that was made anew, or retention that overtook us.
  return known != known_through_.end() && known->second >= position.low &&
         known->second <= position.high;
}

void PartitionBook::restore(const kafka::TopicPartition& partition, std::int64_t next) {
  known_through_[partition] = next;
  restored_[partition] = next;
}

std::string PartitionBook::contradiction(const kafka::StartPosition& position) const {
  const auto found = restored_.find(position.partition);
  if (found == restored_.end()) {
    return {};
  }
  const std::int64_t state = found->second;
  if (state < position.low) {
    return fmt::format(
        "the checkpoint stands at offset {}, but the log begins with {}: {}..{} were "
        "deleted before they were read again",
        state,
        position.low,
        state,
        position.low - 1);
  }
  if (state > position.high) {
    return fmt::format(
        "the checkpoint stands at offset {}, but the log ends at {}: it is another "
        "log, or it was cut",
        state,
        position.high);
  }
  if (!position.committed || *position.committed < state) {
    return fmt::format(
        "the checkpoint stands at offset {}, the group's committed offset is {}: "
        "the state knows what nobody acknowledged",
        state,
        position.committed ? std::to_string(*position.committed) : "gone");
  }
  return {};
}

bool PartitionBook::wants_history(const kafka::StartPosition& position) const {
  return position.committed && !position.is_committed_lost() && position.start > position.low &&
         !knows(position);
}

std::int64_t PartitionBook::assign(const kafka::StartPosition& position, std::int64_t history) {
  std::int64_t live_from = position.start;
  std::int64_t read_from = position.start;
  if (knows(position)) {
    // What we took is on its way out or told; what another member committed meanwhile is told too.
    read_from = known_through_[position.partition];
    live_from = position.is_committed_lost() ? read_from
                                             : std::max(read_from, position.committed.value_or(0));
  } else if (wants_history(position)) {
    read_from = std::clamp(history, position.low, position.start);
  }
  known_through_[position.partition] = read_from;
  restored_.erase(position.partition);
  live_from_[position.partition] = live_from;
  next_to_read_[position.partition] = live_from;
  committed_[position.partition] = live_from;
  return read_from;
}

void PartitionBook::release(std::span<const kafka::TopicPartition> partitions) {
  for (const kafka::TopicPartition& partition : partitions) {
    next_to_read_.erase(partition);
    live_from_.erase(partition);
    committed_.erase(partition);
  }
}

void PartitionBook::took(const kafka::TopicPartition& partition, std::int64_t offset) {
  known_through_[partition] = offset + 1;
  std::int64_t& next = next_to_read_[partition];
  next = std::max(next, offset + 1);
}

void PartitionBook::committed(const Offsets& next_to_read) {
  for (const auto& [partition, offset] : next_to_read) {
    if (const auto known = committed_.find(partition); known != committed_.end()) {
      known->second = std::max(known->second, offset);
    }
  }
}

std::int64_t PartitionBook::uncommitted() const noexcept {
  std::int64_t count = 0;
  for (const auto& [partition, next] : next_to_read_) {
    const auto known = committed_.find(partition);
    count += known == committed_.end() ? 0 : next - known->second;
  }
  return count;
}

bool PartitionBook::is_live(const kafka::TopicPartition& partition, std::int64_t offset) const {
  const auto from = live_from_.find(partition);
  return from == live_from_.end() || offset >= from->second;
}

std::int64_t PartitionBook::live_from(const kafka::TopicPartition& partition) const {
  const auto from = live_from_.find(partition);
  return from == live_from_.end() ? 0 : from->second;
}

bool PartitionBook::is_restored() const {
  return std::all_of(live_from_.begin(), live_from_.end(), [this](const auto& each) {
    const auto known = known_through_.find(each.first);
    return known != known_through_.end() && known->second >= each.second;
  });
}

void PartitionBook::end_restoring() {
  for (const auto& [partition, offset] : live_from_) {
    std::int64_t& known = known_through_[partition];
    known = std::max(known, offset);
  }
}

std::vector<kafka::PartitionOffset> to_list(const Offsets& offsets) {
  std::vector<kafka::PartitionOffset> list;
  list.reserve(offsets.size());
  for (const auto& [partition, offset] : offsets) {
    list.push_back({partition.topic, partition.partition, offset, {}});
  }
  return list;
}

}  // namespace centinela::app
