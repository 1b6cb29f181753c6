// StateBook: what the last checkpoint holds of an engine, for saving only what changed since.
// Floor 8, confined to the engine's thread.
#pragma once

#include "centinela/pipeline/state_changes.h"

#include <cstdint>
#include <map>
#include <vector>

namespace centinela::pipeline {

struct StateBook {
  bool is_kept = false;
  StateSum sum;
  std::map<std::uint8_t, std::vector<std::uint64_t>> pieces;  // digests, by section
};

}  // namespace centinela::pipeline
