// centinela train: forest and calibration from history, with model card and manifest. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <vector>

namespace centinela::app {

struct TrainOptions {
  config::LoadOptions config;
  std::vector<std::filesystem::path> inputs;  // in the order of time
  std::filesystem::path output;               // a directory
  std::uint64_t seed = 1;
  bool shows_progress = false;
};

[[nodiscard]] Result<void> train(const TrainOptions& options, std::ostream& out, std::ostream& err);

}  // namespace centinela::app
