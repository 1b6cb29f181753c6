#include "kafka/partition_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

constexpr std::chrono::milliseconds poll_time{500};

}  // namespace

Result<PartitionReader::Reading*> PartitionReader::reading(const TopicPartition& partition,
                                                           std::int64_t from) {
  if (const auto found = readings_.find(partition); found != readings_.end()) {
    return &found->second;
  }
  // Who reads again has read it before: what is gone cannot be left out.
  ConsumerHandlers handlers;
  handlers.moved = [](std::span<const StartPosition> targets) -> Result<void> {
    const StartPosition& gone = targets.front();
    return Error{Errc::bad_data,
                 fmt::format("{}[{}]: offset {} was to be read, but the log holds {}..{} only",
                             gone.partition.topic,
                             gone.partition.partition,
                             gone.committed.value_or(0),
                             gone.low,
                             gone.high)};
  };
  CENTINELA_TRY(Consumer consumer, Consumer::create(settings_, std::move(handlers)));
  const PartitionOffset start{partition.topic, partition.partition, from, {}};
  CENTINELA_TRY(consumer.assign({&start, 1}));
  return &readings_.try_emplace(partition, Reading{std::move(consumer), {}}).first->second;
}

Result<std::span<const KafkaRecord>> PartitionReader::read(const TopicPartition& partition,
                                                           std::int64_t from,
                                                           std::int64_t to) {
  CENTINELA_TRY(Reading* const reading, this->reading(partition, from));
  if (reading->rest.empty() && reading->consumer.end_seen(partition) < to) {
    CENTINELA_TRY(reading->rest, reading->consumer.poll(poll_time));
    if (reading->rest.empty() && reading->consumer.end_seen(partition) < to) {
      return Error{Errc::unavailable,
                   fmt::format("{}[{}] is read again up to offset {}: nothing came",
                               partition.topic,
                               partition.partition,
                               to)};
    }
  }
  const auto end = std::find_if(reading->rest.begin(),
                                reading->rest.end(),
                                [to](const KafkaRecord& record) { return record.offset >= to; });
  const auto count = static_cast<std::size_t>(end - reading->rest.begin());
  const std::span<const KafkaRecord> records = reading->rest.first(count);
  reading->rest = reading->rest.subspan(count);
  return records;
}

}  // namespace centinela::kafka
