#include "evaluation/report_words.h"

#include <fmt/format.h>

namespace centinela::evaluation {
namespace {

std::string row(const ScenarioResult& result, const char* format_of_name) {
  return fmt::format(fmt::runtime(format_of_name),
                     result.scenario.empty() ? "all" : result.scenario,
                     result.incidents,
                     share_text(result.found, result.incidents),
                     share_text(result.found_strictly, result.incidents),
                     median_text(result.seconds_to_detect, true),
                     median_text(result.subjects_exposed, false),
                     cases_text(result),
                     share_text(result.reasons_right, result.reasons_judged),
                     fmt::format("{}/{}", result.small_found, result.small));
}

std::string comparison(const Report& report, const BudgetResult& budget) {
  const BudgetResult* other = same_budget(report.other, budget.budget);
  if (other == nullptr) {
    return {};
  }
  std::string text = fmt::format("against {}: recall {} -> {}, false alerts {} -> {}\n",
                                 report.against,
                                 share_text(other->total.found, other->total.incidents),
                                 share_text(budget.total.found, budget.total.incidents),
                                 other->false_alerts,
                                 budget.false_alerts);
  for (const ScenarioResult& now : budget.scenarios) {
    const ScenarioResult* then = same_scenario(*other, now.scenario);
    if (then != nullptr && now.found != then->found) {
      text += fmt::format("  {} {}/{} -> {}/{}\n",
                          now.scenario,
                          then->found,
                          then->incidents,
                          now.found,
                          now.incidents);
    }
  }
  return text;
}

}  // namespace

std::string to_text(const Report& report) {
  const Judgement& judgement = report.judgement;
  std::string text = fmt::format("{} alerts of {} against {}: {:.0f} judged days, {} tenants\n",
                                 judgement.alerts,
                                 report.alerts,
                                 report.truth,
                                 judgement.days,
                                 judgement.tenants);
  for (const std::string& note : report.notes) {
    text += fmt::format("note: {}\n", note);
  }
  constexpr const char* columns = "  {:<10} {:>5} {:>7} {:>7} {:>10} {:>9} {:>7} {:>7} {:>7}\n";
  for (const BudgetResult& budget : judgement.budgets) {
    text += fmt::format("\nat {:g} alerts a day and tenant\n", budget.budget);
    text += fmt::format(columns,
                        "scenario",
                        "count",
                        "recall",
                        "strict",
                        "detect",
                        "exposed",
                        "alerts",
                        "reason",
                        "small");
    for (const ScenarioResult& scenario : budget.scenarios) {
      text += row(scenario, columns);
    }
    text += row(budget.total, columns);
    text += fmt::format("  {}\n  look-alikes alerted on: {}\n",
                        false_line(judgement, budget),
                        look_alike_list(budget));
    text += comparison(report, budget);
  }
  text += fmt::format("\n{}\n", page_line(judgement.pages));
  for (const double nominal : {0.01, 0.001}) {
    const std::string calibration = calibration_line(report, nominal);
    text += calibration.empty() ? "" : calibration + "\n";
  }
  return text;
}

}  // namespace centinela::evaluation
