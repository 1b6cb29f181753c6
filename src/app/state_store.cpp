#include "app/state_store.h"

#include "centinela/base/sha256.h"
#include "centinela/pipeline/engine_loader.h"

#include "app/key_file.h"
#include "app/private_directory.h"
#include "app/state_topic.h"
#include "config/print.h"
#include "storage/directory_store.h"
#include "storage/topic_store.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <system_error>

namespace centinela::app {
namespace {

constexpr std::size_t layout_digits = 16;
constexpr std::size_t machine_bytes_max = 120;

bool is_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// What decides which code the C library picks: alerts agree to the last bit on one kind only.
std::string machine_kind() {
  std::ifstream facts("/proc/cpuinfo");
  for (std::string line; std::getline(facts, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      return line.substr(colon + 2, machine_bytes_max);
    }
  }
  return "unknown";
}

Result<privacy::TokenKey> existing_state_key(const config::Config& config, const Slice& slice) {
  const std::filesystem::path path = config::state_key_file(config);
  if (!is_file(path)) {
    return Error{Errc::config,
                 fmt::format("no key at {}, but {} holds checkpoints that were sealed with one: "
                             "put the file back (state.key_file), or begin without them: centinela "
                             "state reset --accept-loss",
                             path.string(),
                             state_place(config, slice))};
  }
  return read_key_file(path, KeyUse::state);
}

std::filesystem::path checkpoint_directory(const config::Config& config, const Slice& slice) {
  return slice_directory(config, slice) / "checkpoint";
}

bool is_in_topic(const config::Config& config) noexcept {
  return config.state.store == config::StateStore::topic;
}

// Made when there is nothing yet that another one has sealed.
Result<privacy::TokenKey> sealing_key(const config::Config& config,
                                      const Slice& slice,
                                      bool has_checkpoints) {
  const std::filesystem::path file = config::state_key_file(config);
  return is_file(file) || has_checkpoints ? existing_state_key(config, slice)
                                          : make_key_file(file, KeyUse::state);
}

std::unique_ptr<storage::CheckpointStore> store_on(std::unique_ptr<StateTopic> topic,
                                                   const config::Config& config,
                                                   const Slice& slice,
                                                   const privacy::TokenKey& key) {
  return storage::make_topic_store(std::move(topic),
                                   {.place = state_place(config, slice),
                                    .identity = state_identity(config, slice),
                                    .partition = PartitionIndex{slice.partition.value_or(0)}},
                                   key);
}

Result<std::unique_ptr<storage::CheckpointStore>> open_topic(const config::Config& config,
                                                             const Slice& slice) {
  CENTINELA_TRY(auto topic, StateTopic::open_for_writing(config, slice));
  CENTINELA_TRY(const bool has_checkpoints,
                is_file(config::state_key_file(config))
                    ? Result<bool>{true}
                    : storage::has_records(*topic, state_identity(config, slice)));
  CENTINELA_TRY(const privacy::TokenKey key, sealing_key(config, slice, has_checkpoints));
  return store_on(std::move(topic), config, slice, key);
}

Error other(std::string_view what, const std::string& found, const std::string& expected) {
  return {Errc::config,
          fmt::format("the checkpoint was taken under another {}: it says {}, this start {}. To go "
                      "on with its baselines, type: centinela state reset --keep-baselines; to "
                      "begin without: centinela state reset --accept-loss (both with --config FILE "
                      "--reason TEXT)",
                      what,
                      found,
                      expected)};
}

// What does not read under another layout is another version's; else it is damage.
Error unreadable(const Error& error, const storage::Marker& marker, pipeline::Engine& engine) {
  const std::string today = pipeline::state_layout(engine);
  if (marker.origin.layout == today) {
    return error;
  }
  const auto shown = [](std::string_view layout) {
    return to_hex(sha256(layout), layout_digits / 2);
  };
  return {Errc::config,
          fmt::format("the checkpoint was taken by centinela {} with state layout {}, which this "
                      "version {} (layout {}) does not read: go back to that version, or begin "
                      "without: centinela state reset --accept-loss --config FILE --reason TEXT "
                      "({})",
                      marker.origin.version,
                      shown(marker.origin.layout),
                      CENTINELA_VERSION,
                      shown(today),
                      error.detail)};
}

}  // namespace

namespace {

// Records loaded between two questions whether to go on.
constexpr std::uint64_t asked_every = 4096;

Error stopping() {
  return {Errc::unavailable, "the daemon is stopping"};
}

}  // namespace

bool has_checkpoint_directory(const config::Config& config, const Slice& slice) {
  return is_file(checkpoint_directory(config, slice) / "CURRENT");
}

std::string state_place(const config::Config& config, const Slice& slice) {
  return is_in_topic(config)
             ? fmt::format("topic {} (as {})", config.state.topic, state_identity(config, slice))
             : checkpoint_directory(config, slice).string();
}

Result<std::unique_ptr<storage::CheckpointStore>> open_state(const config::Config& config,
                                                             const Slice& slice) {
  if (is_in_topic(config)) {
    return open_topic(config, slice);
  }
  const std::filesystem::path directory = checkpoint_directory(config, slice);
  CENTINELA_TRY(const privacy::TokenKey key,
                sealing_key(config, slice, has_checkpoint_directory(config, slice)));
  CENTINELA_TRY(make_private_directory(directory));
  return storage::open_directory_store({.directory = directory}, key);
}

Result<std::unique_ptr<storage::CheckpointStore>> look_at_state(const config::Config& config,
                                                                const Slice& slice) {
  if (!is_in_topic(config) && !has_checkpoint_directory(config, slice)) {
    return Error{Errc::io,
                 fmt::format("{}: no checkpoint was taken there yet", state_place(config, slice))};
  }
  CENTINELA_TRY(const privacy::TokenKey key, existing_state_key(config, slice));
  if (is_in_topic(config)) {
    return store_on(std::make_unique<StateTopic>(config, nullptr, slice), config, slice, key);
  }
  return storage::open_directory_store(
      {.directory = checkpoint_directory(config, slice), .is_read_only = true}, key);
}

// With a key made by the first that has nothing yet, the others' checkpoints would not open.
Result<void> prepare_state_key(const config::Config& config, std::span<const Slice> slices) {
  if (is_file(config::state_key_file(config))) {
    return {};
  }
  for (const Slice& slice : slices) {
    bool has_checkpoints = has_checkpoint_directory(config, slice);
    if (is_in_topic(config)) {
      StateTopic topic{config, nullptr, slice};
      CENTINELA_TRY(has_checkpoints, storage::has_records(topic, state_identity(config, slice)));
    }
    if (has_checkpoints) {
      CENTINELA_TRY(existing_state_key(config, slice));
    }
  }
  const auto made = make_key_file(config::state_key_file(config), KeyUse::state);
  // Another process of this directory may have been first.
  return made || is_file(config::state_key_file(config)) ? Result<void>{} : made.error();
}

Result<void> forget_state(const config::Config& config, const Slice& slice) {
  if (is_in_topic(config)) {
    CENTINELA_TRY(const auto topic, StateTopic::open_for_writing(config, slice));
    return storage::erase_records(*topic, state_identity(config, slice));
  }
  return storage::remove_directory_store(checkpoint_directory(config, slice));
}

storage::Origin origin_of(const config::Config& config, EngineBundle& bundle) {
  storage::Origin origin;
  origin.layout = pipeline::state_layout(*bundle.engine);
  origin.model = bundle.models->hash;
  origin.config = config::alert_hash(config);
  origin.key = bundle.engine->pseudonymiser().key_fingerprint();
  origin.version = CENTINELA_VERSION;
  origin.machine = machine_kind();
  return origin;
}

storage::Marker marker_at(const pipeline::Engine& engine, storage::Origin origin, EventTime taken) {
  storage::Marker marker;
  marker.taken = taken;
  marker.log_time = engine.log_time();
  marker.origin = std::move(origin);
  const pipeline::ShardCounters& counters = engine.shard().counters();
  marker.counters = {counters.scored, counters.late, counters.duplicates, engine.dead_lettered()};
  return marker;
}

Result<void> check_origin(const storage::Origin& found, const storage::Origin& expected) {
  if (found.key != expected.key) {
    return Error{Errc::config,
                 fmt::format("the checkpoint was taken under token key {}, this start has {}: its "
                             "entities have other names. Put the old key back "
                             "(privacy.key_file), or begin without: centinela state reset "
                             "--accept-loss --config FILE --reason TEXT",
                             found.key,
                             expected.key)};
  }
  if (found.model != expected.model) {
    return other("model", found.model, expected.model);
  }
  if (found.config != expected.config) {
    return other("configuration", found.config, expected.config);
  }
  return {};
}

Result<LoadedState> load_state(storage::CheckpointStore& store,
                               const storage::Marker& marker,
                               pipeline::Engine& engine,
                               const std::function<bool()>& goes_on) {
  const auto started = std::chrono::steady_clock::now();
  pipeline::EngineLoader loader(engine, marker.origin.layout);
  std::uint64_t records = 0;
  bool is_stopped = false;
  const Result<void> added =
      store.load([&](std::string_view key, std::string_view value) -> Result<void> {
        is_stopped = goes_on && records++ % asked_every == 0 && !goes_on();
        return is_stopped ? stopping() : loader.add(key, value);
      });
  if (is_stopped) {
    return stopping();
  }
  const Result<pipeline::StateSum> finished = added ? loader.finish() : added.error();
  if (!finished) {
    return unreadable(finished.error(), marker, engine);
  }
  const pipeline::StateSum sum = *finished;
  if (sum != marker.sum) {
    return Error{Errc::bad_data,
                 fmt::format("the state read back does not come to what the marker says: expected "
                             "digest {:016x}, found {:016x}",
                             marker.sum.digest,
                             sum.digest)};
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  return LoadedState{marker, elapsed.count()};
}

}  // namespace centinela::app
