#include "app/explain_command.h"

#include "centinela/codec/alert_decoder.h"
#include "centinela/codec/alert_encoder.h"
#include "centinela/detectors/catalogue.h"
#include "centinela/detectors/needs.h"

#include "app/decoder_setup.h"
#include "app/engine_setup.h"
#include "app/explanation_text.h"
#include "app/key_file.h"
#include "app/record_parts.h"
#include "app/replay_against.h"
#include "app/virtual_partitions.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

constexpr std::chrono::milliseconds poll_timeout{1000};

bool is_same_record(const Position& a, const Position& b) noexcept {
  return a.partition == b.partition && a.offset == b.offset;
}

// What became of an event, by what the counters say of its record.
std::string fate_of(bool was_judged,
                    const pipeline::ShardCounters& before,
                    const pipeline::ShardCounters& after) {
  if (!was_judged) {
    return "a duplicate: not judged";
  }
  if (after.late == before.late) {
    return "scored";
  }
  return after.scored == before.scored ? "late: judged, not learnt"
                                       : "judged; of its record some were late and not learnt";
}

class Explanation {
 public:
  Explanation(const config::Config& config, EngineBundle bundle, Position position)
      : config_(config), bundle_(std::move(bundle)), position_(position) {}

  [[nodiscard]] pipeline::Engine& engine() { return *bundle_.engine; }
  [[nodiscard]] bool is_found() const noexcept { return is_found_; }
  [[nodiscard]] bool is_done() const {
    return is_found_ && (waiting_ == 0 || engine_time() > deadline_);
  }
  [[nodiscard]] std::string text() const { return list_.empty() ? print(answer_) : list_; }
  void spread(VirtualPartitions partitions) { partitions_.emplace(std::move(partitions)); }

  // Error: bad_data when the record at the position has no such event.
  Result<void> take(const source::SourceRecord& record) {
    const Position place = partitions_ ? partitions_->place(record.view) : record.position;
    if (!is_found_ && is_same_record(place, position_)) {
      CENTINELA_TRY(judge(record.view, place));
    } else {
      bundle_.engine->take(record.view, place, decisions_, rejected_);
      if (is_found_) {
        follow();
      }
    }
    decisions_.clear();
    rejected_.clear();
    return {};
  }
  void finish() {
    if (is_found_ && waiting_ > 0) {
      bundle_.engine->flush(decisions_);
      follow();
    }
  }

 private:
  [[nodiscard]] EventTime engine_time() const { return bundle_.engine->log_time(); }

  // The record stands in a batch of its own, so that what was thought of it can be read.
  Result<void> judge(const codec::RecordView& view, const Position& place) {
    is_found_ = true;
    codec::Decoder decoder(decoder_options(config_));
    const RecordParts parts(decoder.decode(view));
    if (parts.needs_index(position_)) {
      list_ = parts.list(position_);
      return {};
    }
    CENTINELA_TRY(const RecordPart part, parts.pick(position_));
    pipeline::Engine& engine = *bundle_.engine;
    engine.flush(decisions_);
    decisions_.clear();
    const pipeline::ShardCounters before = engine.shard().counters();
    engine.take(view, place, decisions_, rejected_);
    engine.flush(decisions_);
    answer_.position = codec::print(position_);
    const pipeline::LastPass last = engine.shard().last_pass(position_);
    answer_.fate =
        part.is_event ? fate_of(last.was_judged, before, engine.shard().counters()) : part.words;
    if (last.was_judged) {
      describe(last, part.fields);
    }
    return {};
  }

  void describe(const pipeline::LastPass& last, FieldSet present) {
    const alerting::LogPoint point{last.log_time, position_, last.sequence};
    principal_ = last.principal;
    point_ = point;
    answer_.log_time = last.log_time;
    answer_.data_subjects = last.data_subjects;
    answer_.accesses = last.accesses;
    waiting_ = std::count_if(last.accesses.begin(), last.accesses.end(), [](const auto& access) {
      return !access.is_resolved;
    });
    deadline_ = last.log_time + config_.detection.explanation_grace + one_minute;
    for (const detectors::DetectorInfo& detector : detectors::catalogue()) {
      answer_.detectors.push_back(ask(detector, last, present, point));
    }
    inspect(last, point);
    for (const alerting::Decision& decision : decisions_) {
      if (decision.alert.position == position_ && !decision.alert.daily) {
        answer_.alerts.push_back(fmt::format("alert {} revision {} ({}, {})",
                                             print(decision.alert.id),
                                             decision.alert.revision,
                                             to_string(decision.alert.state),
                                             to_string(decision.alert.route)));
      }
    }
  }

