#include "evaluation/report.h"

#include <fmt/format.h>

#include <cmath>

namespace centinela::evaluation {
namespace {

double share(std::uint64_t part, std::uint64_t whole) noexcept {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : fmt::format("{:.2f}", share(part, whole));
}

std::string median_text(const std::vector<double>& values, bool is_time) {
  const auto middle = median(values);
  if (!middle) {
    return "-";
  }
  return is_time ? span_of(*middle) : fmt::format("{:.0f}", *middle);
}

std::string row(const ScenarioResult& result, const char* format_of_name) {
  return fmt::format(fmt::runtime(format_of_name),
                     result.scenario.empty() ? "all" : result.scenario,
                     result.incidents,
                     share_text(result.found, result.incidents),
                     share_text(result.found_strictly, result.incidents),
                     median_text(result.seconds_to_detect, true),
                     median_text(result.subjects_exposed, false),
                     fmt::format("{:.1f}",
                                 result.found + result.small_found == 0
                                     ? 0.0
                                     : static_cast<double>(result.alerts) /
                                           static_cast<double>(result.found + result.small_found)),
                     share_text(result.reasons_right, result.reasons_judged),
                     fmt::format("{}/{}", result.small_found, result.small));
}

std::string false_line(const Judgement& judgement, const BudgetResult& budget) {
  const double tenant_days = judgement.days * static_cast<double>(judgement.tenants);
  const double hires = budget.new_hire_days > 0
                           ? static_cast<double>(budget.new_hire_false) / budget.new_hire_days
                           : 0;
  const double veterans =
      budget.veteran_days > 0 ? static_cast<double>(budget.veteran_false) / budget.veteran_days : 0;
  std::string text =
      fmt::format("false alerts: {} of {} read, {:.2f} a day and tenant",
                  budget.false_alerts,
                  budget.read,
                  tenant_days > 0 ? static_cast<double>(budget.false_alerts) / tenant_days : 0.0);
  if (budget.new_hire_days + budget.veteran_days > 0) {
    text += fmt::format(
        "; per 1000 person-days: new hires {:.2f}, veterans {:.2f}", 1000 * hires, 1000 * veterans);
  }
  return text;
}

std::string look_alike_list(const BudgetResult& budget) {
  std::string text;
  for (const LookAlikeResult& kind : budget.look_alikes) {
    if (kind.alerted > 0) {
      text += fmt::format("{}{} {}/{} ({} paged)",
                          text.empty() ? "" : ", ",
                          kind.look_alike,
                          kind.alerted,
                          kind.instances,
                          kind.paged);
    }
  }
  return text.empty() ? "none" : text;
}

const BudgetResult* same_budget(const Judgement& judgement, double budget) noexcept {
  for (const BudgetResult& candidate : judgement.budgets) {
    if (candidate.budget == budget) {
      return &candidate;
    }
  }
  return nullptr;
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
  for (std::size_t i = 0; i < budget.scenarios.size() && i < other->scenarios.size(); ++i) {
    const ScenarioResult& now = budget.scenarios[i];
    const ScenarioResult& then = other->scenarios[i];
    if (now.found != then.found) {
      text += fmt::format("  {} {}/{} -> {}/{}\n",
                          now.scenario,
                          then.found,
                          then.incidents,
                          now.found,
                          now.incidents);
    }
  }
  return text;
}

}  // namespace

std::string span_of(double seconds) {
  if (seconds < 120) {
    return fmt::format("{:.0f} s", seconds);
  }
  if (seconds < 7200) {
    return fmt::format("{:.1f} min", seconds / 60);
  }
  return seconds < 172'800 ? fmt::format("{:.1f} h", seconds / 3600)
                           : fmt::format("{:.1f} d", seconds / 86'400);
}

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
  return text;
}

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
  constexpr const char* columns = "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n";
  for (const BudgetResult& budget : judgement.budgets) {
    text += fmt::format("\n## {:g} alerts a day and tenant\n\n", budget.budget);
    text += fmt::format(columns,
                        "Scenario",
                        "Incidents",
                        "Recall",
                        "Strict",
                        "Time to detect",
                        "Exposed",
                        "Alerts",
                        "Reason right",
                        "Small found");
    text += "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    for (const ScenarioResult& scenario : budget.scenarios) {
      text += row(scenario, columns);
    }
    text += row(budget.total, columns);
    text += fmt::format("\n{}.\n\nLook-alikes alerted on: {}.\n",
                        false_line(judgement, budget),
                        look_alike_list(budget));
    const std::string compared = comparison(report, budget);
    text += compared.empty() ? "" : fmt::format("\n```\n{}```\n", compared);
  }
  text +=
      "\nTime to detect and data subjects exposed before the first alert are medians; small counts "
      "the\n"
      "incidents below magnitude 1, which recall leaves out.\n";
  return text;
}

}  // namespace centinela::evaluation
