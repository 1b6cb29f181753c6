#include "centinela/pipeline/shard.h"

#include "centinela/detectors/detectors.h"
#include "centinela/forest/scoring.h"
#include "centinela/stats/learning.h"

#include "prefetch_ahead.h"
#include "row_finisher.h"
#include "shard_facts.h"
#include "shard_work.h"
#include "stratum_of.h"

#include <algorithm>
#include <utility>

namespace centinela::pipeline {
namespace {

using alerting::Decision;
using detectors::Evidence;
using detectors::EvidenceList;

double smallest_p(const EvidenceList& list) noexcept {
  double smallest = 1;
  for (const Evidence& evidence : list) {
    smallest = std::min(smallest, evidence.p_value);
  }
  return smallest;
}

// An hour, as baselines hold theirs back: whole days would take a quarter of the history, for who
// is busy surprises somebody on most of them.
std::uint64_t stretch_of(const state::EntityKey& principal, EventTime time) noexcept {
  return hash_combine(principal.hash(), static_cast<std::uint64_t>(window_index(time, one_hour)));
}

}  // namespace

Shard::Shard(const ShardSettings& settings,
             std::shared_ptr<const Models> models,
             const TimeZones& zones,
             const privacy::NameBook& names,
             alerting::Provenance provenance)
    : settings_(settings),
      models_(std::move(models)),
      zones_(zones),
      world_(settings.bounds),
      alerter_(settings.alerting, std::move(provenance), names),
      work_(std::make_unique<Work>()) {
  if (!settings_.detectors.is_on(detectors::DetectorId::forest)) {
    models_ = std::make_shared<const Models>();
  }
  std::sort(settings_.detectors.canaries.begin(), settings_.detectors.canaries.end());
  state::FieldKinds& fields = settings_.observe.fields;
  for (std::vector<WordToken>* words : {&fields.contact, &fields.credential, &fields.payout}) {
    std::sort(words->begin(), words->end());
  }
}

Shard::~Shard() = default;
Shard::Shard(Shard&&) noexcept = default;

void Shard::process(const Batch& batch, std::vector<Decision>& out) {
  work_->clear();
  const std::vector<Entry>& order = batch.order();
  for (std::size_t i = 0; i < order.size(); ++i) {
    prefetch_ahead(world_, batch, i);
    const Entry& entry = order[i];
    switch (entry.kind) {
      case Entry::Kind::event:
        judge_event(at_believed_time(batch.event(entry)), entry);
        break;
      case Entry::Kind::context: {
        const ContextRecord& record = batch.context(entry);
        ++counters_.contexts;
        state::advance_time(world_, world_.believe(record.received));
        note_day(entry.sequence, record.position);
        work_->retracted.clear();
        state::apply(world_, record, work_->retracted);
        judge_retracted(entry.sequence, record.position);
        judge_settled(entry.sequence, record.position);
        break;
      }
      case Entry::Kind::control:
        take_control(batch.control(entry), entry.sequence, out);
        break;
      case Entry::Kind::rejected:
        ++counters_.rejected;
        break;
    }
  }
  score_rows();
  decide(out);
}

const Event& Shard::at_believed_time(const Event& event) {
  const EventTime received = world_.believe(event.received);
  if (received == event.received) {
    return event;
  }
  Event& held = work_->held_back.emplace_back(event);
  held.received = received;
  held.time = std::min(held.time, received);
  return held;
}

void Shard::judge_event(const Event& event, const Entry& entry) {
  last_position_ = event.position;
  state::advance_time(world_, event.received);
  note_day(entry.sequence, event.position);
  if (world_.recent_ids.seen_before(event.id, event.received)) {
    ++counters_.duplicates;
    return;
  }
  judge_settled(entry.sequence, event.position);

  state::Scene scene = state::observe(world_, settings_.observe, zones_, event, work_->closed);
  ++(scene.is_late ? counters_.late : counters_.scored);
  counters_.missing += static_cast<std::uint64_t>(scene.silence.missing);
  const features::Appraisal appraisal = features::appraise(scene);
  EvidenceList evidence;
  const detectors::Input input{scene, appraisal, settings_.detectors};
  if (event.action == Action::heartbeat) {
    detectors::audit_silence(input, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
  } else {
    detectors::judge(input, evidence);
  }

  Pending pending;
  pending.event = &event;
  pending.sequence = entry.sequence;
  pending.log_time = world_.log_time;
  pending.position = event.position;
  pending.tenant = facts_of(scene.tenant, event.tenant, scene.principal.kind);
  pending.principal = facts_of(scene.principal, event.principal.id.value());
  pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
  work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
  if (!scene.is_late && event.action != Action::heartbeat &&
      (uses_forest() || settings_.collects_features)) {
    pending.row = static_cast<std::int32_t>(work_->rows.size() / features::feature_count);
    begin_forest(scene, appraisal);
    if (settings_.collects_features) {
      collected_.stretches.push_back(stretch_of(scene.principal_key, event.time));
    }
  }
  note_stretch(scene.principal_key, event.time, smallest_p(evidence));
  pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
  pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
  work_->pending.push_back(pending);
  note_risk(scene.principal, scene.principal_key, evidence);
  state::learn(world_, scene, smallest_p(evidence));
}

bool Shard::uses_forest() const noexcept {
  return models_->forest.has_value();
}

void Shard::begin_forest(const state::Scene& scene, const features::Appraisal& appraisal) {
  const features::FeatureVector row = features::extract(scene, appraisal);
  work_->rows.insert(work_->rows.end(), row.begin(), row.end());
  if (uses_forest()) {
    work_->evidence.push_back(detectors::begin_forest(scene));
  }
}

void Shard::note_stretch(const state::EntityKey& principal, EventTime time, double smallest_p) {
  if (!settings_.collects_features || !stats::is_quarantined(smallest_p)) {
    return;
  }
  const std::uint64_t stretch = stretch_of(principal, time);
  std::vector<std::uint64_t>& known = collected_.quarantined;
  if (known.empty() || known.back() != stretch) {
    known.push_back(stretch);
  }
}

TrainingRows Shard::take_training_rows() {
  return std::exchange(collected_, {});
}

void Shard::score_rows() {
  if (settings_.collects_features) {
    collected_.rows.insert(collected_.rows.end(), work_->rows.begin(), work_->rows.end());
  }
  const std::optional<forest::Forest>& model = models_->forest;
  if (!model || work_->rows.empty()) {
    return;
  }
  const forest::Forest& forest = *model;
  const std::size_t count = work_->rows.size() / features::feature_count;
  work_->scores.resize(count);
  forest::anomaly_scores(forest, work_->rows, work_->scores);

  detectors::ForestScore score;
  score.usual_high = models_->scores.usual_high();
  for (const Pending& pending : work_->pending) {
    if (pending.row < 0) {
      continue;
    }
    score.anomaly_score = work_->scores[static_cast<std::size_t>(pending.row)];
    score.p_value = models_->scores.p_value(score.anomaly_score);
    detectors::complete_forest(work_->evidence[pending.evidence_end - 1], score);
  }
}

void Shard::decide(std::vector<Decision>& out) {
  std::uint32_t closed = 0;
  for (const Pending& pending : work_->pending) {
    for (; closed < pending.closed_end; ++closed) {
      const state::ClosedOpportunity& opportunity = work_->closed[closed];
      const fusion::Stratum stratum = stratum_of(opportunity);
      if (witness_ != nullptr) {
        const std::int64_t day = utc_day(pending.log_time);
        witness_->observe(day, opportunity.entity.tenant, stratum, opportunity.p);
      }
      alerter_.calibrate(opportunity.entity, stratum, opportunity.p);
    }
    const alerting::LogPoint point{pending.log_time, pending.position, pending.sequence};
    if (pending.days_begin >= 0) {
      for (std::int32_t i = pending.days_begin; i < pending.days_end; ++i) {
        alerter_.end_day(work_->days[static_cast<std::size_t>(i)], point, out);
      }
      continue;
    }
    alerter_.advance(point, out);
    alerting::Judgement judgement;
    judgement.event = pending.event;
    judgement.sequence = pending.sequence;
    judgement.log_time = pending.log_time;
    judgement.position = pending.position;
    judgement.tenant = pending.tenant;
    judgement.principal = pending.principal;
    judgement.evidence = {work_->evidence.data() + pending.evidence_begin,
                          work_->evidence.data() + pending.evidence_end};
    RowFinisher finisher;
    const auto& forest = models_->forest;
    if (pending.row >= 0 && forest.has_value()) {
      finisher = {&*forest, work_->row(static_cast<std::size_t>(pending.row))};
    }
    judgement.finished = {&finisher, &RowFinisher::finish};
    judgement.witnesses = {work_->witnesses.data() + pending.witness_begin,
                           work_->witnesses.data() + pending.witness_end};
    judgement.is_retraction = pending.is_retraction;
    for (const Evidence& evidence : judgement.evidence) {
      const auto detector = static_cast<std::size_t>(evidence.detector);
      ++counters_.spoke[detector];
      counters_.surprising[detector] += evidence.is_surprising() ? 1 : 0;
    }
    alerter_.judge(judgement, out);
  }
}

void Shard::tick(const Tick& tick, std::uint64_t sequence, std::vector<Decision>& out) {
  work_->clear();
  state::advance_time(world_, tick.time);
  note_day(sequence, last_position_);
  judge_settled(sequence, last_position_);
  decide(out);
  alerter_.advance({world_.log_time, last_position_, sequence}, out);
}

void Shard::close_all(std::uint64_t sequence, std::vector<Decision>& out) {
  alerter_.close_all({world_.log_time, last_position_, sequence}, out);
}

}  // namespace centinela::pipeline
