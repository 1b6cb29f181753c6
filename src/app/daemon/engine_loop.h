// EngineLoop: consume, judge, deliver, commit; one thread from poll to decision. Floor 10.
//
// Owns consumer, engine and delivery, of all that its group gives this process or of the one slice
// that it was made for. After a restart it judges again what came since the
// checkpoint, silently, and goes live where the last commit stood: what was told is not told again,
// and what was not seen is seen.
#pragma once

#include "app/daemon/checkpointer.h"
#include "app/daemon/crash_book.h"
#include "app/daemon/daemon_status.h"
#include "app/daemon/delivery.h"
#include "app/daemon/places.h"
#include "app/daemon/standing_metrics.h"
#include "app/daemon/status_page.h"
#include "app/engine_setup.h"
#include "app/exactly_once/exactly_once.h"
#include "app/exactly_once/restore.h"
#include "app/slice.h"
#include "config/config.h"
#include "kafka/consumer.h"
#include "telemetry/log.h"
#include "telemetry/metric_registry.h"

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace centinela::app {

struct LoopFacts;

struct RebuiltEngine {
  EngineBundle bundle;
  std::string config_hash;  // "sha256:…", of what can change an alert
};

// What the loop hands to others; all are called on its thread.
struct EngineLoopHooks {
  std::function<void(std::span<const Alert>)> notify;   // live decisions
  std::function<void(std::span<const Alert>)> restore;  // of silent replay: what still fires
  std::function<void(const AlertId&)> settle;           // an analyst has ruled on it
  std::function<std::vector<std::string>()> controls;   // for the input topic
  std::function<EventTime()> clock;                     // the wall clock
  std::function<void()> starting;                       // now and then while a start takes long
  // An engine under the model and configuration that the files now hold; none: no switching.
  std::function<Result<RebuiltEngine>()> rebuild;
  // Of a slice: whom the group knows as the one who has it; any thread.
  std::function<Result<std::string>()> membership = {};
};

class EngineLoop {
 public:
  struct Parts {
    const config::Config& config;
    EngineBundle bundle;
    DaemonStatus& status;
    telemetry::MetricRegistry& metrics;
    EngineLoopHooks hooks;
    std::unique_ptr<Checkpointer> checkpoints = nullptr;  // none: the state dies with the process
    Slice slice = {};
    Places* places = nullptr;  // shared with other loops; none: this one works when it likes
  };
  [[nodiscard]] static Result<std::unique_ptr<EngineLoop>> start(Parts parts, std::stop_token stop);
  EngineLoop(const EngineLoop&) = delete;
  EngineLoop& operator=(const EngineLoop&) = delete;
  EngineLoop(EngineLoop&&) = delete;
  EngineLoop& operator=(EngineLoop&&) = delete;
  ~EngineLoop();

  // Until stopped; then drains, flushes and commits. Error: what cannot pass by itself.
  [[nodiscard]] Result<void> run();

  // Somebody else has the slice: run() ends soon, without a commit or a checkpoint. Any thread.
  void abandon() noexcept;

  [[nodiscard]] const FiringBook& firing() const noexcept { return firing_; }
  [[nodiscard]] const pipeline::Engine& engine() const noexcept { return *parts_.bundle.engine; }

 private:
  EngineLoop(Parts parts, std::stop_token stop);

  [[nodiscard]] Result<void> open();
  [[nodiscard]] Result<void> join();
  [[nodiscard]] Result<void> assigned(std::span<kafka::StartPosition> positions);
  [[nodiscard]] Result<void> moved(std::span<const kafka::StartPosition> targets);
  [[nodiscard]] Result<void> accept_gap(const kafka::StartPosition& position);
  [[nodiscard]] bool keep_waiting();
  void released(std::span<const kafka::TopicPartition> partitions, bool may_commit);
  [[nodiscard]] Result<void> take(std::span<const kafka::KafkaRecord> records);
  void judge(const kafka::KafkaRecord& record);
  void in_order(std::span<const kafka::KafkaRecord> records);
  [[nodiscard]] Result<void> dead_letter(const kafka::KafkaRecord& record, bool is_live);
  // `is_live`: of the record that decided it, by its position.
  [[nodiscard]] Result<void> deliver(const std::function<bool(const Alert&)>& is_live);
  [[nodiscard]] Result<void> deliver_records();
  [[nodiscard]] Result<void> deliver_controls();
  void settle_rulings();
  void settle_erasures();
  void tell_of_nobody(const pipeline::AppliedErasure& erasure) const;
  void switch_when_asked();
  // The process died of it before and it is not tried again: it is rejected instead.
  [[nodiscard]] bool gives_up(const kafka::KafkaRecord& record);
  void tell_blocked();
  void open_crash_book();
  [[nodiscard]] Result<void> tick_when_idle();
  [[nodiscard]] std::string why_not_ready() const;
  [[nodiscard]] Result<void> commit(bool waits);
  // REQUIRES: the engine is flushed and what it decided is submitted.
  void checkpoint_when_due(std::chrono::steady_clock::duration busy);
  void save_state();
  [[nodiscard]] Result<void> resume();
  [[nodiscard]] Result<void> resume_firing(const storage::Marker& marker);
  void note_restored();
  // Of kafka.commit: transactional; engine_loop_exactly_once.cpp.
  [[nodiscard]] Result<void> open_exactly_once();
  [[nodiscard]] Result<std::vector<kafka::TopicPartition>> all_partitions() const;
  [[nodiscard]] Result<std::vector<kafka::StartPosition>> all_positions();
  [[nodiscard]] Result<void> judge_again(const RestorePlan& plan);
  [[nodiscard]] Rejudge rejudge();
  [[nodiscard]] bool start_goes_on();
  void judged_again(Chain& chain);
  [[nodiscard]] Result<void> tell(const Alert& alert);
  [[nodiscard]] Result<void> commit_exactly_once(bool waits);
  [[nodiscard]] bool takes_no_more() const;
  [[nodiscard]] Result<void> wait_for_room();
  void drop_journal();
  void observe_commits(LoopFacts& facts);
  [[nodiscard]] Result<void> drain();
  void warn_of_waiting_alerts();
  void observe(std::size_t records, std::chrono::steady_clock::duration elapsed);

  Parts parts_;
  std::stop_token stop_;
  telemetry::Logger log_;
  telemetry::MetricShard& shard_;
  StandingMetrics standing_;
  StatusPage page_;
  std::unique_ptr<kafka::Consumer> consumer_;
  std::unique_ptr<Delivery> delivery_;
  // None under kafka.commit: at_least_once. After the consumer, which they ask.
  std::unique_ptr<kafka::Transactions> transactions_;
  std::unique_ptr<ExactlyOnce> exactly_once_;
  std::optional<std::pair<std::uint64_t, std::uint64_t>> marked_journal_;  // checkpoint, its entry
  std::vector<const kafka::KafkaRecord*> ordered_;
  PartitionBook book_;
  FiringBook firing_;
  std::atomic<bool> is_abandoned_{false};
  bool is_commit_known_ = false;  // the last one that waited was answered
  bool is_restore_told_ = false;
  bool is_careful_ = false;             // a process died of one of these records: one at a time
  bool is_blocked_ = false;             // no checkpoint can be written: no more is acknowledged
  std::string switched_config_;         // hash of the configuration in force since a switch
  std::unique_ptr<CrashBook> crashes_;  // none: its file cannot be had
  std::chrono::steady_clock::time_point started_;
  Offsets marked_;
  Offsets sent_;  // by the latest commit, answered or not
  std::uint64_t commits_seen_ = 0;
  std::chrono::steady_clock::time_point last_accepted_;  // or nothing waited
  std::uint64_t accepted_ = 0;
  std::uint64_t problems_ = 0;  // that the consumer told of
  std::vector<alerting::Decision> decisions_;
  std::vector<pipeline::Rejected> rejected_;
  std::vector<Alert> live_;
  std::vector<Alert> replayed_;
  std::chrono::steady_clock::time_point last_record_;
  std::chrono::steady_clock::time_point last_mark_;
  std::chrono::steady_clock::time_point last_page_;
  bool is_page_stale_ = false;  // something was judged since
  EventTime last_tick_;
  std::uint64_t not_applied_ = 0;  // control records of kinds that nothing here acts on
  std::vector<codec::Header> headers_;
};

}  // namespace centinela::app
