// Shard: all state and logic of one slice of the key space, and the order of things. Floor 8.
//
// Single-threaded and movable; no I/O, no clock. For each event: touch → appraise → detect → learn,
// strictly in the order of the log; then the forest scores the batch's rows; then fusion and
// decision, in order again. So alerts do not depend on where batches end.
#pragma once

#include "centinela/alerting/alerter.h"
#include "centinela/detectors/input.h"
#include "centinela/features/features.h"
#include "centinela/pipeline/batch.h"
#include "centinela/pipeline/last_pass.h"
#include "centinela/pipeline/models.h"
#include "centinela/pipeline/reliability.h"
#include "centinela/state/cohorts.h"
#include "centinela/state/observe.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace centinela::pipeline {

struct ShardSettings {
  state::Bounds bounds;
  state::ObserveSettings observe;
  detectors::Settings detectors;
  state::CohortSettings cohorts;
  alerting::Settings alerting;
  bool tells_days = false;         // digest and heartbeat of each day and tenant
  bool collects_features = false;  // keeps the rows of every event, for training
};

// Feature rows of judged events, in the order of the log, and the stretches (a principal's hour of
// event time, hashed) that a model is not to learn from: something in them was judged p < 1e-3, or
// they were ruled malicious. A stretch may be named after its rows.
struct TrainingRows {
  std::vector<float> rows;               // n·feature_count
  std::vector<std::uint64_t> stretches;  // of each row
  std::vector<std::uint64_t> quarantined;

  [[nodiscard]] bool empty() const noexcept { return stretches.empty() && quarantined.empty(); }
};

// An erasure that was applied at its place in the log. No token: it goes into the audit trail.
struct AppliedErasure {
  Position position;
  EventTime time;                // of the log
  bool is_of_principal = false;  // else of a data subject
  std::uint64_t entities = 0;    // that went as a whole
  std::uint64_t fields = 0;      // emptied in, or removed from, what stayed
  std::vector<AlertId> alerts;   // about it: nothing is to keep firing
  std::string printed;           // its token, for what the caller has to forget; never to be logged
};

// read = scored + late + duplicates + dead_lettered; the last is the intake's.
struct ShardCounters {
  std::uint64_t scored = 0;
  std::uint64_t late = 0;
  std::uint64_t duplicates = 0;
  std::uint64_t contexts = 0;
  std::uint64_t rejected = 0;
  std::uint64_t controls = 0;
  std::array<std::uint64_t, word_count<ControlKind>> controls_by_kind{};
  std::array<std::uint64_t, word_count<Ruling>> rulings{};
  std::array<std::uint64_t, alerting::ruling_outcome_count> ruling_outcomes{};
  std::array<std::uint64_t, detectors::detector_count> spoke{};       // evidence given
  std::array<std::uint64_t, detectors::detector_count> surprising{};  // of that, worth a thought
  std::uint64_t settled_explained = 0;
  std::uint64_t settled_unexplained = 0;
  std::uint64_t erasures = 0;         // applied
  std::uint64_t erased_entities = 0;  // by them
  std::uint64_t switches = 0;         // of model or configuration, done
  std::uint64_t missing = 0;          // numbers of producers' sequences that did not come in time

  template <class Archive>
  void describe(Archive& archive) {
    archive(scored, late, duplicates, contexts, rejected, controls, controls_by_kind, rulings);
    archive(ruling_outcomes, spoke, surprising, settled_explained, settled_unexplained, missing);
    archive(erasures, erased_entities, switches);
  }
};

class Shard {
 public:
  // Zones and names must outlive it.
  Shard(const ShardSettings& settings,
        std::shared_ptr<const Models> models,
        const TimeZones& zones,
        const privacy::NameBook& names,
        alerting::Provenance provenance);
  ~Shard();
  Shard(Shard&&) noexcept;
  Shard& operator=(Shard&&) = delete;
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  void process(const Batch& batch, std::vector<alerting::Decision>& out);
  // Time has passed without a record; ends windows and episodes, nothing else.
  void tick(const Tick& tick, std::uint64_t sequence, std::vector<alerting::Decision>& out);
  // Ends every open alert.
  void close_all(std::uint64_t sequence, std::vector<alerting::Decision>& out);

