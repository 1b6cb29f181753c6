#include "app/daemon/engine_loop.h"

#include "centinela/codec/alert_encoder.h"

#include "app/daemon/consumer_settings.h"
#include "app/daemon/loop_metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

using kafka::TopicPartition;

constexpr std::chrono::milliseconds poll_timeout{100};
constexpr std::chrono::seconds commit_timeout{5};
constexpr std::chrono::seconds close_timeout{5};
constexpr std::chrono::seconds drain_timeout{8};
constexpr std::chrono::seconds parting_checkpoint_max{2};
// Silence this long makes time itself an event.
constexpr std::chrono::seconds idle_before_tick{10};
// Offsets that have not moved are committed again after this, in case an answer was lost.
constexpr std::chrono::seconds restate_after{10};

}  // namespace

EngineLoop::EngineLoop(Parts parts, std::stop_token stop)
    : parts_(std::move(parts)),
      stop_(std::move(stop)),
      log_(logger_name("engine", parts_.slice)),
      shard_(parts_.metrics.make_shard()),
      standing_(parts_.config, parts_.metrics),
      page_(parts_.config),
      started_(std::chrono::steady_clock::now()),
      last_record_(started_),
      last_mark_(started_) {}

// After an error partitions are still ours: closing hands them back, through handlers that use
// what would be gone before the consumer.
EngineLoop::~EngineLoop() {
  if (exactly_once_ != nullptr) {
    exactly_once_->give_up();
  }
  if (consumer_ != nullptr) {
    static_cast<void>(consumer_->close(close_timeout));
  }
}

Result<std::unique_ptr<EngineLoop>> EngineLoop::start(Parts parts, std::stop_token stop) {
  std::unique_ptr<EngineLoop> loop{new EngineLoop(std::move(parts), std::move(stop))};
  CENTINELA_TRY(loop->open());
  return loop;
}

Result<void> EngineLoop::open() {
  const config::Config& config = parts_.config;
  const bool is_exactly_once = config.kafka.commit == config::Commit::transactional;
  if (!is_exactly_once) {
    CENTINELA_TRY(resume());
  }
  open_crash_book();
  CENTINELA_TRY(Delivery delivery,
                Delivery::start(config, kafka_log(), [this] { return keep_waiting(); }));
  delivery_ = std::make_unique<Delivery>(std::move(delivery));

  kafka::ConsumerHandlers handlers;
  handlers.assigned = [this](std::span<kafka::StartPosition> starts) { return assigned(starts); };
  handlers.revoked = [this](std::span<const TopicPartition> gone) { released(gone, true); };
  handlers.lost = [this](std::span<const TopicPartition> gone) { released(gone, false); };
  handlers.moved = [this](std::span<kafka::StartPosition> targets) { return moved(targets); };
  handlers.problem = [this](const Error& error) {
    ++problems_;
    log_.warn(telemetry::LogLine("input interrupted: reading goes on when it is back")
                  .with("error", error.detail));
  };
  CENTINELA_TRY(kafka::Consumer consumer,
                kafka::Consumer::create(consumer_settings(config), std::move(handlers)));
  consumer_ = std::make_unique<kafka::Consumer>(std::move(consumer));
  if (is_exactly_once) {
    CENTINELA_TRY(open_exactly_once());
  }
  return join();
}

// A slice was given to its process already.
Result<void> EngineLoop::join() {
  if (!parts_.slice.partition) {
    return consumer_->subscribe();
  }
  consumer_->take(partitions_of(parts_.config, parts_.slice));
  // What the state brings along is no news of this process.
  observe(0, {});
  parts_.metrics.begin_totals();
  return {};
}

void EngineLoop::abandon() noexcept {
  is_abandoned_ = true;
  exactly_once_->give_up();
}

// Blocked is not stuck: the engine waits so that no alert is lost.
bool EngineLoop::keep_waiting() {
  parts_.status.progress(parts_.hooks.clock().milliseconds());
  parts_.status.set_not_ready("the brokers take no more alerts");
  return !stop_.stop_requested();
}

// A transaction takes the offsets along with the alerts: what is judged is acknowledged, so that a
// state that cannot be saved bounds the intake itself. A group that has to be joined again is.
bool EngineLoop::takes_no_more() const {
  return exactly_once_ != nullptr && (exactly_once_->is_full(std::chrono::steady_clock::now()) ||
                                      (is_blocked_ && !exactly_once_->must_join()));
}

Result<void> EngineLoop::run() {
  while (!stop_.stop_requested()) {
    if (takes_no_more()) {
      CENTINELA_TRY(wait_for_room());
      continue;
    }
    CENTINELA_TRY(const auto records, consumer_->poll(poll_timeout));
    const auto started = std::chrono::steady_clock::now();
    if (!records.empty()) {
      last_record_ = started;
      const Places::Place place{parts_.places};
      CENTINELA_TRY(take(records));
    } else {
      CENTINELA_TRY(tick_when_idle());
    }
    CENTINELA_TRY(deliver_records());
    settle_rulings();
    CENTINELA_TRY(deliver_controls());
    CENTINELA_TRY(commit(false));
    checkpoint_when_due(records.empty() ? std::chrono::steady_clock::duration{}
                                        : std::chrono::steady_clock::now() - started);
    note_restored();
    observe(records.size(), std::chrono::steady_clock::now() - started);
  }
  return drain();
}

