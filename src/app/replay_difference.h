// What another configuration would have changed: the alerts of two replays of one input. Floor 10.
//
// Pure. An alert is the same one by its id; where its first evidence differs, by its entity and an
// episode that overlaps. Order and wording are fixed, so two runs compare with cmp.
#pragma once

#include "centinela/event/alert.h"

#include <map>
#include <string>
#include <vector>

namespace centinela::app {

// The last revision of every alert, in the order in which they opened. Daily records are left out.
class AlertSet {
 public:
  void take(const Alert& alert);
  [[nodiscard]] const std::vector<Alert>& alerts() const noexcept { return alerts_; }

 private:
  std::vector<Alert> alerts_;
  std::map<std::string, std::size_t> places_;
};

struct ReplayDifference {
  std::vector<const Alert*> lost;    // told now, not by the other
  std::vector<const Alert*> gained;  // told by the other only
  struct Change {
    const Alert* now = nullptr;
    const Alert* then = nullptr;
  };
  std::vector<Change> changed;  // another route, severity, first detector or state shadow
  std::size_t same = 0;
};

[[nodiscard]] ReplayDifference compare(const AlertSet& now, const AlertSet& then);

struct SuppressionPreview {
  std::uint64_t now = 0;  // episodes withheld
  std::uint64_t then = 0;
};
// Plain text: a head with the counts, then a line an alert.
[[nodiscard]] std::string print(const ReplayDifference& difference,
                                const SuppressionPreview& suppressed);

}  // namespace centinela::app
