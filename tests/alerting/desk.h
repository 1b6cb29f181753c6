// Desk: an alerter past its warm-up, fed with evidence by hand. Tests only.
#pragma once

#include "centinela/alerting/alerter.h"

#include "support/event_builder.h"

#include <vector>

namespace centinela::alerting {

using detectors::DetectorId;
using detectors::Evidence;
using detectors::Family;

inline constexpr double rare = 1e-6;

class Desk {
 public:
  explicit Desk(const Settings& chosen = {}) : settings(chosen) {}

  Evidence evidence(DetectorId detector, Family family, double p, std::uint64_t opportunity = 1) {
    Evidence made{};
    made.detector = detector;
    made.family = family;
    made.entity = {EntityType::principal, TenantToken{1}, who};
    made.opportunity = opportunity + 100 * static_cast<std::uint64_t>(detector);
    made.p_value = p;
    made.p_at_least = p;
    made.observed = 71;
    made.expected_high = 24;
    made.passes_gate = true;
    made.position.offset = Offset{offset};
    made.time = now;
    return made;
  }
  Evidence volume(double p, std::uint64_t opportunity = 1) {
    return evidence(DetectorId::excessive_subjects, Family::volume, p, opportunity);
  }
  Evidence unjustified(double p) {
    return evidence(DetectorId::unjustified_access, Family::justification, p);
  }
  Evidence promise(Route route) {
    Evidence made = evidence(DetectorId::conversation_scope, Family::invariant, 1e-5);
    made.is_invariant = true;
    made.invariant_route = route;
    return made;
  }

  // One event with that evidence; what it led to.
  std::vector<Decision> judge(const std::vector<Evidence>& said,
                              std::uint64_t subjects = 1,
                              Duration passed = std::chrono::minutes{1}) {
    now = now + passed;
    ++offset;
    testing_support::EventBuilder event(now);
    event.by(who).offset(offset).subjects_from(next_subject_, subjects);
    next_subject_ += subjects;
    if (records != 0) {
      event.resource(6, records);
    }
    Judgement judgement;
    judgement.event = &event.event();
    judgement.sequence = static_cast<std::uint64_t>(offset);
    judgement.log_time = now;
    judgement.position = event.event().position;
    judgement.tenant = {TenantToken{1}, first_event, now, 40};
    judgement.principal = {PrincipalToken{who}, WordToken{5}, WordToken{6}, kind};
    judgement.evidence = said;
    std::vector<Decision> out;
    alerter.advance(point(), out);
    alerter.judge(judgement, out);
    return out;
  }
  std::vector<Decision> wait(Duration passed) {
    now = now + passed;
    std::vector<Decision> out;
    alerter.advance(point(), out);
    return out;
  }
  [[nodiscard]] LogPoint point() const {
    Position position;
    position.offset = Offset{offset};
    return {now, position, static_cast<std::uint64_t>(offset)};
  }

  Settings settings;
  privacy::NameBook names;
  Alerter alerter{settings, {"sha256:m", "sha256:c", "1c9e04b7", {"data-access"}}, names};
  EventTime first_event = testing_support::at("2026-05-01T00:00:00Z");
  EventTime now = testing_support::at("2026-06-01T09:00:00Z");
  std::int64_t offset = 100;
  std::uint64_t who = 7;
  std::int64_t records = 0;  // of every event; 0: not said
  PrincipalKind kind = PrincipalKind::human;

 private:
  std::uint64_t next_subject_ = 1000;
};

}  // namespace centinela::alerting
