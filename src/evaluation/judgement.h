// Judgement: how well a run's alerts find what was planted, at a budget of alerts a day. Floor 9,
// pure functions of plain values.
//
// Each UTC day's alerts of a tenant are ranked by score and the first B are read, the rest not.
// An alert matches an incident when its evidence holds a labelled event of it; strictly, when a
// fifth of its evidence is labelled as that incident's.
#pragma once

#include "evaluation/alerts.h"
#include "evaluation/page_history.h"
#include "evaluation/sightings.h"
#include "evaluation/truth.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::evaluation {

inline constexpr double strict_share = 0.2;

// One alert against the truth.
struct Match {
  std::int64_t day = 0;    // UTC, of the first revision
  bool is_judged = false;  // opened on a judged day
  // Incident, and when the first revision with evidence of it was raised.
  struct Hit {
    std::uint32_t incident = no_incident;
    EventTime since;
    double share = 0;  // of the last revision's evidence
  };
  std::vector<Hit> hits;
  std::vector<std::uint32_t> look_alikes;  // of alerts without a hit
  std::string tenant;                      // of the first piece of evidence that is known
  std::string principal;
};

struct ScenarioResult {
  std::string scenario;
  std::uint64_t incidents = 0;  // of magnitude 1 and above
  std::uint64_t found = 0;
  std::uint64_t found_strictly = 0;
  std::uint64_t small = 0;  // below magnitude 1
  std::uint64_t small_found = 0;
  std::vector<double> seconds_to_detect;  // of those found, ascending
  std::vector<double> subjects_exposed;   // before the first alert, all of them if none; ascending
  std::uint64_t alerts = 0;               // that match one of its incidents
  std::uint64_t reasons_right = 0;        // of these, first reason is the injected cause
  std::uint64_t reasons_exact = 0;        // of these, exactly that one and no other that is fair
  std::uint64_t reasons_judged = 0;
};

// One incident as it went at one budget.
struct IncidentResult {
  std::string id;
  std::string scenario;
  double magnitude = 1;
  bool is_found = false;
  bool is_strict = false;
  double seconds = 0;  // to detect, where it was found
  double exposed = 0;
};

struct LookAlikeResult {
  std::string look_alike;
  std::uint64_t instances = 0;
  std::uint64_t alerted = 0;  // instances with at least one alert
  std::uint64_t paged = 0;    // instances with at least one page
  std::uint64_t alerts = 0;
};

// One alert that was read, as it went.
struct AlertResult {
  std::string id;
  std::string route;
  std::string detector;  // of its first reason
  double score = 0;
  struct Hit {
    std::string incident;
    double share = 0;  // of the last revision's evidence
    bool is_right = false;
  };
  std::vector<Hit> hits;
  std::vector<std::string> look_alikes;  // of alerts without a hit
};

struct BudgetResult {
  double budget = 0;
  std::vector<ScenarioResult> scenarios;  // by natural order of their names
  ScenarioResult total;
  std::vector<IncidentResult> incidents;  // in the order of the truth, small ones too
  std::vector<AlertResult> alerts;        // by tenant, day and rank; those of judged days
  std::uint64_t read = 0;                 // alerts within the budget, on judged days
  std::uint64_t false_alerts = 0;
  std::vector<LookAlikeResult> look_alikes;
  std::array<std::uint64_t, 24> by_hour{};  // of the day, UTC
  double new_hire_days = 0;                 // person-days in the first fortnight, and after it
  double veteran_days = 0;
  std::uint64_t new_hire_false = 0;
  std::uint64_t veteran_false = 0;
  std::vector<double> lowest_score;  // per judged day, of the alerts read; NaN-free: -1 where none
};

struct Judgement {
  double days = 0;
  std::uint64_t tenants = 0;
  std::uint64_t alerts = 0;
  std::uint64_t evidence_unknown = 0;  // record numbers beyond the file
  PageHistory pages;
  std::vector<BudgetResult> budgets;
};

[[nodiscard]] std::vector<Match> match_alerts(const Truth& truth,
                                              const Alerts& alerts,
                                              const Sightings& sightings);

// The first reason is the incident's cause, or one that an analyst would call fair beside it.
[[nodiscard]] bool is_right(const Alert& alert, const Instance& incident);

// The incident that most of the evidence is of, the first of equals; none where there is no hit.
[[nodiscard]] const Match::Hit* main_hit(const Match& match) noexcept;

[[nodiscard]] std::vector<AlertResult> tell_alerts(const Truth& truth,
                                                   const Alerts& alerts,
                                                   std::span<const Match> matches,
                                                   std::span<const std::size_t> kept);

[[nodiscard]] Judgement judge(const Truth& truth,
                              const Alerts& alerts,
                              const Sightings& sightings,
                              std::span<const double> budgets);

// The middle of ascending values, the mean of the two where they are even; nullopt of none.
[[nodiscard]] std::optional<double> median(std::span<const double> ascending) noexcept;

}  // namespace centinela::evaluation
