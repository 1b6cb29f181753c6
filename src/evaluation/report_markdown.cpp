// The report as Markdown: the same figures as the page, in tables.
#include "evaluation/report_words.h"

#include <fmt/format.h>

namespace centinela::evaluation {
namespace {

std::string scenario_table(const BudgetResult& budget) {
  std::string text =
      "| Scenario | Incidents | Recall | Strict | Time to detect | Exposed | Cases | Reason right "
      "| "
      "Small found |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
  const auto row = [&](const ScenarioResult& result) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {}/{} |\n",
                        result.scenario.empty() ? "all" : result.scenario,
                        result.incidents,
                        share_text(result.found, result.incidents),
                        share_text(result.found_strictly, result.incidents),
                        median_text(result.seconds_to_detect, true),
                        median_text(result.subjects_exposed, false),
                        cases_text(result),
                        share_text(result.reasons_right, result.reasons_judged),
                        result.small_found,
                        result.small);
  };
  for (const ScenarioResult& scenario : budget.scenarios) {
    row(scenario);
  }
  row(budget.total);
  return text;
}

std::string look_alike_table(const BudgetResult& budget) {
  if (budget.look_alikes.empty()) {
    return {};
  }
  std::string text =
      "\n| Look-alike | Instances | Alerted on | Paged | False alerts |\n|---|--:|--:|--:|--:|\n";
  for (const LookAlikeResult& kind : budget.look_alikes) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n",
                        kind.look_alike,
                        kind.instances,
                        share_text(kind.alerted, kind.instances),
                        share_text(kind.paged, kind.instances),
                        kind.alerts);
  }
  return text;
}

std::string calibration_table(const Report& report) {
  if (report.calibration.empty()) {
    return {};
  }
  std::string text = "\n## Calibration\n\n| Kind | Opportunities |";
  std::string rule = "|---|--:|";
  for (const CalibrationPoint& point : report.calibration.front().points) {
    text += fmt::format(" {:g} |", point.nominal);
    rule += "--:|";
  }
  text += "\n" + rule + "\n";
  for (const CalibrationCurve& curve : report.calibration) {
    text += fmt::format("| {} | {} |", curve.kind, curve.opportunities);
    for (const CalibrationPoint& point : curve.points) {
      const double expected = curve.expected(point);
      text += expected >= exceedances_min
                  ? fmt::format(" {:.2f} |", curve.ratio(point))
                  : fmt::format(" {} of {:.1f}{} |",
                                point.at_most,
                                expected,
                                is_plausible(point.at_most, expected) ? "" : " (!)");
    }
    text += "\n";
  }
  return text +
         "\nRealised over nominal rate of calibrated p-values; where fewer than 30 are expected, "
         "the "
         "count and\nwhat was expected, with (!) outside the 95 % interval of a Poisson. Attacks "
         "raise it: judge it on a clean world.\n";
}

std::string comparison_table(const Report& report, const BudgetResult& budget) {
  const BudgetResult* other = same_budget(report.other, budget.budget);
  if (other == nullptr) {
    return {};
  }
  std::string text =
      fmt::format("\nAgainst `{}`:\n\n| | Before | Now |\n|---|--:|--:|\n", report.against);
  const auto row = [&](const std::string& name, const std::string& then, const std::string& now) {
    text += fmt::format("| {} | {} | {} |\n", name, then, now);
  };
  const auto scenario = [&](const ScenarioResult& then, const ScenarioResult& now) {
    row("recall " + (now.scenario.empty() ? "all" : now.scenario),
        share_text(then.found, then.incidents),
        share_text(now.found, now.incidents));
  };
  scenario(other->total, budget.total);
  row("strict all",
      share_text(other->total.found_strictly, other->total.incidents),
      share_text(budget.total.found_strictly, budget.total.incidents));
  row("time to detect",
      median_text(other->total.seconds_to_detect, true),
      median_text(budget.total.seconds_to_detect, true));
  row("exposed",
      median_text(other->total.subjects_exposed, false),
      median_text(budget.total.subjects_exposed, false));
  row("reason right",
      share_text(other->total.reasons_right, other->total.reasons_judged),
      share_text(budget.total.reasons_right, budget.total.reasons_judged));
  row("false alerts",
      fmt::format("{}", other->false_alerts),
      fmt::format("{}", budget.false_alerts));
  for (const ScenarioResult& now : budget.scenarios) {
    const ScenarioResult* then = same_scenario(*other, now.scenario);
    if (then != nullptr && then->found != now.found) {
      scenario(*then, now);
    }
  }
  return text;
}

}  // namespace

std::string to_markdown(const Report& report) {
  const Judgement& judgement = report.judgement;
  std::string text =
      fmt::format("# Evaluation\n\n`{}` against `{}`: {} alerts, {:.0f} judged days, {} tenants.\n",
                  report.alerts,
                  report.truth,
                  judgement.alerts,
                  judgement.days,
                  judgement.tenants);
  for (const std::string& note : report.notes) {
    text += fmt::format("\n> {}\n", note);
  }
  for (const BudgetResult& budget : judgement.budgets) {
    text += fmt::format("\n## {:g} alerts a day and tenant\n\n", budget.budget);
    text += scenario_table(budget) + fmt::format("\n{}.\n", false_line(judgement, budget)) +
            look_alike_table(budget) + comparison_table(report, budget);
  }
  text += fmt::format("\n## Pages as routed\n\n{}.\n", page_line(judgement.pages));
  return text + calibration_table(report) +
         "\nTime to detect and data subjects exposed before the first alert are medians; cases are "
         "alerts\nfor each incident found; small counts the incidents below magnitude 1, which "
         "recall "
         "leaves out.\n";
}

}  // namespace centinela::evaluation
