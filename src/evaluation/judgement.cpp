#include "evaluation/judgement.h"

#include "evaluation/reading.h"

#include <algorithm>
#include <map>
#include <set>

namespace centinela::evaluation {
namespace {

constexpr Duration new_for = 14 * one_day;

class Judge {
 public:
  Judge(const Truth& truth,
        const Alerts& alerts,
        const Sightings& sightings,
        std::span<const Match> matches)
      : truth_(truth), alerts_(alerts), matches_(matches), labelled_(truth.incidents.size()) {
    for (const Sighting& sighting : sightings.labelled) {
      labelled_[sighting.incident].push_back(&sighting);
    }
  }

  [[nodiscard]] BudgetResult at(double budget) const {
    BudgetResult result;
    result.budget = budget;
    const std::vector<std::size_t> kept = within_budget(alerts_, matches_, budget);
    judge_incidents(kept, result);
    result.alerts = tell_alerts(truth_, alerts_, matches_, kept);
    judge_false_alerts(kept, result);
    judge_look_alikes(kept, result);
    count_person_days(result);
    follow_days(kept, result);
    return result;
  }

 private:
  struct Finding {
    bool is_found = false;
    bool is_strict = false;
    EventTime first;
    std::uint64_t alerts = 0;
  };

  // An alert has one first reason: it is judged by what the alert is mostly about.
  static void judge_reason(const Alert& alert, const Instance& incident, ScenarioResult& scenario) {
    if (incident.causes.empty()) {
      return;
    }
    ++scenario.reasons_judged;
    scenario.reasons_exact += alert.detector == incident.causes.front() ? 1 : 0;
    scenario.reasons_right += is_right(alert, incident) ? 1 : 0;
  }

  void judge_incidents(std::span<const std::size_t> kept, BudgetResult& result) const {
    std::vector<Finding> findings(truth_.incidents.size());
    std::map<std::string, ScenarioResult, bool (*)(const std::string&, const std::string&)>
        scenarios(natural_less);
    for (const std::size_t index : kept) {
      for (const Match::Hit& hit : matches_[index].hits) {
        Finding& finding = findings[hit.incident];
        finding.first = finding.is_found ? std::min(finding.first, hit.since) : hit.since;
        finding.is_found = true;
        finding.is_strict = finding.is_strict || hit.share >= strict_share;
        ++finding.alerts;
        const Instance& incident = truth_.incidents[hit.incident];
        ScenarioResult& scenario = scenarios[incident.scenario];
        ++scenario.alerts;
        if (&hit == main_hit(matches_[index])) {
          judge_reason(alerts_.alerts[index], incident, scenario);
        }
      }
    }
    for (std::uint32_t i = 0; i < truth_.incidents.size(); ++i) {
      result.incidents.push_back(told(i, findings[i]));
      take(result.incidents.back(), scenarios[truth_.incidents[i].scenario]);
    }
    for (auto& [name, scenario] : scenarios) {
      scenario.scenario = name;
      add(scenario, result.total);
      finish(scenario);
      result.scenarios.push_back(std::move(scenario));
    }
    finish(result.total);
  }

  [[nodiscard]] IncidentResult told(std::uint32_t index, const Finding& finding) const {
    const Instance& incident = truth_.incidents[index];
    IncidentResult result{.id = incident.id,
                          .scenario = incident.scenario,
                          .magnitude = incident.magnitude,
                          .is_found = finding.is_found,
                          .is_strict = finding.is_strict,
                          .exposed = exposed(index, finding)};
    if (finding.is_found) {
      const EventTime begin = labelled_[index].empty() ? incident.start : first_time(index);
      result.seconds = std::max(0.0, static_cast<double>((finding.first - begin).count()) / 1000);
    }
    return result;
  }

  static void take(const IncidentResult& incident, ScenarioResult& scenario) {
    if (incident.magnitude < 1) {
      ++scenario.small;
      scenario.small_found += incident.is_found ? 1 : 0;
      return;
    }
    ++scenario.incidents;
    scenario.found += incident.is_found ? 1 : 0;
    scenario.found_strictly += incident.is_strict ? 1 : 0;
    scenario.subjects_exposed.push_back(incident.exposed);
    if (incident.is_found) {
      scenario.seconds_to_detect.push_back(incident.seconds);
    }
  }

  [[nodiscard]] EventTime first_time(std::uint32_t incident) const {
    const auto& events = labelled_[incident];
    return (*std::min_element(
                events.begin(),
                events.end(),
                [](const Sighting* a, const Sighting* b) { return a->time < b->time; }))
        ->time;
  }

  // Distinct data subjects of the incident's events that were in the log before the alert; where
  // an event names nobody, as an export does, its records.
  [[nodiscard]] double exposed(std::uint32_t incident, const Finding& finding) const {
    std::set<std::string> subjects;
    double unnamed = 0;
    for (const Sighting* sighting : labelled_[incident]) {
      if (!finding.is_found || sighting->received <= finding.first) {
        subjects.insert(sighting->data_subjects.begin(), sighting->data_subjects.end());
        unnamed += sighting->data_subjects.empty() ? sighting->records : 0;
      }
    }
    return static_cast<double>(subjects.size()) + unnamed;
  }

