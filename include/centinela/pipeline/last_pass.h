// LastPass: what the shard thought of one position, for `centinela explain`. Floor 8, a copy.
//
// Only what was judged in the latest process() call is known, so a position is explained by judging
// its record in a batch of its own. Reading it changes nothing.
#pragma once

#include "centinela/alerting/judgement.h"
#include "centinela/state/explain_access.h"

#include <cstdint>
#include <vector>

namespace centinela::pipeline {

// How one data subject's access stands with its innocent explanations.
struct AccessStanding {
  double unexplained = 0;    // 1 − strength of the best explanation
  bool is_resolved = false;  // false: its grace time runs
};

struct LastPass {
  bool was_judged = false;
  bool is_heartbeat = false;
  EventTime log_time;
  std::uint64_t sequence = 0;
  alerting::TenantFacts tenant;
  alerting::PrincipalFacts principal;
  std::vector<detectors::Evidence> evidence;  // as decided on, words filled in
  std::int64_t data_subjects = 0;             // named by the event
  std::vector<AccessStanding> accesses;       // those of today's first accesses that it opened
};

}  // namespace centinela::pipeline
