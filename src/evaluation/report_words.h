// What the forms of the report say in the same words. Floor 9, pure functions.
#pragma once

#include "evaluation/report.h"

#include <string>

namespace centinela::evaluation {

// 0 of nothing is 0.
[[nodiscard]] double share(std::uint64_t part, std::uint64_t whole) noexcept;
// "0.85", or "-" of nothing.
[[nodiscard]] std::string share_text(std::uint64_t part, std::uint64_t whole);
// The median as a count, or as a time; "-" of none.
[[nodiscard]] std::string median_text(const std::vector<double>& values, bool is_time);
// Alerts for each incident that was found: 1 is perfect grouping; "-" where none was.
[[nodiscard]] std::string cases_text(const ScenarioResult& result);

// New hires' rate of false alerts over the veterans'; nullopt where either has no days or the
// veterans no false alert.
[[nodiscard]] std::optional<double> hire_ratio(const BudgetResult& budget) noexcept;
[[nodiscard]] std::string false_line(const Judgement& judgement, const BudgetResult& budget);
[[nodiscard]] std::string look_alike_list(const BudgetResult& budget);
// "realised/nominal at 0.01: all 1.02, human 0.98 …"; a count that is too small for a ratio is
// given beside what was expected. Empty without a calibration.
[[nodiscard]] std::string calibration_line(const Report& report, double nominal);
[[nodiscard]] std::string page_line(const PageHistory& pages);

// The result of that budget or scenario, or nullptr.
[[nodiscard]] const BudgetResult* same_budget(const Judgement& judgement, double budget) noexcept;
[[nodiscard]] const ScenarioResult* same_scenario(const BudgetResult& budget,
                                                  const std::string& scenario) noexcept;

}  // namespace centinela::evaluation
