#include "evaluation/report_words.h"

#include <fmt/format.h>

namespace centinela::evaluation {

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

std::string cases_text(const ScenarioResult& result) {
  const std::uint64_t found = result.found + result.small_found;
  return found == 0 ? "-"
                    : fmt::format("{:.1f}",
                                  static_cast<double>(result.alerts) / static_cast<double>(found));
}

std::optional<double> hire_ratio(const BudgetResult& budget) noexcept {
  if (budget.new_hire_days <= 0 || budget.veteran_days <= 0 || budget.veteran_false == 0) {
    return std::nullopt;
  }
  const double hires = static_cast<double>(budget.new_hire_false) / budget.new_hire_days;
  return hires / (static_cast<double>(budget.veteran_false) / budget.veteran_days);
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
  if (const auto ratio = hire_ratio(budget)) {
    text += fmt::format(" (ratio {:.2f})", *ratio);
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

std::string calibration_line(const Report& report, double nominal) {
  std::string text;
  for (const CalibrationCurve& curve : report.calibration) {
    for (const CalibrationPoint& point : curve.points) {
      if (point.nominal != nominal || curve.opportunities == 0) {
        continue;
      }
      const double expected = curve.expected(point);
      text += fmt::format("{} {} {}",
                          text.empty() ? "" : ",",
                          curve.kind,
                          expected >= exceedances_min
                              ? fmt::format("{:.2f}", curve.ratio(point))
                              : fmt::format("{} of {:.1f} expected{}",
                                            point.at_most,
                                            expected,
                                            is_plausible(point.at_most, expected) ? "" : " (!)"));
    }
  }
  return text.empty() ? text : fmt::format("realised/nominal at {:g}:{}", nominal, text);
}

std::string page_line(const PageHistory& pages) {
  return fmt::format("pages a day and tenant: at most {:.2f} on average of 28 days, {} on one day",
                     pages.highest_mean_28,
                     pages.highest_day);
}

const BudgetResult* same_budget(const Judgement& judgement, double budget) noexcept {
  for (const BudgetResult& candidate : judgement.budgets) {
    if (candidate.budget == budget) {
      return &candidate;
    }
  }
  return nullptr;
}

const ScenarioResult* same_scenario(const BudgetResult& budget,
                                    const std::string& scenario) noexcept {
  for (const ScenarioResult& candidate : budget.scenarios) {
    if (candidate.scenario == scenario) {
      return &candidate;
    }
  }
  return nullptr;
}

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

}  // namespace centinela::evaluation
