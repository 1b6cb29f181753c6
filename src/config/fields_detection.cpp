#include "config/checks.h"
#include "config/fields.h"

namespace centinela::config {

template <>
Fields fields_of<Ceiling>() {
  constexpr double most = 1e12;
  static constexpr auto table = std::to_array<Field>({
      field<&Ceiling::records_per_access>(
          "records_per_access",
          "Most records of the class in one access or export job. 0: no limit.",
          {.minimum = 0, .maximum = most, .unit = "records"}),
      field<&Ceiling::records_per_day>(
          "records_per_day",
          "Most records of the class for one principal in a day. 0: no limit.",
          {.minimum = 0, .maximum = most, .unit = "records per day"}),
      field<&Ceiling::data_subjects_per_day>(
          "data_subjects_per_day",
          "Most distinct data subjects of the class for one principal in a day. 0: no limit.",
          {.minimum = 0, .maximum = most, .unit = "data subjects per day"}),
  });
  return table;
}

template <>
Fields fields_of<Detection>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Detection::profile>("profile",
                                 "eu-strict switches off what watches working hours and other "
                                 "habits of employees more closely than EU law may allow."),
      field<&Detection::warm_up>("warm_up",
                                 "Per tenant, until this much history (event time) has been seen, "
                                 "only invariants, canaries and ceilings notify; the rest goes to "
                                 "the topic with state: shadow.",
                                 {.minimum = 0, .maximum = 365 * 86'400'000.0}),
      field<&Detection::warm_up_principals>(
          "warm_up_principals",
          "The same, until so many principals of the kind have been seen.",
          {.minimum = 0, .maximum = 100'000, .unit = "principals"}),
      field<&Detection::explanation_grace>(
          "explanation_grace",
          "An access counts as unexplained only when this much event time has passed without an "
          "innocent explanation; one that comes later retracts it.",
          {.minimum = 0, .maximum = 86'400'000.0}),
      field<&Detection::disabled>("disabled",
                                  "Detectors that are switched off, by name.",
                                  {.example = "[unusual_time]", .check = check_detectors}),
      field<&Detection::optional>(
          "optional",
          "Detectors of the optional pack to switch on, by name. They watch people more closely "
          "than most need, and are off by default; eu-strict keeps them off.",
          {.example = "[machine_cadence]", .check = check_optional_detectors}),
      field<&Detection::ceilings>("ceilings",
                                  "Absolute limits by resource class. They notify from the first "
                                  "day, and no learning moves them.",
                                  {.example = "{contact: {records_per_access: 10000}}"}),
  });
  return table;
}

template <>
Fields fields_of<Suppression>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Suppression::tenant>("tenant", "Tenant. Empty: every one."),
      field<&Suppression::detector>("detector",
                                    "Detector that gave the first reason. Empty: any.",
                                    {.check = check_detector}),
      field<&Suppression::entity>("entity",
                                  "Token of the entity, as alerts print it. Empty: any.",
                                  {.example = "p-7f3c91d20b44e8a1"}),
      field<&Suppression::role>("role", "Role of the principal. Empty: any."),
      field<&Suppression::team>("team", "Team of the principal. Empty: any."),
      field<&Suppression::record_class>("class", "Resource class. Empty: any."),
      field<&Suppression::owner>(
          "owner", "Who answers for this rule.", {.check = check_not_empty, .is_required = true}),
      field<&Suppression::reason>("reason",
                                  "Why it is right to stay silent; it stands in what is withheld.",
                                  {.check = check_not_empty, .is_required = true}),
      field<&Suppression::expires>("expires",
                                   "Until when (event time); from then on it does nothing.",
                                   {.example = "2027-01-31", .is_required = true}),
  });
  return table;
}

template <>
Fields fields_of<Config>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Config::kafka>("kafka", "Where access events are read.", {.restarts = true}),
      field<&Config::input>("input", "What the records look like."),
      field<&Config::alerting>("alerting", "Where alerts go, and how many are worth it."),
      field<&Config::http>("http", "The daemon's own port.", {.restarts = true}),
      field<&Config::state>("state", "What is kept on disk.", {.restarts = true}),
      field<&Config::privacy>("privacy", "Tokens, and who may see names."),
      field<&Config::detection>("detection", "How accesses are judged.", {.changes_alerts = true}),
      field<&Config::engine>("engine", "Time, memory and threads."),
      field<&Config::model>("model", "The trained artefacts."),
      field<&Config::log>("log", "What the daemon says about itself, on standard error."),
      field<&Config::reference>("reference",
                                "What the organisation knows: who does what, when and why.",
                                {.changes_alerts = true}),
      field<&Config::suppressions>("suppressions",
                                   "Rules that withhold an alert: a scope, an owner, a reason and "
                                   "an expiry each. At least one key of the scope besides tenant "
                                   "is given. Invariants and canaries are never withheld.",
                                   {.example = "[{detector: unusual_time, team: QA, owner: ana, "
                                               "reason: load test, expires: 2027-01-31}]",
                                    .changes_alerts = true}),
  });
  return table;
}

}  // namespace centinela::config
