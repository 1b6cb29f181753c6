#include "app/history_topic.h"

#include "app/daemon/consumer_settings.h"
#include "app/input_partitions.h"
#include "app/kafka_record.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds commit_timeout{10};
constexpr std::chrono::seconds silence_max{60};
// Partitions of very unlike size: from here on order gives way to memory.
constexpr std::size_t waiting_max = 200'000;

HistoryRecord copy_of(const kafka::KafkaRecord& record) {
  HistoryRecord copy;
  if (record.value) {
    copy.value = std::string{*record.value};
  }
  for (std::size_t i = 0; i < record.headers.size(); ++i) {
    if (const auto header = record.headers.at(i)) {
      copy.headers.emplace_back(header->name, header->value.value_or(std::string_view{}));
    }
  }
  copy.timestamp = timestamp_of(record);
  copy.position = position_of(record);
  return copy;
}

Result<void> check_is_new(std::span<const kafka::StartPosition> positions,
                          std::string_view group_id) {
  for (const kafka::StartPosition& each : positions) {
    if (each.committed) {
      return Error{
          Errc::config,
          fmt::format("group {} has committed {}[{}] at {}: a daemon or an earlier bootstrap read "
                      "that history, and a checkpoint made now would not fit. Bootstrap belongs "
                      "before the first "
                      "start; choose another kafka.group_id to begin anew",
                      group_id,
                      each.partition.topic,
                      each.partition.partition,
                      *each.committed)};
    }
  }
  return {};
}

}  // namespace

Result<HistoryTopic> HistoryTopic::open(const config::Config& config) {
  kafka::ConsumerSettings settings = consumer_settings(config);
  settings.tells_end = true;
  // kafka.start is of the daemon's group, which has no offsets before its history is read.
  settings.start = kafka::StartPolicy::earliest;
  CENTINELA_TRY(const auto partitions, input_partitions(config, settings.client));
  CENTINELA_TRY(kafka::Consumer consumer, kafka::Consumer::create(std::move(settings), {}));
  HistoryTopic history{std::move(consumer)};
  CENTINELA_TRY(const auto positions, history.consumer_.start_positions(partitions));
  CENTINELA_TRY(check_is_new(positions, config.kafka.group_id));
  CENTINELA_TRY(history.begin(positions));
  return history;
}

Result<void> HistoryTopic::begin(std::span<const kafka::StartPosition> positions) {
  std::vector<kafka::PartitionOffset> starts;
  for (const kafka::StartPosition& position : positions) {
    const auto& [topic, partition] = position.partition;
    starts.push_back({topic, partition, position.low, {}});
    ends_.push_back({topic, partition, position.high, {}});
    partitions_[position.partition] = {{}, position.low, position.high};
  }
  return consumer_.assign(starts);
}

// What a transaction or a compaction leaves at the end is no record: only the end itself tells.
void HistoryTopic::note_progress() {
  for (auto& [key, partition] : partitions_) {
    partition.read_through = std::max(partition.read_through, consumer_.end_seen(key));
  }
}

bool HistoryTopic::is_filled() const {
  return waiting_ >= waiting_max ||
         std::all_of(partitions_.begin(), partitions_.end(), [](const auto& entry) {
           return !entry.second.waiting.empty() || entry.second.is_at_end();
         });
}

Result<void> HistoryTopic::fill() {
  const auto deadline = steady_clock::now() + silence_max;
  while (!is_filled()) {
    CENTINELA_TRY(const auto records, consumer_.poll(std::chrono::milliseconds{100}));
    for (const kafka::KafkaRecord& record : records) {
      Partition& partition = partitions_[{std::string{record.topic}, record.partition}];
      partition.read_through = std::max(partition.read_through, record.offset + 1);
      if (record.offset < partition.end) {
        partition.waiting.push_back(copy_of(record));
        ++waiting_;
      }
    }
    if (records.empty()) {
      note_progress();
      if (steady_clock::now() > deadline) {
        return Error{Errc::unavailable,
                     fmt::format("the brokers sent no record for {} s, and the history does not "
                                 "end there",
                                 silence_max.count())};
      }
    }
  }
  return {};
}

Result<std::optional<HistoryRecord>> HistoryTopic::next() {
  CENTINELA_TRY(fill());
  Partition* oldest = nullptr;
  for (auto& [key, partition] : partitions_) {
    const bool is_older = !partition.waiting.empty() &&
                          (oldest == nullptr ||
                           partition.waiting.front().timestamp < oldest->waiting.front().timestamp);
    oldest = is_older ? &partition : oldest;
  }
  if (oldest == nullptr) {
    return std::optional<HistoryRecord>{};
  }
  std::optional<HistoryRecord> record{std::move(oldest->waiting.front())};
  oldest->waiting.pop_front();
  --waiting_;
  return record;
}

Result<void> HistoryTopic::commit_ends() {
  return consumer_.commit(ends_, commit_timeout);
}

}  // namespace centinela::app
