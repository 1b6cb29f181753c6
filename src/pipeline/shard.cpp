#include "centinela/pipeline/shard.h"

#include "centinela/detectors/detectors.h"
#include "centinela/forest/scoring.h"

#include <algorithm>
#include <cmath>

namespace centinela::pipeline {
namespace {

using alerting::Decision;
using detectors::Evidence;
using detectors::EvidenceList;

// One entry's outcome of the first pass, to be decided on in the second.
struct Pending {
  const Event* event = nullptr;
  std::uint64_t sequence = 0;
  EventTime log_time;
  Position position;
  alerting::TenantFacts tenant;
  alerting::PrincipalFacts principal;
  std::uint32_t evidence_begin = 0;
  std::uint32_t evidence_end = 0;
  std::uint32_t closed_end = 0;
  std::uint32_t witness_begin = 0;
  std::uint32_t witness_end = 0;
  std::int32_t row = -1;  // of the forest
};

alerting::TenantFacts facts_of(const state::TenantState& tenant,
                               TenantToken id,
                               PrincipalKind kind) noexcept {
  return {id,
          tenant.first_event,
          tenant.last_event,
          tenant.principals_by_kind[static_cast<std::size_t>(kind)]};
}

alerting::PrincipalFacts facts_of(const state::PrincipalState& principal,
                                  std::uint64_t id) noexcept {
  return {PrincipalToken{id}, principal.role, principal.team, principal.kind};
}

double smallest_p(const EvidenceList& list) noexcept {
  double smallest = 1;
  for (const Evidence& evidence : list) {
    smallest = std::min(smallest, evidence.p_value);
  }
  return smallest;
}

fusion::Stratum stratum_of(const state::ClosedOpportunity& closed) noexcept {
  using Track = state::ClosedOpportunity::Track;
  using detectors::DetectorId;
  switch (closed.track) {
    case Track::hour:
      return {DetectorId::excessive_subjects, 0, closed.kind};
    case Track::day:
      return {DetectorId::excessive_subjects, 1, closed.kind};
    case Track::justification:
      return {DetectorId::unjustified_access, 0, closed.kind};
    case Track::job_day:
      return {DetectorId::bulk_export, 0, closed.kind};
    case Track::producer_hour:
      return {DetectorId::audit_silence, 1, closed.kind};
  }
  return {};
}

}  // namespace

struct Shard::Work {
  std::vector<Pending> pending;
  std::vector<Evidence> evidence;
  std::vector<state::ClosedOpportunity> closed;
  std::vector<state::ResolvedAccess> resolved;
  std::vector<state::CohortSurge> surges;
  std::vector<alerting::Witness> witnesses;
  std::vector<float> rows;
  std::vector<double> scores;

  void clear() noexcept {
    pending.clear();
    evidence.clear();
    closed.clear();
    rows.clear();
    witnesses.clear();
  }

  // Those who looked at a data subject that is looked at by several.
  void add_visitors(state::World& world, const state::ResolvedAccess& access, Pending& entry) {
    entry.witness_begin = static_cast<std::uint32_t>(witnesses.size());
    if (access.hot.principals > 1) {
      const state::SubjectState* subject =
          world.subjects.find({EntityType::data_subject,
                               access.access.principal.tenant,
                               access.access.data_subject.value()});
      if (subject != nullptr && subject->visits) {
        for (const state::Visit& visit : *subject->visits) {
          witnesses.push_back({visit.principal, visit.position});
        }
      }
    }
    entry.witness_end = static_cast<std::uint32_t>(witnesses.size());
  }
};

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
  for (const Entry& entry : batch.order()) {
    switch (entry.kind) {
      case Entry::Kind::event:
        judge_event(batch.event(entry), entry);
        break;
      case Entry::Kind::context: {
        const ContextRecord& record = batch.context(entry);
        ++counters_.contexts;
        state::advance_time(world_, record.received);
        state::apply(world_, record);
        judge_settled(entry.sequence, record.position);
        break;
      }
      case Entry::Kind::control:
        ++counters_.controls;
        state::advance_time(world_, batch.control(entry).received);
        break;
    }
  }
  score_rows();
  decide(out);
}

void Shard::judge_event(const Event& event, const Entry& entry) {
  last_position_ = event.position;
  state::advance_time(world_, event.received);
  if (world_.recent_ids.seen_before(event.id, event.received)) {
    ++counters_.duplicates;
    return;
  }
  judge_settled(entry.sequence, event.position);

  state::Scene scene = state::observe(world_, settings_.observe, zones_, event, work_->closed);
  ++(scene.is_late ? counters_.late : counters_.scored);
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
  }
  pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
  pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
  work_->pending.push_back(pending);
  state::learn(world_, scene, smallest_p(evidence));
}

