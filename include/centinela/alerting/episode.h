// Episode: what belongs together about one entity, from its first event to 30 quiet minutes; once
// told, of an entity that several make (a data subject, a cohort, a release), to its 24th hour.
// Floor 7.
//
// One episode is at most one alert, which is revised. Plain data, serialisable; the heavy part is
// made when something surprising was said.
#pragma once

#include "centinela/alerting/decision.h"
#include "centinela/alerting/judgement.h"
#include "centinela/base/fixed_vector.h"
#include "centinela/fusion/fuse.h"
#include "centinela/stats/distinct_counter.h"

#include <array>
#include <cstdint>
#include <memory>

namespace centinela::alerting {

inline constexpr std::size_t evidence_told_max = 20;
inline constexpr std::size_t principals_told_max = 20;

// The strongest word of one detector and leg, with its calibrated p.
struct Reason {
  detectors::Evidence evidence;
  double p_value = 1;
  WordToken record_class;  // of the access behind it; absent when time was the cause

  template <class Archive>
  void describe(Archive& archive) {
    archive(evidence, p_value, record_class);
  }
};

struct EvidencePosition {
  Position position;
  double p_value = 1;

  template <class Archive>
  void describe(Archive& archive) {
    archive(position, p_value);
  }
};

// What an earlier alert of this entity was about. The opportunity is not said again unless far
// rarer; the same kind of surprise makes no second ticket within a week.
struct Told {
  std::uint64_t opportunity = 0;
  double p_value = 1;
  detectors::DetectorId detector = detectors::DetectorId::forest;
  detectors::Leg leg = 0;
  bool is_shadow = false;
  EventTime last;  // log time

  template <class Archive>
  void describe(Archive& archive) {
    archive(opportunity, p_value, detector, leg, is_shadow, last);
  }
};

struct EpisodeDetail {
  FixedVector<Reason, 8> reasons;
  FixedVector<EvidencePosition, evidence_told_max> positions;
  // Of an entity that several make: the first 20 of them.
  FixedVector<PrincipalToken, principals_told_max> principals;

  template <class Archive>
  void describe(Archive& archive) {
    archive(reasons, positions, principals);
  }
};

struct Episode {
  bool is_active = false;
  EventTime start;     // event time
  EventTime end;       // event time
  EventTime log_last;  // log time of the latest activity
  EventTime log_start;
  std::int64_t events = 0;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  PrincipalFacts principal;
  fusion::Tallies tallies{};
  // Latest opportunities of each detector, to count each once; episode_account.cpp packs them.
  std::array<std::uint64_t, detectors::detector_count * 2> latest{};
  stats::DistinctCounter data_subjects;
  std::unique_ptr<EpisodeDetail> detail;
  FixedVector<Told, 12> told;
  FixedVector<std::uint64_t, 4> ids_begun;  // positions that ids of this entity were made from

  // The alert, once there is one.
  AlertId alert_id;
  Position first_evidence;
  std::uint32_t revision = 0;  // 0: nothing was said yet
  bool is_shadow = false;
  Route route = Route::digest;
  Severity severity = Severity::none;
  double score = 0;
  double p_value = 1;
  std::int64_t subjects_told = 0;  // when last revised
  Ruling ruling = Ruling::absent;
  std::uint64_t account = 0;              // invariant account that it was booked on; 0: none
  bool is_suppressed = false;             // counted as withheld by a suppression
  bool is_guarded = false;                // left to the digest by the flood guard
  bool is_page_withheld = false;          // by the ceiling of a day
  Withheld withheld = Withheld::nothing;  // what kept it back first
  std::int64_t withheld_day = 0;

  [[nodiscard]] bool is_told() const noexcept { return revision > 0; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(is_active, start, end, log_last, log_start, events, records, bytes, principal);
    archive(tallies, latest, data_subjects, detail, told, alert_id, first_evidence, revision);
    archive(is_shadow, route, severity, score, p_value, subjects_told, ruling, account);
    archive(is_suppressed, is_guarded, is_page_withheld, withheld, withheld_day, ids_begun);
  }
};

}  // namespace centinela::alerting
