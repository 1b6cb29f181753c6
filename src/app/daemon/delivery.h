// Delivery: alerts and dead letters to their topics, and which input they free. Floor 10.
//
// Confined to the engine thread. The rule: an offset is acknowledged only when every alert and dead
// letter raised at or before it was accepted by the brokers. Bounded: when a topic does not take
// more, submit waits (and the engine with it), because losing an alert is worse than lag.
#pragma once

#include "centinela/event/alert.h"
#include "centinela/pipeline/engine.h"

#include "app/daemon/outgoing.h"
#include "app/daemon/partition_book.h"
#include "config/config.h"
#include "kafka/consumer.h"
#include "kafka/producer.h"

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace centinela::app {

struct DeliveryCounts {
  std::uint64_t alerts = 0;
  std::uint64_t dead_letters = 0;
  std::uint64_t failures = 0;  // of alerts and control records
  std::uint64_t dead_letter_failures = 0;
  std::uint64_t rebuilt = 0;  // producers that died and were replaced
  std::size_t dead_letters_waiting = 0;
};

class Delivery {
 public:
  // The configuration must outlive it. `keep_waiting` is asked while a topic takes nothing; false
  // gives up.
  [[nodiscard]] static Result<Delivery> start(const config::Config& config,
                                              kafka::LogFunction log,
                                              std::function<bool()> keep_waiting);

  [[nodiscard]] Result<void> alert(const Alert& alert);
  [[nodiscard]] Result<void> dead_letter(const kafka::KafkaRecord& record,
                                         const pipeline::Rejected& rejected);
  // A control record into the input topic, to be read back at its place in the log.
  [[nodiscard]] Result<void> control(std::string value,
                                     std::int32_t partition = kafka::any_partition);
  // All that was read up to here depends on what was submitted so far.
  void mark(const Offsets& next_to_read);
  // Takes delivery reports; returns what may be committed now, nothing when nothing new may.
  [[nodiscard]] Result<std::optional<Offsets>> serve(std::chrono::milliseconds timeout);
  // Waits until all is accepted; error when time is up.
  [[nodiscard]] Result<void> flush(std::chrono::milliseconds timeout);
  // Partitions that are lost are not ours to commit.
  void forget(std::span<const kafka::TopicPartition> partitions);

  [[nodiscard]] const DeliveryCounts& counts() const noexcept { return counts_; }
  [[nodiscard]] std::size_t outstanding() const noexcept { return producer_.outstanding(); }
  [[nodiscard]] bool is_connected() const noexcept { return producer_.is_connected(); }
  // Submitted and not accepted yet; and how many were accepted so far.
  [[nodiscard]] std::size_t waiting() const noexcept { return unaccepted_.size(); }
  [[nodiscard]] std::uint64_t accepted() const noexcept { return accepted_; }
  // Why the brokers last refused one that is sent again; empty when they never did.
  [[nodiscard]] const std::string& last_refusal() const noexcept { return last_refusal_; }
  // Where it writes, as text.
  [[nodiscard]] std::string topics() const;
  [[nodiscard]] std::uint64_t errors() const noexcept { return producer_.errors(); }

 private:
  struct Submitted : Outgoing {
    kafka::Ticket ticket;
  };
  struct Mark {
    kafka::Ticket ticket;
    Offsets next_to_read;
  };

  Delivery(const config::Config& config,
           kafka::Producer producer,
           std::function<bool()> keep_waiting);
  [[nodiscard]] Result<void> submit(Outgoing record);
  // Waits while nothing is taken, and gives a dead producer a successor.
  [[nodiscard]] Result<kafka::Ticket> enqueue(const Outgoing& outgoing);
  // The same, but a dead producer is an error.
  [[nodiscard]] Result<kafka::Ticket> put(const Outgoing& outgoing);
  [[nodiscard]] Result<void> resend();
  [[nodiscard]] Result<bool> resend_once();
  [[nodiscard]] Result<void> replace(kafka::Ticket refused);
  [[nodiscard]] Result<void> mend_failures();
  void settle();
  void count_failure(const Outgoing& outgoing);

  const config::Config& config_;
  kafka::Producer producer_;
  std::function<bool()> keep_waiting_;
  std::deque<Submitted> unaccepted_;  // kept until accepted, so that a dead producer loses nothing
  std::deque<Mark> marks_;
  kafka::Ticket last_;
  DeliveryCounts counts_;
  std::uint64_t accepted_ = 0;
  std::string last_refusal_;
  std::chrono::steady_clock::time_point rebuilt_at_;
};

}  // namespace centinela::app
