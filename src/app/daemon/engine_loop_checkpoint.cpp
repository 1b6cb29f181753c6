// What outlives the process: how the loop begins with a checkpoint, and when it takes one.
#include "app/daemon/engine_loop.h"
#include "app/state_store.h"

#include <fmt/format.h>

namespace centinela::app {

// The engine stands there already; reading has to begin at the same place.
Result<void> EngineLoop::resume() {
  const auto* const restored =
      parts_.checkpoints == nullptr ? nullptr : &parts_.checkpoints->restored();
  if (restored == nullptr || !restored->has_value()) {
    is_restore_told_ = true;
    return {};
  }
  const storage::Marker& marker = restored->value();
  for (const storage::InputPosition& position : marker.positions) {
    book_.restore({position.topic, position.partition}, position.next);
  }
  return resume_firing(marker);
}

Result<void> EngineLoop::resume_firing(const storage::Marker& marker) {
  CENTINELA_TRY(const std::vector<Alert> firing, firing_.restore(marker.firing));
  if (!firing.empty()) {
    parts_.hooks.restore(firing);
  }
  return {};
}

// Committed first: a state that knows more than was acknowledged would keep it from being told.
void EngineLoop::checkpoint_when_due(std::chrono::steady_clock::duration busy) {
  if (parts_.checkpoints == nullptr) {
    return;
  }
  drop_journal();
  parts_.checkpoints->worked(busy);
  if (!parts_.checkpoints->is_due(
          *parts_.bundle.engine, book_.known_through(), parts_.hooks.clock()) ||
      !consumer_->is_connected()) {
    return;
  }
  if (parts_.checkpoints->is_blocked() && !parts_.checkpoints->has_room()) {
    parts_.checkpoints->postpone();  // to try would acknowledge what is not saved
    return;
  }
  if (const auto committed = commit(true); !committed) {
    // Brokers that take nothing at present end no daemon: the last checkpoint stands meanwhile.
    log_.warn(telemetry::LogLine("the state was not saved: offsets cannot be committed now")
                  .with("error", committed.error().detail));
    parts_.checkpoints->postpone();
    return;
  }
  save_state();
}

void EngineLoop::save_state() {
  if (parts_.checkpoints == nullptr || book_.known_through().empty()) {
    return;
  }
  if (!is_commit_known_) {
    parts_.checkpoints->postpone();  // commit() has told why
    return;
  }
  if (exactly_once_ != nullptr) {
    parts_.checkpoints->finish(*parts_.bundle.engine);
    const ExactlyOnce::Mark mark = exactly_once_->mark();
    const Chain& chain = mark.chain;
    parts_.checkpoints->stand_on({chain.lineage, chain.hash, chain.alerts, mark.entries});
    marked_journal_ = {parts_.checkpoints->number() + 1, mark.entries};
  }
  parts_.checkpoints->save(
      *parts_.bundle.engine, book_.known_through(), firing_, parts_.hooks.clock());
}

// Said once when it begins and once when it ends.
void EngineLoop::tell_blocked() {
  const bool is_blocked = parts_.checkpoints != nullptr && parts_.checkpoints->is_blocked();
  parts_.metrics.set(telemetry::series("centinela_checkpoint_blocked"), is_blocked ? 1 : 0);
  if (is_blocked == is_blocked_) {
    return;
  }
  is_blocked_ = is_blocked;
  if (!is_blocked) {
    log_.info(telemetry::LogLine("checkpoints are written again"));
    return;
  }
  const std::string_view meanwhile =
      exactly_once_ != nullptr
          ? "no checkpoint can be written: nothing more is judged until there is room"
          : "no checkpoint can be written: nothing more is acknowledged until there is room; "
            "detection goes on";
  log_.error(telemetry::LogLine(meanwhile).with("place", state_place(parts_.config, parts_.slice)));
}

void EngineLoop::note_restored() {
  if (is_restore_told_ || book_.empty() || !book_.is_restored()) {
    return;
  }
  is_restore_told_ = true;
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  const double seconds = parts_.checkpoints->restore_seconds() + since.count();
  parts_.metrics.set(telemetry::series("centinela_restore_duration_seconds"), seconds);
  log_.info(telemetry::LogLine("live: what came since the checkpoint was read again")
                .with("seconds", fmt::format("{:.3f}", seconds)));
}

}  // namespace centinela::app
