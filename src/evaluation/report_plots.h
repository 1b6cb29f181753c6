// The plots of a report, each as one inline SVG or table. Floor 9, pure functions.
#pragma once

#include "evaluation/report.h"

#include <string>

namespace centinela::evaluation {

// Recall and strict recall over the budgets, where there are several, and the other run's.
[[nodiscard]] std::string recall_chart(const Report& report);
// Scenario by budget, each cell tinted by its recall.
[[nodiscard]] std::string recall_table(const Judgement& judgement);
// Medians and middle halves, from seconds to months.
[[nodiscard]] std::string detection_plot(const BudgetResult& budget);
// Realised over nominal; empty without scores.
[[nodiscard]] std::string calibration_chart(const Report& report);
[[nodiscard]] std::string look_alike_plot(const BudgetResult& budget);
[[nodiscard]] std::string hour_plot(const BudgetResult& budget);
// The lowest score that was read at each budget, and the lowest that the run paged, day by day.
[[nodiscard]] std::string page_line_chart(const Judgement& judgement);

}  // namespace centinela::evaluation
