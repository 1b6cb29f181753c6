// Rulings on their way: from silences into the log, and from the log to the notifier.
#include "app/daemon/engine_loop.h"
#include "app/daemon/loop_metrics.h"

namespace centinela::app {

Result<void> EngineLoop::deliver_controls() {
  for (std::string& control : parts_.hooks.controls()) {
    CENTINELA_TRY(delivery_->control(std::move(control),
                                     parts_.slice.partition.value_or(kafka::any_partition)));
  }
  return {};
}

// After the alerts of the same records: a notifier must know what it is to forget.
void EngineLoop::settle_rulings() {
  for (const alerting::AppliedRuling& ruling : parts_.bundle.engine->shard().take_rulings()) {
    if (ruling.ends_firing()) {
      firing_.settle(ruling.alert);
      parts_.hooks.settle(ruling.alert);
    }
  }
  settle_erasures();
  const std::uint64_t not_applied = controls_not_applied(*parts_.bundle.engine);
  if (not_applied > not_applied_) {
    not_applied_ = not_applied;
    log_.warn(telemetry::LogLine("control records were not applied: an erasure names one principal "
                                 "or one data subject, a switch what the files here hold")
                  .with("total", not_applied));
  }
}

}  // namespace centinela::app
