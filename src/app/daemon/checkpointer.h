// Checkpointer: when the engine's state is saved, and what a start finds. Floor 10.
//
// Confined to the engine thread, which only takes what has changed; one thread at a time seals and
// writes it. A checkpoint stands on offsets that were committed before it was taken (S <= C).
#pragma once

#include "app/daemon/firing_book.h"
#include "app/daemon/partition_book.h"
#include "app/daemon/save_watch.h"
#include "app/state_store.h"
#include "telemetry/log.h"
#include "telemetry/metric_registry.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>

namespace centinela::app {

class Checkpointer {
 public:
  // Opens the store and brings the engine to where the last checkpoint stands.
  // Error: config, bad_data, io or fenced, with what to type; never a silent start from nothing.
  // `goes_on` is asked while the state is loaded; false ends the start with unavailable.
  [[nodiscard]] static Result<std::unique_ptr<Checkpointer>> start(
      const config::Config& config,
      EngineBundle& bundle,
      telemetry::MetricRegistry& metrics,
      const std::function<bool()>& goes_on = {},
      const Slice& slice = {});

  // Where reading begins and what fires; empty without a checkpoint.
  [[nodiscard]] const std::optional<storage::Marker>& restored() const noexcept {
    return restored_;
  }
  [[nodiscard]] const storage::Origin& origin() const noexcept { return origin_; }
  // Of the last one that is on the disk; 0: none.
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
  // What loading it took.
  [[nodiscard]] double restore_seconds() const noexcept { return restore_seconds_; }

  // The engine worked for so long on records.
  void worked(std::chrono::steady_clock::duration busy) noexcept { busy_ += busy; }
  // Asked after every round; a state that has not moved stays as good as new.
  [[nodiscard]] bool is_due(pipeline::Engine& engine,
                            const Offsets& known_through,
                            EventTime wall_clock);
  // Waits for what is being written; before the last save(), and before the end.
  void finish(pipeline::Engine& engine);
  // No checkpoint could be written for longer than state.unsaved_max.
  [[nodiscard]] bool is_blocked() const noexcept;
  // Whether the disk takes what a checkpoint needs: looked at by writing, at most every 5 s.
  // True of a topic: trying tells.
  [[nodiscard]] bool has_room();
  // What is saved from now on was judged by these.
  void change_origin(const std::string& model, const std::string& config);
  // The next one must not wait for its time.
  void hurry() noexcept { is_hurried_ = true; }
  // Not now: what it would stand on is not committed.
  void postpone() noexcept;
  // Takes what changed and begins to write it. What it stands on must be committed. A failure is
  // counted and told; it is tried again.
  void save(pipeline::Engine& engine,
            const Offsets& known_through,
            FiringBook& firing,
            EventTime wall_clock);
  // How long the last one took.
  [[nodiscard]] std::chrono::steady_clock::duration last_took() const noexcept {
    return last_took_;
  }
  // Where among the commits the next save() stands.
  void stand_on(storage::CommitMark mark) { stands_on_ = std::move(mark); }

 private:
  Checkpointer(const config::Config& config,
               const Slice& slice,
               std::unique_ptr<storage::CheckpointStore> store,
               storage::Origin origin,
               telemetry::MetricRegistry& metrics);
  [[nodiscard]] Result<void> restore(pipeline::Engine& engine,
                                     const std::function<bool()>& goes_on);
  [[nodiscard]] storage::Marker marker_of(const pipeline::Engine& engine,
                                          const Offsets& known_through,
                                          EventTime wall_clock) const;
  void set_timestamp(EventTime taken);
  // What is being written and when it began; told of by finish().
  struct Writing {
    storage::Marker marker;
    Offsets known_through;
    std::size_t records = 0;
    double taken_in = 0;  // seconds
    std::chrono::steady_clock::time_point began;
    std::future<Result<void>> done;
  };
  void saved(const Writing& writing);

  std::unique_ptr<storage::CheckpointStore> store_;
  storage::Origin origin_;
  telemetry::MetricRegistry& metrics_;
  telemetry::MetricShard& shard_;
  telemetry::Logger log_;
  std::chrono::steady_clock::duration interval_;
  std::chrono::steady_clock::duration busy_{};
  std::chrono::steady_clock::duration last_took_{};
  std::chrono::steady_clock::time_point last_;
  std::optional<storage::Marker> restored_;
  Offsets saved_;
  std::optional<Writing> writing_;  // after store_, which it uses
  std::uint64_t number_ = 0;
  double restore_seconds_ = 0;
  SaveWatch watch_;
  std::filesystem::path directory_;
  bool is_on_disk_ = true;
  std::size_t needed_bytes_ = 0;  // of the checkpoint that failed
  std::chrono::steady_clock::time_point looked_;
  bool has_room_ = true;
  bool is_hurried_ = false;
  storage::CommitMark stands_on_;
};

}  // namespace centinela::app