Result<void> EngineLoop::deliver_records() {
  return deliver([this](const Alert& alert) {
    return book_.is_live({alert.topic, alert.position.partition.value()},
                         alert.position.offset.value());
  });
}

Result<void> EngineLoop::deliver(const std::function<bool(const Alert&)>& is_live) {
  live_.clear();
  replayed_.clear();
  for (alerting::Decision& decision : decisions_) {
    if (exactly_once_ != nullptr) {
      exactly_once_->decided(codec::encode_alert(decision.alert));
    }
    if (is_live(decision.alert)) {
      count_decision(shard_, decision);
      CENTINELA_TRY(tell(decision.alert));
      firing_.note(decision.alert);
      live_.push_back(std::move(decision.alert));
    } else {
      firing_.note(decision.alert);
      replayed_.push_back(std::move(decision.alert));
    }
  }
  decisions_.clear();
  if (!replayed_.empty()) {
    parts_.hooks.restore(replayed_);
  }
  if (!live_.empty()) {
    parts_.hooks.notify(live_);
  }
  return {};
}

Result<void> EngineLoop::tick_when_idle() {
  pipeline::Engine& engine = *parts_.bundle.engine;
  const auto now = std::chrono::steady_clock::now();
  if (book_.empty() || !consumer_->is_connected()) {
    // What is written meanwhile we cannot see: this silence is ours, not the producers'.
    last_record_ = now;
    return {};
  }
  if (now - last_record_ < idle_before_tick) {
    return {};
  }
  book_.end_restoring();
  if (engine.log_time() == EventTime{}) {
    last_record_ = now;
    return {};
  }
  // The log's time goes on by what the clock has advanced since the last record, so that an old
  // file does not jump to today.
  const auto idle = std::chrono::duration_cast<Duration>(now - last_record_);
  if (last_tick_ == EventTime{} || engine.log_time() > last_tick_) {
    last_tick_ = engine.log_time();
  }
  const EventTime time = last_tick_ + std::min(idle, Duration{idle_before_tick});
  last_record_ = now;
  last_tick_ = time;
  if (exactly_once_ != nullptr) {
    exactly_once_->ticked(time);
  }
  engine.tick({time}, decisions_);
  shard_.add(telemetry::series("centinela_records_total", "tick"));
  // Time decided, not a record: it is told although the last record may have been told before.
  return deliver([](const Alert&) { return true; });
}

std::string EngineLoop::why_not_ready() const {
  if (exactly_once_ != nullptr) {
    if (std::string why = exactly_once_->why_full(std::chrono::steady_clock::now()); !why.empty()) {
      return why;
    }
  }
  if (book_.empty()) {
    return "no partition assigned";
  }
  if (is_blocked_) {
    return exactly_once_ != nullptr
               ? "no checkpoint can be written (is the disk full?): nothing more is judged"
               : "no checkpoint can be written (is the disk full?): nothing is acknowledged";
  }
  return book_.is_restored() ? "" : "reading again what was judged before the start";
}

Result<void> EngineLoop::commit(bool waits) {
  if (exactly_once_ != nullptr) {
    return commit_exactly_once(waits);
  }
  const auto now = std::chrono::steady_clock::now();
  is_commit_known_ = false;
  tell_blocked();
  if (is_blocked_ && !waits) {
    CENTINELA_TRY(delivery_->serve(std::chrono::milliseconds{0}));
    return {};
  }
  const bool has_moved = book_.next_to_read() != marked_ || now - last_mark_ >= restate_after;
  if (waits || (has_moved && now - last_mark_ >= parts_.config.kafka.commit_interval)) {
    marked_ = book_.next_to_read();
    delivery_->mark(marked_);
    last_mark_ = now;
  }
  if (waits) {
    CENTINELA_TRY(delivery_->flush(commit_timeout));
  }
  CENTINELA_TRY(const std::optional<Offsets> free, delivery_->serve(std::chrono::milliseconds{0}));
  if (!free || free->empty()) {
    return {};
  }
  const std::vector<kafka::PartitionOffset> offsets = to_list(*free);
  const auto committed =
      waits ? consumer_->commit(offsets, commit_timeout) : consumer_->commit_async(offsets);
  if (!committed) {
    // Not an end: the next commit says the same and more.
    log_.warn(telemetry::LogLine("commit failed: it is tried again with the next one")
                  .with("error", committed.error().detail));
    return {};
  }
  is_commit_known_ = waits;
  sent_ = *free;
  return {};
}

Result<void> EngineLoop::drain() {
  parts_.status.set_not_ready("draining");
  if (is_abandoned_) {
    return consumer_->close(close_timeout);
  }
  parts_.bundle.engine->flush(decisions_);
  CENTINELA_TRY(deliver_records());
  settle_rulings();
  CENTINELA_TRY(delivery_->flush(drain_timeout));
  CENTINELA_TRY(commit(true));
  // Who takes a slice over waits for us; without a checkpoint he has more to read again.
  if (!parts_.slice.partition || parts_.checkpoints->last_took() <= parting_checkpoint_max) {
    save_state();
  }
  if (parts_.checkpoints != nullptr) {
    parts_.checkpoints->finish(*parts_.bundle.engine);
  }
  return consumer_->close(close_timeout);
}

}  // namespace centinela::app
