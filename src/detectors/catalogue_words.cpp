// The words for families and units, in the order of their enumerators.
#include "centinela/detectors/catalogue.h"

namespace centinela::detectors {
namespace {

constexpr std::array<std::string_view, family_count> families = {"volume",
                                                                 "novelty",
                                                                 "justification",
                                                                 "conversation",
                                                                 "origin",
                                                                 "cadence",
                                                                 "integrity",
                                                                 "cohort",
                                                                 "forest",
                                                                 "risk",
                                                                 "telemetry",
                                                                 "invariant"};

constexpr std::array<std::string_view, 32> units = {"data subjects per hour",
                                                    "data subjects per day",
                                                    "data subjects",
                                                    "records per job",
                                                    "records per day",
                                                    "accesses",
                                                    "days",
                                                    "active hours",
                                                    "km/h",
                                                    "events",
                                                    "events per hour",
                                                    "canary records",
                                                    "anomaly score",
                                                    "data subjects in all",
                                                    "records in all",
                                                    "records",
                                                    "changed records per day",
                                                    "tenants per day",
                                                    "attempts",
                                                    "pages",
                                                    "alternations",
                                                    "risk",
                                                    "look-ups",
                                                    "seconds",
                                                    "fields",
                                                    "fields per turn",
                                                    "people",
                                                    "steps",
                                                    "parts of the index",
                                                    "requests",
                                                    "conversations",
                                                    "percentage points"};

}  // namespace

std::string_view to_string(Family family) noexcept {
  return families[static_cast<std::size_t>(family)];
}

std::string_view to_string(Unit unit) noexcept {
  return units[static_cast<std::size_t>(unit)];
}

}  // namespace centinela::detectors
