// ShardRunner: one partition of the input judged by an engine of its own, on a thread of its own.
// Floor 10.
//
// Begins when it is made: takes the partition's name, loads its state, judges again what came
// since, goes live. Its owner's thread makes it, ends it and reads how it ended.
#pragma once

#include "app/daemon/engine_loop.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace centinela::app {

// A configuration and an engine made under it.
struct ShardEngine {
  config::Config config;
  EngineBundle bundle;
};

// What the shards of a process are made with; all of it safe from every thread.
struct ShardHost {
  // As the process began, and as the files are now: since a `centinela switch` the state that a
  // partition brings along is of the latter.
  std::function<Result<ShardEngine>()> in_force;
  std::function<Result<ShardEngine>()> in_files;
  EngineLoopHooks hooks;  // but `controls`, which are for all of them
  telemetry::MetricRegistry* metrics = nullptr;
  Places* places = nullptr;
};

class ShardRunner {
 public:
  ShardRunner(const ShardHost& host, std::int32_t partition);
  ShardRunner(const ShardRunner&) = delete;
  ShardRunner& operator=(const ShardRunner&) = delete;
  ShardRunner(ShardRunner&&) = delete;
  ShardRunner& operator=(ShardRunner&&) = delete;
  ~ShardRunner();  // as after release()

  // It commits, saves its state and ends; end() waits for that.
  void release();
  // It ends without a word: another member has the partition.
  void lose();
  // Why it ended. REQUIRES: released or lost, or is_over().
  [[nodiscard]] Result<void> end();
  [[nodiscard]] bool is_over() const noexcept { return is_over_; }

  // A control record for its partition.
  void give(const std::vector<std::string>& controls);
  [[nodiscard]] const DaemonStatus& status() const noexcept { return status_; }
  // Its alerts that a notifier has to go on with. REQUIRES: end().
  [[nodiscard]] std::vector<AlertId> firing() const;

 private:
  [[nodiscard]] Result<void> live(const std::stop_token& stop);
  [[nodiscard]] Result<std::unique_ptr<EngineLoop>> start(const std::stop_token& stop);
  [[nodiscard]] Result<std::unique_ptr<EngineLoop>> start_with(Result<ShardEngine> made,
                                                               const std::stop_token& stop);
  [[nodiscard]] std::vector<std::string> take_controls();

  const ShardHost& host_;
  Slice slice_;
  DaemonStatus status_;
  telemetry::MetricRegistry metrics_;
  std::unique_ptr<config::Config> config_;  // before the loop, which refers to it
  mutable std::mutex mutex_;
  std::vector<std::string> controls_;
  bool is_lost_ = false;
  std::unique_ptr<EngineLoop> loop_;  // guarded by mutex_ until is_over_
  Result<void> outcome_;
  std::atomic<bool> is_over_{false};
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace centinela::app
