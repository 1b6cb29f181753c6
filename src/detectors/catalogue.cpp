#include "centinela/detectors/catalogue.h"

#include "centinela/detectors/detectors.h"

namespace centinela::detectors {
namespace {

constexpr std::array<DetectorInfo, detector_count> table = {{
    {DetectorId::conversation_scope,
     "conversation_scope",
     Family::conversation,
     View::conversation,
     "Has this conversation opened a customer who is not in it?",
     "T1213.004",
     "API1:2023,LLM06:2025,LLM02:2025",
     conversation_scope_sentence},
    {DetectorId::unjustified_access,
     "unjustified_access",
     Family::justification,
     View::principal,
     "Did nothing explain why these customers' data was opened?",
     "T1213.004,T1078",
     "",
     unjustified_access_sentence},
    {DetectorId::excessive_subjects,
     "excessive_subjects",
     Family::volume,
     View::principal,
     "Does this principal open more different customers than it should?",
     "T1213.004,T1119",
     "API6:2023",
     excessive_subjects_sentence},
    {DetectorId::bulk_export,
     "bulk_export",
     Family::volume,
     View::principal,
     "Is this amount of records leaving as it usually does?",
     "T1213.004,T1530,T1567",
     "API4:2023,API6:2023",
     bulk_export_sentence},
    {DetectorId::first_access,
     "first_access",
     Family::novelty,
     View::principal,
     "Is this a class, tool, action or destination that nobody like this one uses?",
     "T1213,T1078",
     "",
     first_access_sentence},
    {DetectorId::new_origin,
     "new_origin",
     Family::origin,
     View::principal,
     "Does this access come from where this principal comes from?",
     "T1078.004,T1550.001",
     "",
     new_origin_sentence},
    {DetectorId::unusual_time,
     "unusual_time",
     Family::cadence,
     View::principal,
     "Does this principal work at this hour of the week?",
     "T1078",
     "",
     unusual_time_sentence},
    {DetectorId::audit_silence,
     "audit_silence",
     Family::telemetry,
     View::producer,
     "Has a producer skipped part of its stream?",
     "T1562.008,T1070",
     "",
     audit_silence_sentence},
    {DetectorId::canary_touch,
     "canary_touch",
     Family::invariant,
     View::any,
     "Was a record read that no process has a reason to read?",
     "T1213",
     "",
     canary_touch_sentence},
    {DetectorId::forest,
     "forest",
     Family::forest,
     View::principal,
     "Is this an unusual mix of small things?",
     "T1213",
     "",
     forest_sentence},
}};

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

constexpr std::array<std::string_view, 13> units = {"data subjects per hour",
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
                                                    "anomaly score"};

}  // namespace

const std::array<DetectorInfo, detector_count>& catalogue() noexcept {
  return table;
}

std::string_view name(DetectorId id) noexcept {
  return info(id).name;
}

std::string_view to_string(Family family) noexcept {
  return families[static_cast<std::size_t>(family)];
}

std::string_view to_string(Unit unit) noexcept {
  return units[static_cast<std::size_t>(unit)];
}

}  // namespace centinela::detectors
