// Cohorts: people who have a team, a site or a month of hire in common, day by day (D24). Floor 3.
//
// Each person's closed day becomes a z of its own (DayScore); a cohort's day is the mean of its
// members' z less that of the sibling cohorts of the same role, so whatever moves everybody drops
// out. Closed once a day of the log, in a fixed order. Plain data, one thread.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/position.h"
#include "centinela/event/token.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/drift.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

// How unusual one person's day was for that person, without common mode: a ring that is a large
// part of its team would hide behind it.
struct DayScore {
  std::int64_t day = no_window;
  float z_reasons = 0;  // D4: unexplained of resolved first accesses
  float z_volume = 0;   // D1: distinct data subjects
  float unexplained = 0;
  float unexplained_expected = 0;
  float subjects = 0;
  float subjects_expected = 0;
  bool has_reasons = false;
  bool has_volume = false;
  Position position;  // of the day's latest unexplained first access, else of its latest new one

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, z_reasons, z_volume, unexplained, unexplained_expected, subjects);
    archive(subjects_expected, has_reasons, has_volume, position.partition, position.offset);
    archive(position.index, position.topic, position.is_indexed);
  }
};

enum class CohortTrait : std::uint8_t { team, site, hire_month };
enum class CohortLeg : std::uint8_t { reasons, volume };
inline constexpr std::size_t cohort_legs = 2;

struct CohortTrack {
  FixedVector<float, 60> history;  // differences that are old enough to compare with
  FixedVector<float, 7> recent;    // too young: a drift must not become its own baseline
  stats::Cusum cusum;
  std::int64_t began = no_window;  // first day of the open drift

  // Fewer days than this are no reference; until then nothing is judged.
  static constexpr std::size_t history_min = 7;
  // A drift that goes on for so long is the new level: it was told, and is learnt.
  static constexpr std::int64_t level_after_days = 21;
  // A sum beyond this says no more (1 in 10 million), and would take months to fade.
  static constexpr double sum_max = 16;

  [[nodiscard]] bool is_mature() const noexcept { return history.size() >= history_min; }
  // One day: judged against what is known, then learnt.
  void step(double difference, double sampling, std::int64_t day) noexcept;
  // Robust centre and scale of the history, with `sampling` as what is believed of the scale.
  struct Scale {
    double centre = 0;
    double spread = 1;
  };
  [[nodiscard]] Scale scale(double sampling) const noexcept;
  void learn(double difference) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(history, recent, cusum, began);
  }
};

struct CohortState {
  std::array<CohortTrack, cohort_legs> tracks{};
  std::int64_t days = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(tracks, days);
  }
};

struct CohortMember {
  PrincipalToken principal;
  double z = 0;
  Position position;
};

// A cohort that moves while its siblings do not: the strongest of its tenant, role and leg.
struct CohortSurge {
  EntityKey cohort;
  CohortTrait trait = CohortTrait::team;
  CohortLeg leg = CohortLeg::reasons;
  std::uint64_t value = 0;  // team or site word, or the month since 1970
  WordToken role;
  std::int64_t day = 0;
  std::int64_t members = 0;
  std::int64_t siblings = 0;
  double difference = 0;   // of mean z
  double sum = 0;          // CUSUM
  std::int64_t began = 0;  // day
  std::int64_t days_up = 0;
  double observed = 0;  // the members' counts of the day
  double expected = 0;
  std::int64_t compared = 1;              // cohorts of the role that it is the strongest of
  FixedVector<CohortMember, 20> loudest;  // by z, descending
};

}  // namespace centinela::state
