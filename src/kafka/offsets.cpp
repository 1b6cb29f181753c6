// What a consumer asks the brokers about offsets, and how it commits them.
#include "kafka/consumer_impl.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t unanswered_commits_max = 16;
constexpr std::size_t metadata_bytes_max = 4096;  // offset.metadata.max.bytes of a broker

bool is_printable_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

using GroupMetadataPtr = std::unique_ptr<rd_kafka_consumer_group_metadata_t,
                                         FreeWith<rd_kafka_consumer_group_metadata_destroy>>;

struct FreeMemory {
  void operator()(char* text) const noexcept { rd_kafka_mem_free(nullptr, text); }
};

std::string name_of(const TopicPartition& partition) {
  return fmt::format("{}[{}]", partition.topic, partition.partition);
}

}  // namespace

Result<std::vector<PartitionOffset>> Consumer::Impl::committed(
    std::span<const TopicPartition> partitions) const {
  const PartitionListPtr list = to_list(partitions);
  CENTINELA_TRY(to_result(
      rd_kafka_committed(handle.get(), list.get(), to_milliseconds(settings.query_timeout)),
      fmt::format("committed offsets of group {}", settings.group_id)));
  CENTINELA_TRY(first_error(*list, "committed offset of"));
  return offsets_of(*list);
}

Result<void> Consumer::Impl::locate(StartPosition& position) const {
  CENTINELA_TRY(to_result(rd_kafka_query_watermark_offsets(handle.get(),
                                                           position.partition.topic.c_str(),
                                                           position.partition.partition,
                                                           &position.low,
                                                           &position.high,
                                                           to_milliseconds(settings.query_timeout)),
                          fmt::format("first and last offset of {}", name_of(position.partition))));
  CENTINELA_TRY(position.start, choose_start(position, settings.start, settings.group_id));
  return {};
}

Result<std::vector<StartPosition>> Consumer::Impl::start_positions(
    std::span<const TopicPartition> partitions) const {
  CENTINELA_TRY(const std::vector<PartitionOffset> known, committed(partitions));
  std::vector<StartPosition> positions;
  positions.reserve(partitions.size());
  for (const TopicPartition& partition : partitions) {
    StartPosition position{.partition = partition, .committed = std::nullopt, .metadata = {}};
    const auto found = std::find_if(known.begin(), known.end(), [&](const PartitionOffset& each) {
      return each.partition == partition.partition && each.topic == partition.topic;
    });
    if (found != known.end()) {
      position.committed = found->offset;
      position.metadata = found->metadata;
    }
    CENTINELA_TRY(locate(position));
    positions.push_back(std::move(position));
  }
  return positions;
}

std::vector<PartitionOffset> Consumer::Impl::positions() const {
  std::vector<TopicPartition> partitions;
  partitions.reserve(starts.size());
  for (const auto& [partition, start] : starts) {
    partitions.push_back(partition);
  }
  const PartitionListPtr list = to_list(partitions);
  rd_kafka_position(handle.get(), list.get());
  std::vector<PartitionOffset> result;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& element = list->elems[i];
    // Unknown until the first record was delivered.
    const std::int64_t start = starts.at({element.topic, element.partition});
    result.push_back({.topic = element.topic,
                      .partition = element.partition,
                      .offset = element.offset >= 0 ? element.offset : start,
                      .metadata = {}});
  }
  return result;
}

Result<PendingCommit*> Consumer::Impl::send_commit(std::span<const PartitionOffset> next_to_read) {
  for (const PartitionOffset& each : next_to_read) {
    CENTINELA_CHECK(each.offset >= 0);
    CENTINELA_CHECK(is_printable_ascii(each.metadata));
    CENTINELA_CHECK(each.metadata.size() <= metadata_bytes_max);
  }
  if (pending_commits.size() >= unanswered_commits_max) {
    return Error{Errc::unavailable,
                 fmt::format("commit: {} commits are unanswered by the coordinator of group {}",
                             pending_commits.size(),
                             settings.group_id)};
  }
  PendingCommit& pending = pending_commits.emplace_back();
  const Result<void> sent = to_result(
      rd_kafka_commit_queue(
          handle.get(), to_list(next_to_read).get(), commit_queue.get(), nullptr, &pending),
      "commit");
  if (!sent) {
    pending_commits.pop_back();
    return sent.error();
  }
  return &pending;
}

void Consumer::Impl::serve_commits(milliseconds timeout) {
  int wait = to_milliseconds(timeout);
  while (const EventPtr event{rd_kafka_queue_poll(commit_queue.get(), wait)}) {
    wait = 0;
    if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_OFFSET_COMMIT) {
      continue;
    }
    Result<void> outcome = to_result(rd_kafka_event_error(event.get()), "commit");
    if (const auto* list = rd_kafka_event_topic_partition_list(event.get());
        outcome && list != nullptr) {
      outcome = first_error(*list, "commit of");
    }
    if (outcome) {
      ++commit_counts.accepted;
      context.are_brokers_down = false;
    } else {
      ++commit_counts.failed;
      report(outcome.error());
    }
    static_cast<PendingCommit*>(rd_kafka_event_opaque(event.get()))->outcome = std::move(outcome);
  }
}

