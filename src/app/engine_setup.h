// From the configuration to an engine: settings, key, models and zones in one place. Floor 10.
#pragma once

#include "centinela/pipeline/engine.h"

#include "config/config.h"

#include <filesystem>
#include <memory>

namespace centinela::app {

[[nodiscard]] pipeline::EngineSettings engine_settings(const config::Config& config);

// The configured model directory, else the shipped one, else no model (the forest abstains).
[[nodiscard]] Result<std::shared_ptr<const pipeline::Models>> models_of(
    const config::Config& config);

// An engine and what must outlive it.
struct EngineBundle {
  std::unique_ptr<const TimeZones> zones;
  std::shared_ptr<const pipeline::Models> models;
  std::unique_ptr<pipeline::Engine> engine;
};
[[nodiscard]] Result<EngineBundle> make_engine(const config::Config& config,
                                               const privacy::TokenKey& key);
// One of several that share their models.
[[nodiscard]] Result<EngineBundle> make_engine(const config::Config& config,
                                               const privacy::TokenKey& key,
                                               std::shared_ptr<const pipeline::Models> models);
// The same without a model, keeping the feature rows of every event.
[[nodiscard]] Result<EngineBundle> make_training_engine(const config::Config& config,
                                                        const privacy::TokenKey& key);

}  // namespace centinela::app
