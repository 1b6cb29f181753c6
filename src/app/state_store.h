// The checkpoint store of a configuration, its key, and what makes a state readable here. Floor 10.
#pragma once

#include "app/engine_setup.h"
#include "app/slice.h"
#include "config/config.h"
#include "storage/checkpoint_store.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace centinela::app {

// Where checkpoints are, for messages.
[[nodiscard]] std::string state_place(const config::Config& config, const Slice& slice = {});
// Something was kept in state.directory, whatever state.store says now.
[[nodiscard]] bool has_checkpoint_directory(const config::Config& config, const Slice& slice = {});

// For the daemon and for commands that change something: the key is made when nothing was sealed
// yet. Error: config when the key is gone that checkpoints are sealed with; fenced; io.
[[nodiscard]] Result<std::unique_ptr<storage::CheckpointStore>> open_state(
    const config::Config& config, const Slice& slice = {});
// To look at, also while a daemon runs. Error: also io when there are no checkpoints.
[[nodiscard]] Result<std::unique_ptr<storage::CheckpointStore>> look_at_state(
    const config::Config& config, const Slice& slice = {});
// The key that several slices seal with, made before the first of them begins when none has kept
// anything yet. Error: as open_state().
[[nodiscard]] Result<void> prepare_state_key(const config::Config& config,
                                             std::span<const Slice> slices);

// The checkpoints are gone afterwards, whatever is left of them; the key stays. Error: fenced while
// a daemon has them in a directory; in a topic the daemon is shut out instead.
[[nodiscard]] Result<void> forget_state(const config::Config& config, const Slice& slice = {});

// Of this program under this configuration.
[[nodiscard]] storage::Origin origin_of(const config::Config& config, EngineBundle& bundle);

// Of where the engine stands, without number, positions and sums.
[[nodiscard]] storage::Marker marker_at(const pipeline::Engine& engine,
                                        storage::Origin origin,
                                        EventTime taken);

// Error: config, with what to type, when a checkpoint was made by another layout, model,
// configuration or token key.
[[nodiscard]] Result<void> check_origin(const storage::Origin& found,
                                        const storage::Origin& expected);

struct LoadedState {
  storage::Marker marker;
  double seconds = 0;
};
// All records into a fresh engine. REQUIRES: there is a checkpoint, and its origin was checked.
// `goes_on` is asked now and then; false ends it with unavailable.
[[nodiscard]] Result<LoadedState> load_state(storage::CheckpointStore& store,
                                             const storage::Marker& marker,
                                             pipeline::Engine& engine,
                                             const std::function<bool()>& goes_on = {});

}  // namespace centinela::app
