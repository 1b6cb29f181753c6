// centinela series score: the count and level detectors over plain series of numbers. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include <filesystem>
#include <iosfwd>

namespace centinela::app {

struct SeriesScoreOptions {
  std::filesystem::path input;   // CSV series,timestamp,value, plain, gzip or zstd
  std::filesystem::path output;  // CSV series,timestamp,score; - is `out`
};

// One score a row in the order of the rows, higher = more anomalous, with as many digits as give
// the same double again. A score depends on its series' rows up to it. Unless the scores go to
// `out`, one line there says what was scored.
[[nodiscard]] Result<void> series_score(const SeriesScoreOptions& options, std::ostream& out);

}  // namespace centinela::app
