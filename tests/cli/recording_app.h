// The commands' functions, recording what they are called with instead of doing it.
#pragma once

#include "centinela/base/result.h"

#include <string>

namespace centinela::cli {

struct Recording {
  std::string call;     // "replay input=events.jsonl …" of the last call
  Result<void> result;  // what every command returns
};

[[nodiscard]] Recording& recording();

}  // namespace centinela::cli
