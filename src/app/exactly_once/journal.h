// Journal: in which order an engine took what, since the checkpoint that a restart begins with.
// Floor 10, pure. Confined to the engine thread.
//
// Records of one partition have the log's order; between partitions, and for ticks of an idle log,
// there is none but that in which they were taken. An entry is a run of one partition or a tick, so
// that a single partition is one entry however long. Written as printable ASCII, two to four
// characters an entry.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "kafka/partitions.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::app {

struct JournalEntry {
  std::optional<std::size_t> partition;  // index into partitions(); none: a tick
  std::int64_t value = 0;                // the offset after the run's last record; a tick's time

  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

struct JournalPartition {
  kafka::TopicPartition partition;
  std::int64_t base = 0;  // first offset of what the entries tell

  friend bool operator==(const JournalPartition&, const JournalPartition&) = default;
};

class Journal {
 public:
  // Of an engine at checkpoint `base` (0: fresh), whose next entry has this number.
  explicit Journal(std::uint64_t base = 0, std::uint64_t first_entry = 0)
      : base_(base), first_entry_(first_entry) {}

  // Records of this partition follow, from this offset on; nothing when it is known.
  void enter(const kafka::TopicPartition& partition, std::int64_t next);
  // REQUIRES: entered. All records of the partition before `next` were taken.
  void took(const kafka::TopicPartition& partition, std::int64_t next);
  void ticked(EventTime time);

  // The number of the next entry; a run that goes on behind it is an entry of its own.
  [[nodiscard]] std::uint64_t mark();
  // A checkpoint stands at the mark: what was before it is in there. A mark outside: nothing known.
  void forget_before(std::uint64_t mark, std::uint64_t base);

  [[nodiscard]] std::uint64_t base() const noexcept { return base_; }
  [[nodiscard]] std::uint64_t first_entry() const noexcept { return first_entry_; }
  [[nodiscard]] std::uint64_t next_entry() const noexcept { return first_entry_ + entries_.size(); }
  [[nodiscard]] const std::vector<JournalEntry>& entries() const noexcept { return entries_; }
  [[nodiscard]] const std::vector<JournalPartition>& partitions() const noexcept {
    return partitions_;
  }
  // Where the entries end; none when the partition was never entered.
  [[nodiscard]] std::optional<std::int64_t> end_of(const kafka::TopicPartition& partition) const;
  // Of what encode() makes.
  [[nodiscard]] std::size_t size() const noexcept;

  // Without the numbers base and first_entry.
  [[nodiscard]] std::string encode() const;
  [[nodiscard]] static Result<Journal> decode(std::string_view text,
                                              std::uint64_t base,
                                              std::uint64_t first_entry);

  friend bool operator==(const Journal&, const Journal&) = default;

 private:
  [[nodiscard]] std::optional<std::size_t> find(const kafka::TopicPartition& partition) const;
  // `begin`: where a run begins.
  void add(JournalEntry entry, std::int64_t begin);
  [[nodiscard]] std::size_t size_of_last() const noexcept;
  [[nodiscard]] std::vector<std::int64_t> bases() const;

  std::uint64_t base_;
  std::uint64_t first_entry_;
  std::vector<JournalPartition> partitions_;
  std::vector<std::int64_t> ends_;  // of each partition
  std::vector<JournalEntry> entries_;
  std::size_t closed_size_ = 0;  // of all entries but the last, which may grow
  std::int64_t last_begin_ = 0;
  bool is_run_over_ = true;
};

}  // namespace centinela::app