  static void add(const ScenarioResult& scenario, ScenarioResult& total) {
    total.incidents += scenario.incidents;
    total.found += scenario.found;
    total.found_strictly += scenario.found_strictly;
    total.small += scenario.small;
    total.small_found += scenario.small_found;
    total.alerts += scenario.alerts;
    total.reasons_right += scenario.reasons_right;
    total.reasons_exact += scenario.reasons_exact;
    total.reasons_judged += scenario.reasons_judged;
    total.seconds_to_detect.insert(total.seconds_to_detect.end(),
                                   scenario.seconds_to_detect.begin(),
                                   scenario.seconds_to_detect.end());
    total.subjects_exposed.insert(total.subjects_exposed.end(),
                                  scenario.subjects_exposed.begin(),
                                  scenario.subjects_exposed.end());
  }

  static void finish(ScenarioResult& result) {
    std::sort(result.seconds_to_detect.begin(), result.seconds_to_detect.end());
    std::sort(result.subjects_exposed.begin(), result.subjects_exposed.end());
  }

  [[nodiscard]] const Person* person(const Match& match) const {
    const auto found = std::find_if(
        truth_.principals.begin(), truth_.principals.end(), [&](const Person& candidate) {
          return candidate.id == match.principal && candidate.tenant == match.tenant;
        });
    return found != truth_.principals.end() && found->kind == "human" ? &*found : nullptr;
  }

  void judge_false_alerts(std::span<const std::size_t> kept, BudgetResult& result) const {
    for (const std::size_t index : kept) {
      const Match& match = matches_[index];
      if (!match.is_judged) {
        continue;
      }
      ++result.read;
      const EventTime opened = alerts_.alerts[index].revisions.front().time;
      const std::int64_t hour = window_index(opened, one_hour) - 24 * utc_day(opened);
      ++result.by_hour.at(static_cast<std::size_t>(hour));
      if (!match.hits.empty()) {
        continue;
      }
      ++result.false_alerts;
      if (const Person* who = person(match); who != nullptr) {
        const bool is_new = opened < who->since + new_for;
        ++(is_new ? result.new_hire_false : result.veteran_false);
      }
    }
  }

  void count_person_days(BudgetResult& result) const {
    for (const Person& who : truth_.principals) {
      if (who.kind != "human") {
        continue;
      }
      const EventTime from = std::max(who.since, truth_.judged_from);
      const EventTime until_new =
          std::clamp(who.since + new_for, from, std::max(from, truth_.judged_to));
      const auto days = [](Duration span) {
        return static_cast<double>(std::max<std::int64_t>(0, span.count())) /
               static_cast<double>(one_day.count());
      };
      if (from < truth_.judged_to) {
        result.new_hire_days += days(until_new - from);
        result.veteran_days += days(truth_.judged_to - until_new);
      }
    }
  }

  void judge_look_alikes(std::span<const std::size_t> kept, BudgetResult& result) const {
    std::vector<std::uint64_t> alerts(truth_.look_alikes.size());
    std::vector<bool> paged(truth_.look_alikes.size());
    for (const std::size_t index : kept) {
      for (const std::uint32_t instance : matches_[index].look_alikes) {
        ++alerts[instance];
        paged[instance] = paged[instance] || alerts_.alerts[index].route == "page";
      }
    }
    std::map<std::string, LookAlikeResult, bool (*)(const std::string&, const std::string&)> kinds(
        natural_less);
    for (std::size_t i = 0; i < truth_.look_alikes.size(); ++i) {
      const Instance& instance = truth_.look_alikes[i];
      // What began and ended before the judged days is history.
      if (instance.end <= truth_.judged_from || instance.start >= truth_.judged_to) {
        continue;
      }
      LookAlikeResult& kind = kinds[instance.scenario];
      kind.look_alike = instance.scenario;
      ++kind.instances;
      kind.alerts += alerts[i];
      kind.alerted += alerts[i] > 0 ? 1 : 0;
      kind.paged += paged[i] ? 1 : 0;
    }
    for (auto& [name, kind] : kinds) {
      result.look_alikes.push_back(std::move(kind));
    }
  }

  void follow_days(std::span<const std::size_t> kept, BudgetResult& result) const {
    const std::int64_t first = utc_day(truth_.judged_from);
    const std::int64_t last = window_index(truth_.judged_to - Duration{1}, one_day);
    if (last < first) {
      return;
    }
    result.lowest_score.assign(static_cast<std::size_t>(last - first + 1), -1);
    for (const std::size_t index : kept) {
      const std::int64_t day = matches_[index].day - first;
      if (day < 0 || day > last - first) {
        continue;
      }
      double& lowest = result.lowest_score[static_cast<std::size_t>(day)];
      const double score = alerts_.alerts[index].score;
      lowest = lowest < 0 ? score : std::min(lowest, score);
    }
  }

  const Truth& truth_;
  const Alerts& alerts_;
  std::span<const Match> matches_;
  std::vector<std::vector<const Sighting*>> labelled_;  // [incidents]
};

}  // namespace

Judgement judge(const Truth& truth,
                const Alerts& alerts,
                const Sightings& sightings,
                std::span<const double> budgets) {
  const std::vector<Match> matches = match_alerts(truth, alerts, sightings);
  const Judge judge(truth, alerts, sightings, matches);
  Judgement judgement;
  judgement.days = static_cast<double>((truth.judged_to - truth.judged_from).count()) /
                   static_cast<double>(one_day.count());
  judgement.tenants = count_tenants(truth, alerts);
  judgement.alerts = alerts.alerts.size();
  judgement.pages = page_history(truth, alerts);
  for (const std::uint64_t record : evidence_of(alerts)) {
    judgement.evidence_unknown += record >= sightings.records ? 1 : 0;
  }
  for (const double budget : budgets) {
    judgement.budgets.push_back(judge.at(budget));
  }
  return judgement;
}

}  // namespace centinela::evaluation
