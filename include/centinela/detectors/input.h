// Input: what a detector may read. Floor 5, borrowed for one event.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/detectors/evidence.h"
#include "centinela/detectors/roster.h"
#include "centinela/features/appraisal.h"
#include "centinela/state/scene.h"

#include <cstdint>
#include <vector>

namespace centinela::detectors {

struct ClassCeiling {
  WordToken record_class;
  double records_per_day = 0;
};

// What an intent was declared to need.
struct DeclaredIntent {
  WordToken intent;
  std::vector<WordToken> classes;
  std::vector<WordToken> fields;
};

// Detectors as bits.
[[nodiscard]] constexpr std::uint64_t detector_bit(DetectorId id) noexcept {
  return std::uint64_t{1} << static_cast<unsigned>(id);
}
static_assert(detector_count <= 64);

// The optional pack: off unless it is asked for.
inline constexpr std::uint64_t optional_detectors = detector_bit(DetectorId::machine_cadence) |
                                                    detector_bit(DetectorId::relationship_snoop) |
                                                    detector_bit(DetectorId::community_misfit);

struct Settings {
  double peers_told_min = 10;   // groups smaller than this are not quoted
  double peers_judge_min = 8;   // below this many members there is no peer gate
  double history_days_min = 3;  // active days before a principal's own habits may speak
  double speed_max = 900;       // km/h; faster is impossible travel
  double distance_min = 300;    // km; nearer than this is the noise of geolocation
  bool weighs_notice = true;    // the notice period raises weights (not in eu-strict)
  std::vector<DataSubjectToken> canaries;
  std::vector<ClassCeiling> ceilings;  // absolute, no learning moves them
  std::vector<DeclaredIntent> intents;
  Roster roster;
  std::uint64_t disabled = optional_detectors;  // detector_bit of each

  [[nodiscard]] bool is_on(DetectorId id) const noexcept {
    return (disabled & detector_bit(id)) == 0;
  }
};

struct Input {
  const state::Scene& scene;
  const features::Appraisal& appraisal;
  const Settings& settings;
};

// Evidence of one detector for one event: several opportunities may open at once.
using EvidenceList = FixedVector<Evidence, 24>;

}  // namespace centinela::detectors
