// EngineLoader: the records of a checkpoint into a fresh engine. Floor 8, used once.
//
// Records may come in any order. After an error the engine is not to be used.
#pragma once

#include "centinela/base/result.h"
#include "centinela/pipeline/state_changes.h"

#include <memory>
#include <string>
#include <string_view>

namespace centinela::pipeline {

class Engine;

class EngineLoader {
 public:
  // The engine must have taken nothing yet and outlive the loader. `layout` is what the version
  // that saved it said (state_layout); empty: this one's.
  explicit EngineLoader(Engine& engine, std::string_view layout = {});
  EngineLoader(const EngineLoader&) = delete;
  EngineLoader& operator=(const EngineLoader&) = delete;
  EngineLoader(EngineLoader&&) = delete;
  EngineLoader& operator=(EngineLoader&&) = delete;
  ~EngineLoader();

  // bad_data: an unknown section, an entity twice, or bytes that are not what its section holds.
  [[nodiscard]] Result<void> add(std::string_view key, std::string_view value);
  // All was added. bad_data when something is missing; the sum is to be compared with the marker's.
  [[nodiscard]] Result<StateSum> finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// What an engine's records are made of, section by section. Equal layouts read each other; of an
// earlier one, what it lacks begins as in a fresh engine, as long as nothing was moved or taken
// out.
[[nodiscard]] std::string state_layout(Engine& engine);

}  // namespace centinela::pipeline
