// StateTopic: the compacted topic that checkpoints go to. Floor 10, one thread at a time, blocks.
//
// One partition, read from its beginning by every start. Whoever takes the identity for writing
// shuts out the process that had it before.
#pragma once

#include "config/config.h"
#include "kafka/transactions.h"
#include "storage/compacted_log.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace centinela::app {

// Of this shard among those that share the topic.
[[nodiscard]] std::string state_identity(const config::Config& config);

class StateTopic final : public storage::CompactedLog {
 public:
  // To look at only: writing is an error.
  explicit StateTopic(config::Config config) : config_(std::move(config)) {}
  // Error: unavailable when no broker answers in time; config.
  [[nodiscard]] static Result<std::unique_ptr<StateTopic>> open_for_writing(
      const config::Config& config);

  [[nodiscard]] Result<void> read(const Record& visit) override;
  [[nodiscard]] Result<void> write(
      const std::function<Result<void>(const Record& put)>& fill) override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  [[nodiscard]] Result<void> fence();
  [[nodiscard]] Result<void> send(const std::function<Result<void>(const Record& put)>& fill,
                                  Deadline deadline);
  // Repeats a step while it says `again` and there is time.
  [[nodiscard]] Result<void> persist(const std::function<kafka::Step()>& step, Deadline deadline);

  config::Config config_;
  std::unique_ptr<kafka::Transactions> transactions_;
  bool is_open_ = false;
};

}  // namespace centinela::app
