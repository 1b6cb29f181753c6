// A model directory: manifest, forest, calibration, card. Floor 10.
//
//   manifest.json    format, feature-schema hash, SHA-256 of each file, how it was made
//   forest.bin       docs/forest-format.md
//   calibration.tsv  share of training events by anomaly score
//   MODEL_CARD.md    what it is for, what it was trained on, where it ends
#pragma once

#include "centinela/base/result.h"
#include "centinela/pipeline/models.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace centinela::app {

// Where the model that ships with the program lies: beside an installed program under
// share/centinela/models, else in the source tree. Empty when there is none.
[[nodiscard]] std::filesystem::path shipped_model_directory();

// Checks every hash and the feature schema before anything is believed.
// Error: bad_data, naming file and mend; io when a file is missing.
[[nodiscard]] Result<std::shared_ptr<const pipeline::Models>> load_models(
    const std::filesystem::path& directory);

struct ModelFiles {
  std::string forest;
  std::string calibration;
  std::string card;
  std::string command;  // that reproduces it
};
// The files that save_models writes there.
[[nodiscard]] std::vector<std::filesystem::path> model_files(
    const std::filesystem::path& directory);
[[nodiscard]] Result<void> save_models(const std::filesystem::path& directory,
                                       const ModelFiles& files);

}  // namespace centinela::app