  [[nodiscard]] const ShardCounters& counters() const noexcept { return counters_; }
  [[nodiscard]] const state::World& world() const noexcept { return world_; }
  [[nodiscard]] alerting::Alerter& alerter() noexcept { return alerter_; }
  // From the tenant touched longest ago to the newest.
  template <class Visitor>
  void for_each_tenant(Visitor&& visit) const {
    world_.tenants.for_each_read(
        [&](const state::EntityKey& key, const state::TenantState& tenant) {
          visit(key.tenant, tenant);
        });
  }
  // The same of producers: visit(tenant, name, state).
  template <class Visitor>
  void for_each_producer(Visitor&& visit) const {
    world_.producers.for_each_read(
        [&](const state::EntityKey& key, const state::ProducerState& producer) {
          visit(key.tenant, WordToken{key.id}, producer);
        });
  }
  // Collected since the last call; empty unless `collects_features`.
  [[nodiscard]] TrainingRows take_training_rows();
  // Tells a witness of every closed opportunity from now on; it must outlive the shard. nullptr
  // ends it. Judgements are the same with and without.
  void watch_calibration(Reliability* witness) noexcept { witness_ = witness; }
  // What the latest process() thought of a position, and what it settled of its accesses.
  [[nodiscard]] LastPass last_pass(const Position& position);
  [[nodiscard]] std::vector<state::Explained> settled_now(const Position& position) const;
  // What was said of the position's accesses when their grace time was over.
  [[nodiscard]] std::vector<detectors::Evidence> settled_evidence(const Position& position) const;
  [[nodiscard]] bool is_on(detectors::DetectorId detector) const noexcept {
    return settings_.detectors.is_on(detector);
  }
  // What became of the rulings read since the last call.
  [[nodiscard]] std::vector<alerting::AppliedRuling> take_rulings();
  // The switch that the latest control record asked for was done by handing on the state to this.
  void note_switch() noexcept { ++counters_.switches; }
  // What was forgotten since the last call.
  [[nodiscard]] std::vector<AppliedErasure> take_erasures();

  // Its sections of a checkpoint, by shard_sections.h.
  template <class Visitor>
  void visit_state(Visitor& visit);

 private:
  struct Work;

  // The log's time moved: a day of it may be over.
  void note_day(std::uint64_t sequence, const Position& position);
  void collect_days(std::int64_t day, std::vector<alerting::DayFacts>& out);
  // Decides what the first pass has judged so far.
  void finish_pass(std::vector<alerting::Decision>& out);
  void take_control(const ControlRecord& record,
                    std::uint64_t sequence,
                    std::vector<alerting::Decision>& out);
  void erase(const ControlRecord& record,
             std::uint64_t sequence,
             std::vector<alerting::Decision>& out);
  void remember_ruling(const alerting::AppliedRuling& applied);
  // The event, or a copy of it at the log's time where its own clock is not believed.
  const Event& at_believed_time(const Event& event);
  void judge_event(const Event& event, const Entry& entry);
  void judge_settled(std::uint64_t sequence, const Position& position);
  void judge_retracted(std::uint64_t sequence, const Position& position);
  void judge_cohorts(std::uint64_t sequence, const Position& position);
  [[nodiscard]] bool uses_forest() const noexcept;
  void begin_forest(const state::Scene& scene, const features::Appraisal& appraisal);
  // Nothing that was judged so far off may teach a model what is usual.
  void note_stretch(const state::EntityKey& principal, EventTime time, double smallest_p);
  void score_rows();
  void decide(std::vector<alerting::Decision>& out);

  ShardSettings settings_;
  std::shared_ptr<const Models> models_;
  const TimeZones& zones_;
  state::World world_;
  alerting::Alerter alerter_;
  ShardCounters counters_;
  Position last_position_;
  std::int64_t day_ = state::no_window;  // of the log
  EventTime day_start_;
  ShardCounters day_counters_;  // as of its start
  struct EventsBefore {
    std::uint64_t count = 0;  // of the tenant, when the day began

    template <class Archive>
    void describe(Archive& archive) {
      archive(count);
    }
  };
  state::EntityStore<EventsBefore> day_events_{1024};
  TrainingRows collected_;
  Reliability* witness_ = nullptr;
  std::vector<alerting::AppliedRuling> rulings_;
  std::vector<AppliedErasure> erasures_;
  std::unique_ptr<Work> work_;  // of one batch, reused
};

}  // namespace centinela::pipeline
