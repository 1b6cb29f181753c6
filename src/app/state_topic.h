// StateTopic: the compacted topic that checkpoints go to. Floor 10, one thread at a time, blocks.
//
// One partition of it, read from its beginning by every start: that of the slice, else the first.
// Whoever takes the identity for writing shuts out the process that had it before.
#pragma once

#include "app/slice.h"
#include "config/config.h"
#include "kafka/transactions.h"
#include "storage/compacted_log.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace centinela::app {

// Of this shard among those that share the topic.
[[nodiscard]] std::string state_identity(const config::Config& config, const Slice& slice = {});

class StateTopic final : public storage::CompactedLog {
 public:
  // To look at only; without transactions nothing can be written.
  explicit StateTopic(config::Config config,
                      std::unique_ptr<kafka::Transactions> transactions = nullptr,
                      const Slice& slice = {})
      : config_(std::move(config)), slice_(slice), transactions_(std::move(transactions)) {}
  // Error: unavailable when no broker answers in time; config; fenced.
  [[nodiscard]] static Result<std::unique_ptr<StateTopic>> open_for_writing(
      const config::Config& config, const Slice& slice = {});

  // Takes the identity; older holders are shut out from here on. Error: as open_for_writing().
  [[nodiscard]] Result<void> fence();

  [[nodiscard]] Result<void> read(const Record& visit) override;
  [[nodiscard]] Result<void> write(
      const std::function<Result<void>(const Record& put)>& fill) override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  [[nodiscard]] Error shut_out();
  [[nodiscard]] Result<void> send(const std::function<Result<void>(const Record& put)>& fill,
                                  Deadline deadline);
  // Repeats a step while it says `again` and there is time.
  [[nodiscard]] Result<void> persist(const std::function<kafka::Step()>& step, Deadline deadline);

  config::Config config_;
  Slice slice_;
  std::unique_ptr<kafka::Transactions> transactions_;
  bool is_open_ = false;
  bool is_shut_out_ = false;  // for good: to open anew would take the identity back
};

}  // namespace centinela::app
