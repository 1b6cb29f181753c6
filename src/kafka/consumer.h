// A member of a consumer group: batches of borrowed records, start positions decided by the owner,
// commits by hand. Floor 9.
//
// Confined to the thread that polls; handlers are called on it, from poll() and close(), never from
// inside librdkafka, so they may take their time and call the consumer (but not poll or close).
// Records are borrowed until the next poll() or close(). No partition is ever paused: what is not
// polled fills the bounded queues, and librdkafka stops fetching.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "kafka/partitions.h"
#include "kafka/record.h"
#include "kafka/settings.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::kafka {

// Where a partition starts that has no committed offset, or whose committed offset is not retained.
enum class StartPolicy : std::uint8_t { earliest, latest, fail };

// What the broker says of a partition, and where it follows that reading starts.
struct StartPosition {
  TopicPartition partition;
  std::optional<std::int64_t> committed;  // next record to read, as the group left it
  std::string metadata;                   // stored with the committed offset
  std::int64_t low = 0;                   // first record that is retained
  std::int64_t high = 0;                  // where the next record will be written
  std::int64_t start = 0;                 // first record to read; the owner may lower it to `low`

  // Records between the committed offset and `low` are gone, or the log ends before it.
  [[nodiscard]] bool is_committed_lost() const noexcept {
    return committed && (*committed < low || *committed > high);
  }
};

// All are optional. `assigned` and `moved` may change `start`; their error ends the poll.
struct ConsumerHandlers {
  // Partitions are ours from now on. An `unavailable` error is tried again with the next poll.
  std::function<Result<void>(std::span<StartPosition>)> assigned;
  // Partitions go to somebody else after this call: the last moment to commit.
  std::function<void(std::span<const TopicPartition>)> revoked;
  // They are gone already: what was read of them and not committed belongs to another; never
  // commit.
  std::function<void(std::span<const TopicPartition>)> lost;
  // The log deleted what a running partition was to read next.
  std::function<Result<void>(std::span<StartPosition>)> moved;
  // Degraded but running: no broker answers, a topic is gone, the group threw us out and we rejoin.
  std::function<void(const Error&)> problem;
};

struct ConsumerSettings {
  ClientSettings client;
  std::string group_id = "centinela";
  std::vector<std::string> topics;
  StartPolicy start = StartPolicy::earliest;
  std::size_t batch_records_max = 1000;
  std::chrono::milliseconds query_timeout{5000};  // of each question to a broker
  int library_version = 0;                        // 0: the version of librdkafka that runs
  // Commits the start of a partition that has no offset yet; not where a transaction has to.
  bool pins_starts = true;
  bool tells_end = false;  // end_seen() follows the log
  // False: a member of its group for others, who read by themselves what `assigned` names. Of its
  // positions only the partition is told, nothing is fetched, and the assignor has to be `range`.
  bool reads = true;
};

struct PartitionLag {
  TopicPartition partition;
  std::int64_t position = 0;  // next record to deliver
  std::int64_t high = 0;      // as of the last fetch
  [[nodiscard]] std::int64_t records() const noexcept {
    return high > position ? high - position : 0;
  }
};

struct CommitCounts {
  std::uint64_t accepted = 0;
  std::uint64_t failed = 0;
};

class Consumer {
 public:
  [[nodiscard]] static Result<Consumer> create(ConsumerSettings settings,
                                               ConsumerHandlers handlers);
  Consumer(Consumer&&) noexcept;
  Consumer& operator=(Consumer&&) noexcept;
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;
  ~Consumer();  // closes within 5 s

  // Joins the group for all configured topics; `assigned` follows from a later poll.
  [[nodiscard]] Result<void> subscribe();
  // Reads these without being a member: they are ours as if the group had assigned them, and
  // `assigned` follows from a later poll. Who commits needs the membership of whoever has them.
  void take(std::vector<TopicPartition> partitions);
  // Reads exactly these, from these offsets, without a group (commits still work).
  [[nodiscard]] Result<void> assign(std::span<const PartitionOffset> starts);

  // Waits up to `timeout` for a first record, then takes what is there already. Empty after a
  // rebalance or when nothing came. Error: what cannot pass by itself (fenced, not authorised,
  // start policy `fail`).
  [[nodiscard]] Result<std::span<const KafkaRecord>> poll(std::chrono::milliseconds timeout);

  // The one place where an offset is stored: each is that of the NEXT record to read, last + 1.
  [[nodiscard]] Result<void> commit(std::span<const PartitionOffset> next_to_read,
                                    std::chrono::milliseconds timeout);
  // The answer is counted by a later poll. Error: unavailable while too many are unanswered.
  [[nodiscard]] Result<void> commit_async(std::span<const PartitionOffset> next_to_read);
  [[nodiscard]] CommitCounts commits() const noexcept;
  // Complaints of the client that may pass by themselves, so far.
  [[nodiscard]] std::uint64_t errors() const noexcept;

  // Questions to the brokers, each bounded by query_timeout.
  [[nodiscard]] Result<std::vector<PartitionOffset>> committed(
      std::span<const TopicPartition>) const;
  [[nodiscard]] Result<std::vector<StartPosition>> start_positions(
      std::span<const TopicPartition>) const;
  // The first record of each partition with that timestamp or a later one; its end if there is
  // none.
  [[nodiscard]] Result<std::vector<PartitionOffset>> offsets_at(std::span<const TopicPartition>,
                                                                EventTime time) const;

  // Who we are to the group at present, as librdkafka writes it; a transaction's offsets go with
  // it. While we are nobody: one that the brokers refuse, another each time. committed() may be
  // asked from a second thread, this from any.
  [[nodiscard]] Result<std::string> membership() const;

  // Answered from memory.
  [[nodiscard]] std::vector<TopicPartition> assignment() const;
  [[nodiscard]] std::vector<PartitionLag> lag() const;
  // The end of the log as a fetch last met it, 0 before; with `tells_end` only.
  [[nodiscard]] std::int64_t end_seen(const TopicPartition& partition) const;
  // False once every broker is known to be down, until one answers.
  [[nodiscard]] bool is_connected() const noexcept;

  // Hands the partitions back (calling `revoked`) and leaves the group. Error: unavailable when the
  // brokers did not let go in time; the handle is then left to the end of the process, because
  // librdkafka 2.0.2 may wait for ever in its destructor.
  [[nodiscard]] Result<void> close(std::chrono::milliseconds timeout);

 private:
  struct Impl;
  explicit Consumer(std::unique_ptr<Impl> impl) noexcept;

  std::unique_ptr<Impl> impl_;
};

// Pure: where reading starts, given what the broker said in the other fields.
// Error: config, for a missing or lost committed offset under StartPolicy::fail.
[[nodiscard]] Result<std::int64_t> choose_start(const StartPosition& position,
                                                StartPolicy policy,
                                                std::string_view group_id);

}  // namespace centinela::kafka
