// StatusPage: the text of /status, what the engine sees in plain words. Floor 10.
//
// Confined to the engine thread. What takes a look at every tenant and producer is made anew about
// once a second, the rest with every page.
#pragma once

#include "app/daemon/loop_metrics.h"
#include "config/config.h"

#include <chrono>
#include <string>

namespace centinela::app {

class StatusPage {
 public:
  using Clock = std::chrono::steady_clock;

  // The configuration must outlive it.
  explicit StatusPage(const config::Config& config) : config_(config) {}

  [[nodiscard]] std::string render(pipeline::Engine& engine,
                                   const LoopFacts& facts,
                                   Clock::time_point now);

 private:
  const config::Config& config_;
  Clock::time_point looked_;
  std::string standing_;  // tenants, tier and detectors, as of `looked_`
};

}  // namespace centinela::app