void Consumer::Impl::forget_answered_commits() {
  while (!pending_commits.empty() && pending_commits.front().outcome) {
    pending_commits.pop_front();
  }
}

Result<void> Consumer::commit(std::span<const PartitionOffset> next_to_read, milliseconds timeout) {
  if (next_to_read.empty()) {
    return {};
  }
  Impl& self = *impl_;
  CENTINELA_TRY(const PendingCommit* pending, self.send_commit(next_to_read));
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (!pending->outcome) {
    const auto left =
        std::chrono::duration_cast<milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left <= milliseconds{0}) {
      return Error{Errc::unavailable,
                   fmt::format("commit: the coordinator of group {} did not answer within {} ms",
                               self.settings.group_id,
                               timeout.count())};
    }
    self.serve_commits(left);
  }
  Result<void> outcome = *pending->outcome;
  self.forget_answered_commits();
  return outcome;
}

Result<void> Consumer::commit_async(std::span<const PartitionOffset> next_to_read) {
  if (next_to_read.empty()) {
    return {};
  }
  CENTINELA_TRY(impl_->send_commit(next_to_read));
  return {};
}

Result<std::vector<PartitionOffset>> Consumer::committed(
    std::span<const TopicPartition> partitions) const {
  return impl_->committed(partitions);
}

Result<std::vector<StartPosition>> Consumer::start_positions(
    std::span<const TopicPartition> partitions) const {
  return impl_->start_positions(partitions);
}

Result<std::vector<PartitionOffset>> Consumer::offsets_at(
    std::span<const TopicPartition> partitions, EventTime time) const {
  std::vector<PartitionOffset> wanted;
  wanted.reserve(partitions.size());
  for (const TopicPartition& each : partitions) {
    wanted.push_back({.topic = each.topic,
                      .partition = each.partition,
                      .offset = std::max<std::int64_t>(time.milliseconds(), 0),
                      .metadata = {}});
  }
  const PartitionListPtr list = to_list(wanted);
  CENTINELA_TRY(to_result(
      rd_kafka_offsets_for_times(
          impl_->handle.get(), list.get(), to_milliseconds(impl_->settings.query_timeout)),
      "offsets by time"));
  CENTINELA_TRY(first_error(*list, "offset by time of"));
  for (int i = 0; i < list->cnt; ++i) {
    rd_kafka_topic_partition_t& element = list->elems[i];
    if (element.offset < 0) {  // no record is that late: reading starts at the end
      std::int64_t low = 0;
      CENTINELA_TRY(to_result(
          rd_kafka_query_watermark_offsets(impl_->handle.get(),
                                           element.topic,
                                           element.partition,
                                           &low,
                                           &element.offset,
                                           to_milliseconds(impl_->settings.query_timeout)),
          "end of the log"));
    }
  }
  return offsets_of(*list);
}

Result<std::string> Consumer::membership() const {
  GroupMetadataPtr group{rd_kafka_consumer_group_metadata(impl_->handle.get())};
  // Asked last: what was taken before has a name if this has one. Without one the brokers would
  // take the offsets of a transaction from anybody.
  const std::unique_ptr<char, FreeMemory> name{rd_kafka_memberid(impl_->handle.get())};
  if (!group || !name || *name == '\0') {
    group.reset(rd_kafka_consumer_group_metadata_new_with_genid(
        impl_->settings.group_id.c_str(), ++impl_->nobodies, "nobody", nullptr));
  }
  void* bytes = nullptr;
  std::size_t size = 0;
  CENTINELA_TRY(to_result(rd_kafka_consumer_group_metadata_write(group.get(), &bytes, &size),
                          "membership of the group"));
  const std::string text{static_cast<const char*>(bytes), size};
  rd_kafka_mem_free(nullptr, bytes);
  return text;
}

std::int64_t Consumer::end_seen(const TopicPartition& partition) const {
  const auto found = impl_->ends.find(partition);
  return found == impl_->ends.end() ? 0 : found->second;
}

std::vector<TopicPartition> Consumer::assignment() const {
  std::vector<TopicPartition> partitions;
  partitions.reserve(impl_->starts.size());
  for (const auto& [partition, start] : impl_->starts) {
    partitions.push_back(partition);
  }
  return partitions;
}

std::vector<PartitionLag> Consumer::lag() const {
  std::vector<PartitionLag> result;
  for (const PartitionOffset& each : impl_->positions()) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const rd_kafka_resp_err_t code = rd_kafka_get_watermark_offsets(
        impl_->handle.get(), each.topic.c_str(), each.partition, &low, &high);
    // Unknown (-1001) until the first fetch was answered: no lag is better than an invented one.
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0) {
      result.push_back(
          {.partition = {each.topic, each.partition}, .position = each.offset, .high = high});
    }
  }
  return result;
}

}  // namespace centinela::kafka
