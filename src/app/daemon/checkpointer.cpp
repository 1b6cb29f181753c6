#include "app/daemon/checkpointer.h"

#include "app/accepted_loss.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace centinela::app {
namespace {

using std::chrono::steady_clock;
using telemetry::LogLine;
using telemetry::series;

// What came since would take this long to read again: do not wait for the interval.
constexpr std::chrono::seconds replay_max{3};
constexpr std::chrono::seconds spacing_min{1};
// Saving takes at most this share of the time, however busy the log.
constexpr int duty_cycle = 20;

double seconds_of(steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

Checkpointer::Checkpointer(const config::Config& config,
                           const Slice& slice,
                           std::unique_ptr<storage::CheckpointStore> store,
                           storage::Origin origin,
                           telemetry::MetricRegistry& metrics)
    : store_(std::move(store)),
      origin_(std::move(origin)),
      metrics_(metrics),
      shard_(metrics.make_shard()),
      log_(logger_name("checkpoint", slice)),
      interval_(config.state.checkpoint_interval),
      last_(steady_clock::now()),
      watch_(config.state.unsaved_max),
      directory_(slice_directory(config, slice)),
      is_on_disk_(config.state.store == config::StateStore::directory) {}

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(const config::Config& config,
                                                          EngineBundle& bundle,
                                                          telemetry::MetricRegistry& metrics,
                                                          const std::function<bool()>& goes_on,
                                                          const Slice& slice) {
  CENTINELA_TRY(auto store, open_state(config, slice));
  std::unique_ptr<Checkpointer> made{
      new Checkpointer(config, slice, std::move(store), origin_of(config, bundle), metrics)};
  CENTINELA_TRY(made->restore(*bundle.engine, goes_on));
  return made;
}

Result<void> Checkpointer::restore(pipeline::Engine& engine, const std::function<bool()>& goes_on) {
  CENTINELA_TRY(const std::optional<storage::Marker> marker, store_->marker());
  if (!marker) {
    log_.info(LogLine("no checkpoint yet: the state begins with what is retained of the input"));
    return {};
  }
  CENTINELA_TRY(check_origin(marker->origin, origin_));
  if (marker->origin.machine != origin_.machine || marker->origin.version != origin_.version) {
    log_.info(LogLine("the checkpoint was taken on another machine or by another version: its last "
                      "digits may differ")
                  .with("version", marker->origin.version)
                  .with("machine", marker->origin.machine));
  }
  CENTINELA_TRY(const LoadedState loaded, load_state(*store_, *marker, engine, goes_on));
  number_ = marker->number;
  for (const storage::InputPosition& position : marker->positions) {
    saved_[{position.topic, position.partition}] = position.next;
  }
  restored_ = marker;
  restore_seconds_ = loaded.seconds;
  metrics_.set(series("centinela_checkpoint_records"), static_cast<double>(marker->sum.records));
  set_timestamp(marker->taken);
  log_.info(LogLine("restored from the checkpoint")
                .with("number", marker->number)
                .with("taken", format_rfc3339(marker->taken))
                .with("log_time", format_rfc3339(marker->log_time))
                .with("records", marker->sum.records)
                .with("seconds", fmt::format("{:.3f}", loaded.seconds)));
  return {};
}

bool Checkpointer::is_due(pipeline::Engine& engine,
                          const Offsets& known_through,
                          EventTime wall_clock) {
  if (writing_.has_value() &&
      writing_->done.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
    return false;
  }
  finish(engine);
  const auto now = steady_clock::now();
  const auto since = now - last_;
  const bool has_moved = watch_.has_failed() || known_through != saved_;
  if (!has_moved && since >= interval_) {
    last_ = now;
    set_timestamp(wall_clock);
  }
  const auto pause = watch_.has_failed() ? interval_ : steady_clock::duration{spacing_min};
  if (is_hurried_ && since >= pause && !known_through.empty()) {
    return true;
  }
  const bool may = since >= std::max<steady_clock::duration>(spacing_min, last_took_ * duty_cycle);
  const bool wants = since >= interval_ || (busy_ >= replay_max && !watch_.has_failed());
  return has_moved && may && wants && !known_through.empty();
}

void Checkpointer::postpone() noexcept {
  last_ = steady_clock::now();
  busy_ = {};
}

void Checkpointer::set_timestamp(EventTime taken) {
  metrics_.set(series("centinela_checkpoint_timestamp_seconds"),
               static_cast<double>(taken.milliseconds()) / 1000);
}

storage::Marker Checkpointer::marker_of(const pipeline::Engine& engine,
                                        const Offsets& known_through,
                                        EventTime wall_clock) const {
  storage::Marker marker = marker_at(engine, origin_, wall_clock);
  marker.number = number_ + 1;
  for (const auto& [partition, next] : known_through) {
    marker.positions.push_back({partition.topic, partition.partition, next});
  }
  std::sort(marker.positions.begin(), marker.positions.end());
  marker.commit = stands_on_;
  return marker;
}

void Checkpointer::save(pipeline::Engine& engine,
                        const Offsets& known_through,
                        FiringBook& firing,
                        EventTime wall_clock) {
  finish(engine);
  const auto began = steady_clock::now();
  pipeline::StateChanges changes = engine.save();
  storage::Marker marker = marker_of(engine, known_through, wall_clock);
  marker.sum = changes.sum;
  marker.bytes = changes.bytes();
  marker.firing = firing.list(engine.log_time());
  last_ = steady_clock::now();
  busy_ = {};
  is_hurried_ = false;
  writing_ = Writing{marker, known_through, changes.size(), seconds_of(last_ - began), began, {}};
  writing_->done =
      std::async(std::launch::async,
                 [store = store_.get(), changes = std::move(changes), marker = std::move(marker)] {
                   return store->save(changes, marker);
                 });
}

void Checkpointer::finish(pipeline::Engine& engine) {
  if (!writing_.has_value()) {
    return;
  }
  Writing& writing = *writing_;
  const Result<void> written = writing.done.get();
  last_took_ = steady_clock::now() - writing.began;
  if (written) {
    saved(writing);
  } else {
    engine.forget_saved();
    watch_.failed(steady_clock::now());
    needed_bytes_ = writing.marker.bytes;
    shard_.add(series("centinela_checkpoints_total", "failed"));
    shard_.add(series("centinela_io_errors_total", "state"));
    log_.warn(LogLine("the state could not be saved: the last checkpoint stands, a restart reads "
                      "more again; it is tried again")
                  .with("error", written.error().detail));
  }
  writing_.reset();
}

void Checkpointer::saved(const Writing& writing) {
  const storage::Marker& marker = writing.marker;
  number_ = marker.number;
  saved_ = writing.known_through;
  watch_.saved();
  end_accepted_loss(directory_);
  const double seconds = seconds_of(last_took_);
  shard_.add(series("centinela_checkpoints_total", "ok"));
  shard_.observe(series("centinela_checkpoint_duration_seconds"), seconds);
  shard_.observe(series("centinela_checkpoint_pause_seconds"), writing.taken_in);
  metrics_.set(series("centinela_checkpoint_bytes"), static_cast<double>(marker.bytes));
  metrics_.set(series("centinela_checkpoint_records"), static_cast<double>(marker.sum.records));
  set_timestamp(marker.taken);
  log_.debug(LogLine("state saved")
                 .with("number", marker.number)
                 .with("written", writing.records)
                 .with("bytes", marker.bytes)
                 .with("pause", fmt::format("{:.3f}", writing.taken_in))
                 .with("seconds", fmt::format("{:.3f}", seconds)));
}

bool Checkpointer::is_blocked() const noexcept {
  return watch_.is_blocked(steady_clock::now());
}

void Checkpointer::change_origin(const std::string& model, const std::string& config) {
  origin_.model = model;
  origin_.config = config;
  last_ = {};  // the next round saves: a restart must find what it is started with
}

// Free blocks that are told are not always to be had (quotas): what counts is what can be written.
bool Checkpointer::has_room() {
  constexpr std::chrono::seconds look_again{5};
  constexpr std::size_t least = std::size_t{1} << 20U;
  constexpr std::size_t most = std::size_t{256} << 20U;
  const auto now = steady_clock::now();
  if (!is_on_disk_ || now - looked_ < look_again) {
    return has_room_;
  }
  looked_ = now;
  const std::filesystem::path path = directory_ / "room.probe";
  const std::string block(least, '\x5a');
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const std::size_t blocks = std::clamp(needed_bytes_ * 2, least, most) / least;
  for (std::size_t i = 0; file && i < blocks; ++i) {
    file.write(block.data(), static_cast<std::streamsize>(block.size()));
  }
  has_room_ = static_cast<bool>(file.flush());
  file.close();
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return has_room_;
}

}  // namespace centinela::app
