// DemoSummary: which planted attacks were found, and what it cost. Floor 10, one thread.
#pragma once

#include "centinela/event/alert.h"

#include "app/demo_platform.h"

#include <map>
#include <set>
#include <string>

namespace centinela::app {

class DemoSummary {
 public:
  // The platform must outlive it.
  explicit DemoSummary(const DemoPlatform& platform) : platform_(platform) {}

  void take(const Alert& alert);
  [[nodiscard]] std::string text(const pipeline::ShardCounters& counters, double seconds) const;

 private:
  const DemoPlatform& platform_;
  std::map<std::string, std::string> found_;  // incident → detector of the first alert
  std::set<std::string> alerts_;
  std::set<std::string> unplanned_;  // alerts that no planted event stands behind
  int pages_ = 0;
  int tickets_ = 0;
};

}  // namespace centinela::app
