// Transactions: the steps of a commit, as the brokers offer them. Floor 9, one thread at a time.
//
// An interface, so that the protocol above it runs against librdkafka and against a simulated log.
// A step that has no answer in its time says `again` or, where it may have happened, `rebuild`.
#pragma once

#include "centinela/base/result.h"

#include "kafka/partitions.h"
#include "kafka/producer.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace centinela::kafka {

enum class StepVerdict : std::uint8_t {
  done,
  again,         // not done: the same call may be made again
  abort,         // this transaction cannot be committed: abort it and begin a new one
  refused,       // a record of it can never be stored: abort, then do without that one
  stale_member,  // the group has given the partitions away meanwhile: abort, then join again
  rebuild,       // this producer is of no more use, or nobody knows what it did: open() anew
  fenced,        // another one with this identity has taken over
  failed,        // a right, a topic or a setting is missing; the detail says which
};

struct Step {
  StepVerdict verdict = StepVerdict::done;
  std::string detail = {};
  std::size_t record = 0;  // of the transaction, counted from 0: the one that was refused
};

class Transactions {
 public:
  Transactions() = default;
  Transactions(const Transactions&) = delete;
  Transactions& operator=(const Transactions&) = delete;
  Transactions(Transactions&&) = delete;
  Transactions& operator=(Transactions&&) = delete;
  virtual ~Transactions() = default;

  // A new producer. Once done, older ones with this identity can do nothing any more, and what the
  // last of them had begun is committed or aborted.
  [[nodiscard]] virtual Step open() = 0;
  [[nodiscard]] virtual Step begin() = 0;
  [[nodiscard]] virtual Step send(const OutgoingRecord& record) = 0;
  // Who the group takes us for at present; while it does not, one that it refuses.
  [[nodiscard]] virtual Result<std::string> membership() = 0;
  // Each offset is that of the NEXT record to read, last + 1. `membership`: of the time when the
  // partitions were ours; the brokers look at it and at nothing else.
  [[nodiscard]] virtual Step send_offsets(std::span<const PartitionOffset> next_to_read,
                                          const std::string& membership) = 0;
  [[nodiscard]] virtual Step commit() = 0;
  [[nodiscard]] virtual Step abort() = 0;
  // What the group has committed, without what an open transaction may still change; partitions
  // without an offset are left out. Error: unavailable, config.
  [[nodiscard]] virtual Result<std::vector<PartitionOffset>> committed(
      std::span<const TopicPartition> partitions) = 0;
};

}  // namespace centinela::kafka
