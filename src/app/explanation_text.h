// The answer of `centinela explain` as text. Floor 10, pure; golden-tested.
#pragma once

#include "centinela/alerting/inspection.h"
#include "centinela/event/field.h"
#include "centinela/pipeline/last_pass.h"

#include <optional>
#include <string>
#include <vector>

namespace centinela::app {

struct DetectorWord {
  double p_value = 1;
  double calibrated = 1;
  bool is_invariant = false;
  std::string sentence;  // of what is surprising only
};

// What one detector had to say, or why it had nothing to say.
struct DetectorAnswer {
  std::string name;
  bool is_off = false;
  std::vector<Field> missing;  // needs that the event does not meet; any other is history
  std::vector<DetectorWord> words;
};

struct Answer {
  std::string position;
  std::string fate;  // scored, late, duplicate, a context record …
  EventTime log_time;
  std::vector<DetectorAnswer> detectors;
  std::int64_t data_subjects = 0;
  std::vector<pipeline::AccessStanding> accesses;
  std::vector<state::Explained> settled;  // what came of those that waited
  std::vector<alerting::Inspection> episodes;
  std::vector<std::string> alerts;  // revisions that this position decided
};

[[nodiscard]] std::string print(const Answer& answer);

}  // namespace centinela::app
