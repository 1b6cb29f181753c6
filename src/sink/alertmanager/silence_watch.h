// SilenceWatch: which tagged silences are news. Floor 9, pure but for its own memory.
//
// Forgets a silence when it is gone, so its memory is bounded by what Alertmanager holds; a
// silence that comes back, or takes hold of another episode, is news again.
#pragma once

#include "sink/alertmanager/protocol.h"

#include <set>
#include <string>
#include <utility>

namespace centinela::sink {

class SilenceWatch {
 public:
  // From two answers of one Alertmanager; each silence with the episodes that are new.
  [[nodiscard]] Result<std::vector<TaggedSilence>> news(std::string_view silences_json,
                                                        std::string_view alerts_json);

 private:
  std::set<std::pair<std::string, std::string>> told_;  // silence, episode
};

}  // namespace centinela::sink