  DetectorWord word_of(const detectors::Evidence& evidence,
                       const alerting::PrincipalFacts& principal,
                       const alerting::LogPoint& point) {
    alerting::Alerter& alerter = bundle_.engine->shard().alerter();
    const double calibrated = alerter.calibrated(principal.kind, evidence);
    detectors::Evidence said = evidence;  // as an alert would, with the odds of ordinary days
    said.p_value = calibrated;
    said.p_at_least = calibrated;
    const std::string sentence = evidence.is_surprising()
                                     ? alerter.sentence_of(evidence.entity, principal, said, point)
                                     : "";
    return {evidence.p_value, calibrated, evidence.is_invariant, sentence};
  }

  DetectorAnswer ask(const detectors::DetectorInfo& detector,
                     const pipeline::LastPass& last,
                     FieldSet present,
                     const alerting::LogPoint& point) {
    DetectorAnswer answer;
    answer.name = detector.name;
    answer.is_off = !bundle_.engine->shard().is_on(detector.id);
    for (const detectors::Evidence& evidence : last.evidence) {
      if (evidence.detector != detector.id) {
        continue;
      }
      answer.words.push_back(word_of(evidence, last.principal, point));
    }
    for (const detectors::AnyOf& need :
         detectors::detector_needs()[static_cast<std::size_t>(detector.id)].needs) {
      if (answer.words.empty() && !need.is_met(present, true)) {
        answer.missing.push_back(need.first());
      }
    }
    return answer;
  }

  void inspect(const pipeline::LastPass& last, const alerting::LogPoint& point) {
    std::vector<state::EntityKey> entities = {
        {EntityType::principal, last.tenant.id, last.principal.id.value()}};
    for (const detectors::Evidence& evidence : last.evidence) {
      if (std::find(entities.begin(), entities.end(), evidence.entity) == entities.end()) {
        entities.push_back(evidence.entity);
      }
    }
    for (const state::EntityKey& entity : entities) {
      if (auto episode = bundle_.engine->shard().alerter().inspect(entity, point)) {
        answer_.episodes.push_back(*std::move(episode));
      }
    }
  }

  // Accesses of the event that waited for an explanation are settled by what comes later.
  void follow() {
    bundle_.engine->flush(decisions_);
    for (const state::Explained& settled : bundle_.engine->shard().settled_now(position_)) {
      answer_.settled.push_back(settled);
      --waiting_;
    }
    // What could not be said before the grace time was over.
    for (const detectors::Evidence& evidence :
         bundle_.engine->shard().settled_evidence(position_)) {
      answer_.detectors[static_cast<std::size_t>(evidence.detector)].words.push_back(
          word_of(evidence, principal_, point_));
    }
  }

  const config::Config& config_;
  EngineBundle bundle_;
  Position position_;
  std::optional<VirtualPartitions> partitions_;  // nothing: the file's own positions
  Answer answer_;
  alerting::PrincipalFacts principal_;
  alerting::LogPoint point_;
  std::string list_;  // of a record's events, when one of them has to be chosen
  bool is_found_ = false;
  std::int64_t waiting_ = 0;
  EventTime deadline_;
  std::vector<alerting::Decision> decisions_;
  std::vector<pipeline::Rejected> rejected_;
};

Result<void> check(const ExplainOptions& options, const Position& position) {
  CENTINELA_TRY(check_partitions(options.partitions));
  if (options.input == "-" && options.verdicts == "-") {
    return Error{Errc::usage,
                 "--verdicts: expected a file, found standard input, which --input is"};
  }
  if (position.partition < PartitionIndex{0}) {
    return Error{Errc::bad_data,
                 fmt::format("{} stands in the simulated weeks that a demo learns from before its "
                             "log begins: it is in no topic and no file, so it cannot be explained",
                             options.position)};
  }
  return {};
}

}  // namespace

Result<void> explain(const ExplainOptions& options, std::ostream& out) {
  const Result<Position> position = codec::parse_position(options.position);
  if (!position) {
    return Error{Errc::usage,
                 "explain: --position: expected partition:offset or partition:offset:index, as in "
                 "an alert's evidence"};
  }
  CENTINELA_TRY(check(options, *position));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key));
  if (options.verdicts) {
    CENTINELA_TRY(plan_verdicts(*options.verdicts, *bundle.engine));
  }
  CENTINELA_TRY(source::InputFile input, source::InputFile::open(options.input.string()));
  const std::unique_ptr<source::Source> source = record_source(config, std::move(input));
  Explanation explanation{config, std::move(bundle), *position};
  if (options.partitions > 1) {
    explanation.spread(VirtualPartitions(options.partitions, key, decoder_options(config)));
  }
  for (bool is_end = false; !is_end && !explanation.is_done();) {
    CENTINELA_TRY(const source::RecordBatch batch, source->poll(poll_timeout));
    is_end = batch.is_end;
    for (const source::SourceRecord& record : batch.records) {
      CENTINELA_TRY(explanation.take(record));
      if (explanation.is_done()) {
        break;
      }
    }
  }
  explanation.finish();
  if (!explanation.is_found()) {
    return Error{Errc::bad_data,
                 fmt::format("{}: has no record at {}", options.input.string(), options.position)};
  }
  out << explanation.text();
  return {};
}

}  // namespace centinela::app
