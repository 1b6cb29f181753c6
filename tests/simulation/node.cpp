#include "simulation/node.h"

#include "centinela/codec/alert_encoder.h"
#include "centinela/pipeline/engine_loader.h"

#include <algorithm>
#include <chrono>

namespace centinela::simulation {
namespace {

using app::Chain;
using app::Journal;

const config::Config& plain_config() {
  static const config::Config config;
  return config;
}

app::ExactlyOnceOptions inline_options() {
  app::ExactlyOnceOptions options;
  options.pause = std::chrono::milliseconds{0};
  options.journal_share_max = 0.01;  // histories are short
  options.launch = std::launch::deferred;
  return options;
}

constexpr std::string_view identity = "centinela-0";
constexpr std::chrono::milliseconds timeout{1'000'000};

}  // namespace

std::unique_ptr<pipeline::Engine> make_small_engine() {
  static const TimeZones zones;
  static const auto models = std::make_shared<const pipeline::Models>();
  pipeline::EngineSettings settings;
  settings.provenance.topics = {"data-access"};
  settings.shard.tells_days = true;
  state::Bounds& bounds = settings.shard.bounds;
  for (std::size_t* bound :
       {&bounds.principals_max,     &bounds.classes_max,          &bounds.conversations_max,
        &bounds.data_subjects_max,  &bounds.groups_max,           &bounds.producers_max,
        &bounds.paths_max,          &bounds.clients_max,          &bounds.visits_max,
        &bounds.event_ids_max,      &bounds.pending_max,          &bounds.intents_max,
        &bounds.reading_habits_max, &bounds.release_readings_max, &bounds.approvals_max,
        &bounds.subjects_max,       &bounds.related_max,          &bounds.sessions_max,
        &bounds.censuses_max,       &bounds.retrievals_max,       &bounds.tools_max,
        &bounds.cohorts_max}) {
    *bound = 256;
  }
  bounds.pairs_max = 256;
  settings.privacy.cache_entries_max = 256;
  settings.privacy.name_book_entries_max = 256;
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 1;
  return std::make_unique<pipeline::Engine>(
      settings, *privacy::TokenKey::from_random(bytes), models, zones);
}

Node::Node(SimulatedLog& log, Disk& disk, Faults& faults, Bug bug)
    : log_(log),
      disk_(disk),
      faults_(faults),
      bug_(bug),
      engine_(make_small_engine()),
      transactions_(log, faults, bug, deeds_),
      exactly_once_(transactions_, inline_options()) {}

Result<std::optional<storage::Marker>> Node::load() {
  if (disk_.marker.empty()) {
    return std::optional<storage::Marker>{};
  }
  CENTINELA_TRY(storage::Marker marker, storage::decode_marker(disk_.marker));
  pipeline::EngineLoader loader(*engine_);
  for (const auto& [key, value] : disk_.records) {
    CENTINELA_TRY(loader.add(key, value));
  }
  CENTINELA_TRY(const pipeline::StateSum sum, loader.finish());
  if (sum != marker.sum) {
    return Error{Errc::bad_data, "the records do not come to the marker's sum"};
  }
  number_ = marker.number;
  deeds_ = disk_.deeds;
  if (bug_ == Bug::chain_not_restored) {
    marker.commit.hash = Chain{}.hash;
    marker.commit.alerts = 0;
  }
  return std::optional{std::move(marker)};
}

Result<void> Node::start() {
  CENTINELA_TRY(const std::optional<storage::Marker> marker, load());
  CENTINELA_TRY(exactly_once_.fence());
  CENTINELA_TRY(const std::optional<app::RestorePlan> plan,
                app::plan_restore(marker ? &*marker : nullptr, identity, {}, log_.positions()));
  if (plan) {
    CENTINELA_TRY(judge_again(*plan));
  } else {
    exactly_once_.begin({.lineage = app::new_lineage(identity)}, Journal{}, 0);
  }
  return join();
}

Result<void> Node::judge_again(const app::RestorePlan& plan) {
  SimulatedReader reader{log_, faults_};
  app::Rejudge rejudge;
  bool has_skipped = bug_ != Bug::record_skipped_in_silent_replay;
  rejudge.take = [&](std::span<const kafka::KafkaRecord> records) {
    for (const kafka::KafkaRecord& record : records) {
      if (!std::exchange(has_skipped, true)) {
        continue;
      }
      judge(record);
    }
    rejected_.clear();
  };
  rejudge.tick = [&](EventTime time) {
    deeds_.push_back({-1, time.milliseconds()});
    engine_->tick({time}, decisions_);
  };
  rejudge.judged = [&](Chain& chain) {
    engine_->flush(decisions_);
    for (const alerting::Decision& decision : decisions_) {
      const std::string alert = codec::encode_alert(decision.alert);
      chain.add(alert);
      if (bug_ == Bug::outputs_told_in_silent_replay) {
        exactly_once_.tell(app::alert_record(plain_config(), decision.alert), 1'000'000);
      }
    }
    decisions_.clear();
  };
  rejudge.keep_waiting = [](const std::string&) { return true; };
  app::RestorePlan taken = plan;
  if (bug_ == Bug::journal_ignored) {
    Journal steps{plan.steps.base(), plan.steps.first_entry()};
    for (const app::JournalPartition& each : plan.steps.partitions()) {
      steps.enter(each.partition, each.base);
      steps.took(each.partition, *plan.steps.end_of(each.partition));
    }
    taken.steps = std::move(steps);
  }
  CENTINELA_TRY(Chain chain, app::replay(taken, reader, rejudge));
  for (const app::JournalPartition& each : plan.steps.partitions()) {
    std::int64_t live = *plan.steps.end_of(each.partition);
    live = bug_ == Bug::live_at_the_checkpoint ? each.base : live;
    live += bug_ == Bug::live_one_too_late ? 1 : 0;
    book_.restore(each.partition, live);
  }
  if (plan.expected) {
    exactly_once_.begin(std::move(chain), plan.steps, plan.number);
  } else {
    exactly_once_.begin({.lineage = app::new_lineage(identity)}, Journal{number_, 0}, 0);
  }
  return {};
}

Result<void> Node::join() {
  transactions_.join();
  for (kafka::StartPosition& position : log_.positions()) {
    // All is retained: an engine without a past reads it from the beginning, silently.
    const std::int64_t read_from = book_.assign(position, 0);
    CENTINELA_TRY(exactly_once_.assigned(position, read_from));
  }
  return {};
}

void Node::judge(const kafka::KafkaRecord& record) {
  codec::RecordView view;
  view.value = record.value.value_or(std::string_view{});
  view.timestamp = EventTime{record.timestamp_ms};
  Position position;
  position.partition = PartitionIndex{record.partition};
  position.offset = Offset{record.offset};
  engine_->take(view, position, decisions_, rejected_);
  deeds_.push_back({record.partition, record.offset});
}

void Node::tell_decisions(bool always) {
  for (const alerting::Decision& decision : decisions_) {
    const Alert& alert = decision.alert;
    exactly_once_.decided(codec::encode_alert(alert));
    if (always || book_.is_live({alert.topic, alert.position.partition.value()},
                                alert.position.offset.value())) {
      exactly_once_.tell(app::alert_record(plain_config(), alert), alert.position.offset.value());
    }
  }
  decisions_.clear();
}

void Node::take_some() {
  const auto partition = static_cast<std::int32_t>(faults_.rng().below(log_.input.size()));
  const kafka::TopicPartition name = input_partition(partition);
  const auto& records = log_.input[static_cast<std::size_t>(partition)];
  std::int64_t next = book_.known_through().at(name);
  for (std::uint64_t left = 1 + faults_.rng().below(5);
       left > 0 && next < static_cast<std::int64_t>(records.size());
       --left, ++next) {
    const kafka::KafkaRecord record = record_at(log_, partition, next);
    judge(record);
    for (const pipeline::Rejected& rejected : std::exchange(rejected_, {})) {
      if (book_.is_live(name, next)) {
        exactly_once_.tell(app::dead_letter_record(plain_config(), record, rejected), next);
      }
    }
    book_.took(name, next);
    exactly_once_.took(name, next + 1);
  }
  engine_->flush(decisions_);
}

void Node::tick() {
  if (engine_->log_time() == EventTime{}) {
    return;
  }
  const EventTime time = engine_->log_time() + std::chrono::minutes{20};
  if (bug_ != Bug::tick_not_journaled) {
    exactly_once_.ticked(time);
  }
  deeds_.push_back({-1, time.milliseconds()});
  engine_->tick({time}, decisions_);
}

Result<void> Node::commit() {
  return exactly_once_.serve(now_, book_.next_to_read());
}

// A membership that was lost: the group is joined again with what it says then.
Result<void> Node::poll() {
  return transactions_.is_member() ? Result<void>{} : join();
}

Result<void> Node::checkpoint() {
  if (bug_ != Bug::checkpoint_before_commit) {
    const Result<void> settled = exactly_once_.settle(book_.next_to_read(), timeout);
    if (!settled) {
      return settled.error().code == Errc::unavailable ? Result<void>{} : settled;
    }
  }
  const app::ExactlyOnce::Mark mark = exactly_once_.mark();
  const pipeline::StateChanges changes = engine_->save();
  storage::Marker marker;
  marker.number = number_ + 1;
  marker.sum = changes.sum;
  marker.commit = {mark.chain.lineage, mark.chain.hash, mark.chain.alerts, mark.entries};
  for (const auto& [partition, next] : book_.known_through()) {
    marker.positions.push_back({partition.topic, partition.partition, next});
  }
  if (bug_ == Bug::journal_dropped_before_the_checkpoint_is_kept) {
    exactly_once_.checkpointed(marker.number, mark.entries);
  }
  faults_.die(0.05);
  if (faults_.strike(0.1)) {
    engine_->forget_saved();  // the disk is full
    return {};
  }
  Disk kept = disk_;
  if (changes.is_everything) {
    kept.records.clear();
  }
  changes.for_each([&](std::string_view key, std::string_view value, bool is_erased) {
    if (is_erased) {
      kept.records.erase(std::string{key});
    } else {
      kept.records[std::string{key}] = value;
    }
  });
  kept.marker = storage::encode(marker);
  kept.deeds = deeds_;
  if (bug_ == Bug::checkpoint_torn) {
    disk_.records = kept.records;
    faults_.die(0.3);
  }
  disk_ = std::move(kept);
  number_ = marker.number;
  faults_.die(0.05);
  if (bug_ != Bug::journal_dropped_before_the_checkpoint_is_kept) {
    exactly_once_.checkpointed(marker.number, mark.entries);
  }
  return {};
}

Result<void> Node::round(bool may_tick) {
  faults_.die(0.01);
  now_ += std::chrono::milliseconds{faults_.rng().below(150)};
  if (exactly_once_.is_full(now_)) {
    CENTINELA_TRY(commit());
    return faults_.rng().below(10) == 0 ? checkpoint() : Result<void>{};
  }
  CENTINELA_TRY(poll());
  if (may_tick && faults_.rng().below(12) == 0) {
    tick();
    tell_decisions(true);
  } else {
    take_some();
    tell_decisions(false);
  }
  CENTINELA_TRY(commit());
  if (faults_.rng().below(10) == 0) {
    return checkpoint();
  }
  return {};
}

Result<void> Node::finish() {
  for (;;) {
    const Result<void> settled = exactly_once_.settle(book_.next_to_read(), timeout);
    if (settled || !exactly_once_.must_join()) {
      return settled;
    }
    CENTINELA_TRY(join());
  }
}

}  // namespace centinela::simulation
