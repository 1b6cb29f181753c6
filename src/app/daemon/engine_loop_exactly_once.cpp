// The loop under kafka.commit: transactional: alerts and offsets in one transaction, and a restart
// that judges again what came since the checkpoint before it joins the group.
#include "centinela/codec/alert_encoder.h"

#include "app/accepted_loss.h"
#include "app/daemon/client_settings.h"
#include "app/daemon/consumer_settings.h"
#include "app/daemon/engine_loop.h"
#include "app/daemon/loop_metrics.h"
#include "app/input_partitions.h"
#include "app/state_store.h"
#include "kafka/partition_reader.h"
#include "kafka/transactional_producer.h"

#include <fmt/format.h>

namespace centinela::app {
namespace {

using kafka::TopicPartition;
using std::chrono::milliseconds;
using telemetry::LogLine;

constexpr std::chrono::seconds commit_timeout{5};
constexpr milliseconds pause{100};

}  // namespace

Result<void> EngineLoop::open_exactly_once() {
  const config::Config& config = parts_.config;
  kafka::TransactionalSettings settings;
  settings.client = client_settings(config, "centinela-alerts", kafka_log());
  const std::string identity = transactional_id(config, parts_.slice);
  settings.transactional_id = identity;
  settings.membership = parts_.hooks.membership;
  CENTINELA_TRY(transactions_,
                kafka::make_transactional_producer(std::move(settings), consumer_.get()));
  exactly_once_ = std::make_unique<ExactlyOnce>(
      *transactions_, ExactlyOnceOptions{.interval = config.kafka.commit_interval});
  // A start that has to wait for the brokers can be stopped.
  const std::stop_callback ends{stop_, [this] { exactly_once_->give_up(); }};
  parts_.status.set_not_ready("taking over from the last run");
  CENTINELA_TRY(exactly_once_->fence());
  CENTINELA_TRY(const std::vector<kafka::StartPosition> positions, all_positions());
  const auto& restored = parts_.checkpoints->restored();
  if (!restored && is_loss_accepted(config, parts_.slice)) {
    exactly_once_->begin({.lineage = new_lineage(identity)}, Journal{}, 0);
    is_restore_told_ = true;
    return {};
  }
  CENTINELA_TRY(
      const std::optional<RestorePlan> plan,
      plan_restore(
          restored ? &*restored : nullptr, identity, parts_.checkpoints->origin(), positions));
  if (!plan) {
    exactly_once_->begin({.lineage = new_lineage(identity)}, Journal{}, 0);
    is_restore_told_ = true;
    return {};
  }
  if (restored) {
    CENTINELA_TRY(resume_firing(*restored));
  }
  return judge_again(*plan);
}

Result<std::vector<TopicPartition>> EngineLoop::all_partitions() const {
  return parts_.slice.partition
             ? partitions_of(parts_.config, parts_.slice)
             : input_partitions(parts_.config,
                                client_settings(parts_.config, "centinela-start", {}));
}

Result<std::vector<kafka::StartPosition>> EngineLoop::all_positions() {
  CENTINELA_TRY(const std::vector<TopicPartition> partitions, all_partitions());
  for (;;) {
    auto positions = consumer_->start_positions(partitions);
    if (positions || positions.error().code != Errc::unavailable || !start_goes_on()) {
      return positions;
    }
    log_.warn(LogLine("committed offsets cannot be read: the start waits")
                  .with("error", positions.error().detail));
    // Nothing is read yet; a right that the group lacks is told here.
    CENTINELA_TRY(consumer_->poll(pause));
  }
}

Rejudge EngineLoop::rejudge() {
  Rejudge rejudge;
  rejudge.take = [this](std::span<const kafka::KafkaRecord> records) {
    const Places::Place place{parts_.places};
    for (const kafka::KafkaRecord& record : records) {
      judge(record);
      static_cast<void>(dead_letter(record, false).has_value());  // counted, and not told again
      switch_when_asked();
    }
    parts_.bundle.engine->flush(decisions_);
    if (crashes_ != nullptr) {
      crashes_->rest();
    }
  };
  rejudge.goes_on = [this] { return start_goes_on(); };
  rejudge.tick = [this](EventTime time) { parts_.bundle.engine->tick({time}, decisions_); };
  rejudge.judged = [this](Chain& chain) { judged_again(chain); };
  rejudge.keep_waiting = [this](const std::string& why) {
    log_.warn(LogLine("reading again waits for the brokers").with("error", why));
    return start_goes_on();
  };
  return rejudge;
}

// Whoever watches hears that it lives, also while there is no broker.
bool EngineLoop::start_goes_on() {
  parts_.status.progress(parts_.hooks.clock().milliseconds());
  if (parts_.hooks.starting) {
    parts_.hooks.starting();
  }
  return !stop_.stop_requested();
}

void EngineLoop::judged_again(Chain& chain) {
  parts_.bundle.engine->flush(decisions_);
  replayed_.clear();
  for (alerting::Decision& decision : decisions_) {
    chain.add(codec::encode_alert(decision.alert));
    firing_.note(decision.alert);
    replayed_.push_back(std::move(decision.alert));
  }
  decisions_.clear();
  if (!replayed_.empty()) {
    parts_.hooks.restore(replayed_);
  }
  settle_rulings();
}

Result<void> EngineLoop::judge_again(const RestorePlan& plan) {
  parts_.status.set_not_ready("reading again what was judged before the start");
  kafka::PartitionReader reader{consumer_settings(parts_.config)};
  const std::uint64_t before = parts_.bundle.engine->sequence();
  CENTINELA_TRY(Chain chain, replay(plan, reader, rejudge()));
  for (const JournalPartition& each : plan.steps.partitions()) {
    if (const auto end = plan.steps.end_of(each.partition)) {
      book_.restore(each.partition, *end);
    }
  }
  const std::uint64_t entries = parts_.bundle.engine->sequence() - before;
  if (plan.expected) {
    log_.info(LogLine("what came since the checkpoint was judged again: the same alerts")
                  .with("entries", entries)
                  .with("alerts", chain.alerts)
                  .with("compared", plan.are_words_equal ? "byte for byte" : "by their number"));
    // Under another program the words may differ; from here on they are this one's.
    exactly_once_->begin(std::move(chain), plan.steps, plan.number);
    return {};
  }
  if (!plan.remark.empty()) {
    log_.warn(LogLine("what came since the checkpoint was judged again and could not be compared "
                      "with what was told")
                  .with("entries", entries)
                  .with("because", plan.remark));
  }
  exactly_once_->begin({.lineage = new_lineage(transactional_id(parts_.config, parts_.slice))},
                       Journal{parts_.checkpoints->number(), 0},
                       0);
  parts_.checkpoints->hurry();
  return {};
}

Result<void> EngineLoop::tell(const Alert& alert) {
  if (exactly_once_ == nullptr) {
    return delivery_->alert(alert);
  }
  exactly_once_->tell(alert_record(parts_.config, alert), alert.position.offset.value());
  return {};
}

Result<void> EngineLoop::commit_exactly_once(bool waits) {
  // Control records go out beside it: a transaction on the input would make its readers wait.
  CENTINELA_TRY(delivery_->serve(milliseconds{0}));
  tell_blocked();
  is_commit_known_ = false;
  if (!waits) {
    return exactly_once_->serve(std::chrono::steady_clock::now(), book_.next_to_read());
  }
  if (auto settled = exactly_once_->settle(book_.next_to_read(), commit_timeout); !settled) {
    Error& error = settled.error();
    error.detail = fmt::format("{}: {}", delivery_->topics(), error.detail);
    return error;
  }
  is_commit_known_ = true;
  return {};
}

Result<void> EngineLoop::wait_for_room() {
  exactly_once_->wait(pause);
  last_record_ = std::chrono::steady_clock::now();  // this silence is ours
  CENTINELA_TRY(commit(false));
  checkpoint_when_due({});
  observe(0, {});
  return {};
}

// What the checkpoint on the disk knows need not be told with every commit any more.
void EngineLoop::drop_journal() {
  if (exactly_once_ == nullptr) {
    return;
  }
  if (marked_journal_ && parts_.checkpoints->number() >= marked_journal_->first) {
    exactly_once_->checkpointed(marked_journal_->first, marked_journal_->second);
    marked_journal_.reset();
  }
  if (exactly_once_->wants_checkpoint()) {
    parts_.checkpoints->hurry();
  }
}

void EngineLoop::observe_commits(LoopFacts& facts) {
  if (exactly_once_ == nullptr) {
    return;
  }
  const ExactlyOnceCounts& counts = exactly_once_->counts();
  facts.commits = {counts.commits.committed, counts.commits.aborted};
  if (facts.commits.accepted > commits_seen_) {
    commits_seen_ = facts.commits.accepted;
    facts.is_committed = true;
    book_.committed(exactly_once_->confirmed());
    shard_.observe(telemetry::series("centinela_kafka_commit_duration_seconds"),
                   counts.last_commit_seconds);
  }
  facts.uncommitted = book_.uncommitted();
  // Of several shards the oldest commit is shown: an idle one must not look like one that is stuck.
  facts.is_committed |= parts_.slice.partition && facts.uncommitted == 0;
  facts.outstanding += exactly_once_->waiting();
  facts.deliveries.alerts = counts.alerts;
  facts.deliveries.dead_letters = counts.dead_letters;
  facts.deliveries.failures = counts.commits.refused;
  facts.deliveries.rebuilt += counts.commits.rebuilt;
}

}  // namespace centinela::app
