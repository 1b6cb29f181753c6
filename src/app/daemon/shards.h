// Shards: the partitions that the group has given this process, each judged by a runner of its own.
// Floor 10.
//
// Confined to one thread, which is the member of the group and never waits for a restore: it joins,
// begins a runner for each partition that it is given, has it commit and save before it gives the
// partition back, and drops it when the partition was taken away. What the runners tell of
// themselves it shows as one.
#pragma once

#include "app/daemon/shard_runner.h"

#include <chrono>
#include <map>
#include <memory>
#include <span>
#include <stop_token>

namespace centinela::app {

class Shards {
 public:
  struct Parts {
    const config::Config& config;
    ShardHost host;
    DaemonStatus& status;
    // Alerts that another instance tells from here on.
    std::function<void(std::span<const AlertId>)> forget;
  };
  // Joins the group. The first state key is made here, when no partition has a state yet.
  [[nodiscard]] static Result<std::unique_ptr<Shards>> start(Parts parts, std::stop_token stop);
  Shards(const Shards&) = delete;
  Shards& operator=(const Shards&) = delete;
  Shards(Shards&&) = delete;
  Shards& operator=(Shards&&) = delete;
  ~Shards();

  // Until stopped; then every shard drains, commits and saves. Error: that of a shard, when it does
  // not pass by itself, or that of the membership.
  [[nodiscard]] Result<void> run();

 private:
  using Clock = std::chrono::steady_clock;

  Shards(Parts parts, std::stop_token stop);
  [[nodiscard]] Result<void> open();
  [[nodiscard]] Result<void> rounds();
  [[nodiscard]] Result<void> assigned(std::span<const kafka::StartPosition> positions);
  void begin(std::int32_t partition);
  void give_back(bool is_lost);
  // Those that ended: begun again, or the end of all.
  [[nodiscard]] Result<void> tend();
  void hand_on_controls();
  void observe();
  [[nodiscard]] std::string why_not_ready() const;
  [[nodiscard]] Result<void> drain();

  struct Shard {
    std::unique_ptr<ShardRunner> runner;  // none: it ended and begins again
    Clock::time_point ended_at;
  };

  Parts parts_;
  std::stop_token stop_;
  telemetry::Logger log_{"shards"};
  telemetry::MetricShard& counts_;
  std::unique_ptr<kafka::Consumer> member_;  // before the shards, which ask it for its membership
  std::map<std::int32_t, Shard> shards_;
  Clock::time_point last_page_;
};

}  // namespace centinela::app
