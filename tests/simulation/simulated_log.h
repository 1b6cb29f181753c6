// SimulatedLog: brokers, a group's coordinator and a disk as plain values; what they hold outlives
// every process. Tests only.
#pragma once

#include "centinela/base/rng.h"

#include "app/daemon/outgoing.h"
#include "kafka/consumer.h"
#include "kafka/log_reader.h"
#include "kafka/transactions.h"
#include "simulation/bug.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace centinela::simulation {

// Thrown where a process ends without a word; caught by the world, which starts another.
struct Died {};

// One thing that an engine did: a record of a partition, or a tick.
struct Deed {
  std::int32_t partition = -1;  // -1: a tick
  std::int64_t value = 0;       // offset, or time

  friend bool operator==(const Deed&, const Deed&) = default;
};
using Deeds = std::vector<Deed>;

// Faults come while the budget lasts: then everything heals, and progress is due.
class Faults {
 public:
  Faults(Rng& rng, int budget) : rng_(rng), budget_(budget) {}
  [[nodiscard]] bool strike(double chance) {
    if (budget_ <= 0 || rng_.uniform() >= chance) {
      return false;
    }
    --budget_;
    return true;
  }
  void die(double chance) {
    if (strike(chance)) {
      throw Died{};
    }
  }
  [[nodiscard]] bool is_over() const noexcept { return budget_ <= 0; }
  Rng& rng() noexcept { return rng_; }

 private:
  Rng& rng_;
  int budget_;
};

struct Told {
  std::string topic;
  std::string key;
  std::string value;

  friend bool operator==(const Told&, const Told&) = default;
};

struct OpenTransaction {
  std::uint64_t epoch = 0;
  std::vector<Told> outputs;
  std::vector<kafka::PartitionOffset> offsets;
  Deeds deeds;             // of the process that opened it: for the judgement only
  bool is_ending = false;  // the commit was asked for; it will take effect
};

struct SimulatedLog {
  std::vector<std::vector<std::string>> input;  // [partition][offset]
  std::vector<Told> told;                       // committed
  std::map<kafka::TopicPartition, kafka::PartitionOffset> offsets;
  Deeds committed_deeds;            // of the process whose commit was the last
  std::uint64_t epoch = 0;          // of the latest producer with the identity
  std::set<std::uint64_t> members;  // of the group: memberships that it takes offsets from
  std::uint64_t last_membership = 0;
  std::optional<OpenTransaction> open;
  bool came_back = false;  // an instance that had been told that it was fenced

  void commit_open();
  [[nodiscard]] std::int64_t committed(std::int32_t partition) const;
  [[nodiscard]] std::vector<kafka::StartPosition> positions() const;
};

inline kafka::TopicPartition input_partition(std::int32_t partition) {
  return {"data-access", partition};
}

// A process's producer. Effects and faults are on the shared log.
class SimulatedTransactions final : public kafka::Transactions {
 public:
  SimulatedTransactions(SimulatedLog& log, Faults& faults, Bug bug, const Deeds& deeds)
      : log_(log), faults_(faults), bug_(bug), deeds_(deeds) {}

  kafka::Step open() override;
  kafka::Step begin() override;
  kafka::Step send(const kafka::OutgoingRecord& record) override;
  Result<std::string> membership() override;
  kafka::Step send_offsets(std::span<const kafka::PartitionOffset> next_to_read,
                           const std::string& membership) override;
  kafka::Step commit() override;
  kafka::Step abort() override;
  Result<std::vector<kafka::PartitionOffset>> committed(
      std::span<const kafka::TopicPartition> partitions) override;

  // As the coordinator sees it.
  [[nodiscard]] bool is_member() const { return log_.members.contains(membership_); }
  void join() {
    membership_ = ++log_.last_membership;
    log_.members.insert(membership_);
  }

 private:
  [[nodiscard]] bool is_fenced() const { return epoch_ != log_.epoch; }
  [[nodiscard]] kafka::Step fenced();
  // A step that is not done for once, and says how it is to go on.
  [[nodiscard]] std::optional<kafka::Step> hindrance();
  [[nodiscard]] kafka::Step end_unheard(bool took_effect);

  SimulatedLog& log_;
  Faults& faults_;
  Bug bug_;
  const Deeds& deeds_;
  std::uint64_t epoch_ = 0;
  std::optional<OpenTransaction> mine_;
  std::optional<bool> is_answered_late_;
  bool drops_sends_ = false;
  bool was_fenced_ = false;
  std::uint64_t membership_ = 0;  // that this process has heard of; 0: none
  std::map<kafka::TopicPartition, kafka::PartitionOffset> seen_;  // for unknown_taken_for_aborted
};

class SimulatedReader final : public kafka::LogReader {
 public:
  SimulatedReader(const SimulatedLog& log, Faults& faults) : log_(log), faults_(faults) {}
  Result<std::span<const kafka::KafkaRecord>> read(const kafka::TopicPartition& partition,
                                                   std::int64_t from,
                                                   std::int64_t to) override;

 private:
  const SimulatedLog& log_;
  Faults& faults_;
  std::vector<kafka::KafkaRecord> records_;
};

[[nodiscard]] kafka::KafkaRecord record_at(const SimulatedLog& log,
                                           std::int32_t partition,
                                           std::int64_t offset);

}  // namespace centinela::simulation