void Shard::judge_settled(std::uint64_t sequence, const Position& position) {
  work_->resolved.clear();
  state::resolve_pending(world_, settings_.observe, work_->resolved);
  for (const state::ResolvedAccess& resolved : work_->resolved) {
    const bool is_explained = resolved.explained.strength >= state::strength_settled;
    ++(is_explained ? counters_.settled_explained : counters_.settled_unexplained);
    state::PrincipalState* principal = world_.principals.find(resolved.access.principal);
    const state::TenantState& tenant =
        world_.tenants.touch({EntityType::cohort, resolved.access.principal.tenant, 0});
    // Where nothing was ever explained, the tenant lacks the data, not the reasons.
    const bool is_odd = !is_explained || resolved.hot.related > 1;
    if (!is_odd || principal == nullptr || tenant.explained <= 0) {
      continue;
    }
    const state::GroupPath path = state::group_path(
        resolved.access.principal.tenant, principal->kind, principal->role, principal->team);
    EvidenceList evidence;
    const detectors::JustificationInput input{resolved,
                                              *principal,
                                              world_.groups.touch(path, principal->kind),
                                              settings_.detectors,
                                              world_.log_time};
    if (!is_explained) {
      detectors::unjustified_access(input, evidence);
      detectors::hot_record(input, evidence);
    }
    detectors::relationship_snoop(input, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
    Pending pending;
    pending.sequence = sequence;
    pending.log_time = world_.log_time;
    pending.position = position;
    pending.tenant = facts_of(tenant, resolved.access.principal.tenant, principal->kind);
    pending.principal = facts_of(*principal, resolved.access.principal.id);
    pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
    work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
    pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
    pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
    work_->add_visitors(world_, resolved, pending);
    work_->pending.push_back(pending);
  }
  judge_cohorts(sequence, position);
}

void Shard::judge_cohorts(std::uint64_t sequence, const Position& position) {
  work_->surges.clear();
  state::close_cohort_days(world_, settings_.cohorts, work_->surges);
  for (const state::CohortSurge& surge : work_->surges) {
    EvidenceList evidence;
    detectors::cohort_surge(surge, world_.log_time, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
    const TenantToken tenant = surge.cohort.tenant;
    Pending pending;
    pending.sequence = sequence;
    pending.log_time = world_.log_time;
    pending.position = position;
    pending.tenant = facts_of(
        world_.tenants.touch({EntityType::cohort, tenant, 0}), tenant, PrincipalKind::human);
    pending.principal.kind = PrincipalKind::human;
    pending.principal.role = surge.role;
    pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
    work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
    pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
    pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
    pending.witness_begin = static_cast<std::uint32_t>(work_->witnesses.size());
    for (const state::CohortMember& member : surge.loudest) {
      if (member.z > 0) {
        work_->witnesses.push_back({member.principal, member.position});
      }
    }
    pending.witness_end = static_cast<std::uint32_t>(work_->witnesses.size());
    work_->pending.push_back(pending);
  }
}

bool Shard::uses_forest() const noexcept {
  return models_->forest.has_value() && settings_.detectors.is_on(detectors::DetectorId::forest);
}

void Shard::begin_forest(const state::Scene& scene, const features::Appraisal& appraisal) {
  const features::FeatureVector row = features::extract(scene, appraisal);
  work_->rows.insert(work_->rows.end(), row.begin(), row.end());
  if (uses_forest()) {
    work_->evidence.push_back(detectors::begin_forest(scene));
  }
}

void Shard::score_rows() {
  if (settings_.collects_features) {
    collected_.insert(collected_.end(), work_->rows.begin(), work_->rows.end());
  }
  const std::optional<forest::Forest>& model = models_->forest;
  if (!model || !uses_forest() || work_->rows.empty()) {
    return;
  }
  const forest::Forest& forest = *model;
  const std::size_t count = work_->rows.size() / features::feature_count;
  work_->scores.resize(count);
  forest::anomaly_scores(forest, work_->rows, work_->scores);

  std::array<double, features::feature_count> shares{};
  for (const Pending& pending : work_->pending) {
    if (pending.row < 0) {
      continue;
    }
    const auto row = static_cast<std::size_t>(pending.row);
    detectors::ForestScore score;
    score.anomaly_score = work_->scores[row];
    score.p_value = models_->scores.p_value(score.anomaly_score);
    score.usual_high = models_->scores.usual_high();
    if (score.p_value < 0.05) {
      const std::span<const float> values(work_->rows.data() + row * features::feature_count,
                                          features::feature_count);
      forest::attributions(forest, values, shares);
      for (std::size_t i = 0; i < score.top_features.size(); ++i) {
        const auto* const top = std::max_element(shares.begin(), shares.end());
        score.top_features[i] = static_cast<std::uint8_t>(top - shares.begin());
        score.top_shares[i] = *top;
        shares[score.top_features[i]] = -1;
      }
    }
    detectors::complete_forest(work_->evidence[pending.evidence_end - 1], score);
  }
}

void Shard::decide(std::vector<Decision>& out) {
  std::uint32_t closed = 0;
  for (const Pending& pending : work_->pending) {
    for (; closed < pending.closed_end; ++closed) {
      const state::ClosedOpportunity& opportunity = work_->closed[closed];
      alerter_.calibrate(opportunity.entity.tenant, stratum_of(opportunity), opportunity.p);
    }
    alerter_.advance({pending.log_time, pending.position, pending.sequence}, out);
    alerting::Judgement judgement;
    judgement.event = pending.event;
    judgement.sequence = pending.sequence;
    judgement.log_time = pending.log_time;
    judgement.position = pending.position;
    judgement.tenant = pending.tenant;
    judgement.principal = pending.principal;
    judgement.evidence = {work_->evidence.data() + pending.evidence_begin,
                          work_->evidence.data() + pending.evidence_end};
    judgement.witnesses = {work_->witnesses.data() + pending.witness_begin,
                           work_->witnesses.data() + pending.witness_end};
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
  judge_settled(sequence, last_position_);
  decide(out);
  alerter_.advance({world_.log_time, last_position_, sequence}, out);
}

void Shard::close_all(std::uint64_t sequence, std::vector<Decision>& out) {
  alerter_.close_all({world_.log_time, last_position_, sequence}, out);
}

std::vector<float> Shard::take_features() {
  return std::exchange(collected_, {});
}

}  // namespace centinela::pipeline
