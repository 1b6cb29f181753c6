// The alerts that a reveal is asked about: ids, evidence, tokens. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/position.h"

#include <iosfwd>
#include <set>
#include <string>
#include <vector>

namespace centinela::app {

struct RevealedAlerts {
  std::vector<std::string> ids;
  std::vector<std::string> keys;    // fingerprint, parallel to ids
  std::vector<std::string> topics;  // that evidence is in; Position::topic is an index into them
  std::vector<Position> evidence;   // each once, in order of topic, partition, offset, index
  std::set<std::string> tokens;     // as printed in the alerts
};

// Native alert JSON, one document after the other, on a line each or spread over lines.
// Error: bad_data with the number of the alert that is none.
[[nodiscard]] Result<RevealedAlerts> read_alerts(std::istream& in);

}  // namespace centinela::app
