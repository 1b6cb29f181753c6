#include "evaluation/report_plots.h"

#include "evaluation/report_words.h"
#include "evaluation/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::evaluation {
namespace {

// Place of a value on a logarithmic axis from `low` to `high`.
double log_place(double value, double low, double high) noexcept {
  return std::log(std::max(value, low) / low) / std::log(high / low);
}

std::vector<Tick> percent_axis() {
  return {{0, "0 %"}, {0.25, "25 %"}, {0.5, "50 %"}, {0.75, "75 %"}, {1, "100 %"}};
}

double quantile(const std::vector<double>& ascending, double p) {
  const auto last = static_cast<double>(ascending.size() - 1);
  return ascending.at(static_cast<std::size_t>(std::lround(p * last)));
}

// A few days of the judged ones, first and last among them.
std::vector<Tick> day_axis(std::size_t days) {
  std::vector<Tick> axis;
  const std::size_t last = std::max<std::size_t>(days, 2) - 1;
  const std::size_t step = std::max<std::size_t>(1, last / 7);
  for (std::size_t day = 0; day <= last; day += step) {
    axis.push_back(
        {static_cast<double>(day) / static_cast<double>(last), fmt::format("{}", day + 1)});
  }
  return axis;
}

Line score_line(std::string name, const std::vector<double>& scores) {
  Line line{.name = std::move(name), .points = {}};
  const auto last = static_cast<double>(std::max<std::size_t>(scores.size(), 2) - 1);
  for (std::size_t day = 0; day < scores.size(); ++day) {
    if (scores[day] >= 0) {
      line.points.emplace_back(static_cast<double>(day) / last, scores[day] / 100);
    }
  }
  return line;
}

}  // namespace

std::string recall_chart(const Report& report) {
  std::vector<BudgetResult> budgets = report.judgement.budgets;
  if (budgets.size() < 2) {
    return {};
  }
  std::sort(budgets.begin(), budgets.end(), [](const BudgetResult& a, const BudgetResult& b) {
    return a.budget < b.budget;
  });
  const double low = budgets.front().budget;
  const double high = std::max(budgets.back().budget, low * 1.01);
  Chart drawn{.x_axis = {},
              .y_axis = percent_axis(),
              .x_title = "alerts read a day and tenant",
              .y_title = "share of incidents found",
              .lines = {{.name = "recall", .points = {}}, {.name = "strict", .points = {}}},
              .guides = {}};
  Line before{.name = "recall, other run", .points = {}};
  for (const BudgetResult& budget : budgets) {
    const double x = log_place(budget.budget, low, high);
    const ScenarioResult& all = budget.total;
    drawn.x_axis.push_back({x, fmt::format("{:g}", budget.budget)});
    drawn.lines[0].points.emplace_back(x, share(all.found, all.incidents));
    drawn.lines[1].points.emplace_back(x, share(all.found_strictly, all.incidents));
    if (const BudgetResult* other = same_budget(report.other, budget.budget)) {
      before.points.emplace_back(x, share(other->total.found, other->total.incidents));
    }
  }
  if (!before.points.empty()) {
    drawn.lines.push_back(std::move(before));
  }
  return chart(drawn);
}

std::string recall_table(const Judgement& judgement) {
  std::string html = "<table><thead><tr><th>Scenario</th><th>Incidents</th>";
  for (const BudgetResult& budget : judgement.budgets) {
    html += fmt::format("<th>{:g} a day</th>", budget.budget);
  }
  html += "</tr></thead><tbody>\n";
  const auto row = [&](const std::string& name, auto&& result_of) {
    std::string cells;
    std::uint64_t incidents = 0;
    for (const BudgetResult& budget : judgement.budgets) {
      const ScenarioResult* result = result_of(budget);
      incidents = result == nullptr ? 0 : result->incidents;
      const double recall = result == nullptr ? 0 : share(result->found, incidents);
      cells +=
          incidents == 0
              ? "<td class=\"none\">–</td>"
              : fmt::format("<td style=\"--r:{:.0f}%\">{:.0f} %</td>", recall * 70, recall * 100);
    }
    if (incidents > 0) {
      html += fmt::format("<tr><th>{}</th><td>{}</td>{}</tr>\n", escaped(name), incidents, cells);
    }
  };
  if (!judgement.budgets.empty()) {
    for (const ScenarioResult& scenario : judgement.budgets.front().scenarios) {
      row(scenario.scenario,
          [&](const BudgetResult& budget) { return same_scenario(budget, scenario.scenario); });
    }
    row("all", [](const BudgetResult& budget) { return &budget.total; });
  }
  return html + "</tbody></table>\n";
}

std::string detection_plot(const BudgetResult& budget) {
  constexpr double shortest = 1;
  constexpr double longest = 90 * 86'400;
  const auto place = [](double seconds) { return log_place(seconds, shortest, longest); };
  std::vector<Span> values;
  for (const ScenarioResult& scenario : budget.scenarios) {
    const std::vector<double>& seconds = scenario.seconds_to_detect;
    if (const auto middle = median(seconds)) {
      values.push_back({scenario.scenario,
                        place(quantile(seconds, 0.25)),
                        place(*middle),
                        place(quantile(seconds, 0.75)),
                        fmt::format("{} ({})", span_of(*middle), seconds.size())});
    }
  }
  if (values.empty()) {
    return {};
  }
  return spans(values,
               {{0, "1 s"},
                {place(60), "1 min"},
                {place(3600), "1 h"},
                {place(86'400), "1 d"},
                {place(10 * 86'400), "10 d"},
                {1, "90 d"}});
}

std::string calibration_chart(const Report& report) {
  constexpr double rarest = 1e-4;
  const auto x_of = [](double p) { return log_place(p, rarest, 1); };
  const auto y_of = [](double ratio) { return log_place(ratio, 0.25, 4); };
  Chart drawn{.x_axis = {{x_of(1e-4), "1e-4"},
                         {x_of(1e-3), "0.001"},
                         {x_of(1e-2), "0.01"},
                         {x_of(0.1), "0.1"}},
              .y_axis = {{y_of(0.25), "¼"},
                         {y_of(0.5), "½"},
                         {y_of(1), "1"},
                         {y_of(2), "2"},
                         {y_of(4), "4"}},
              .x_title = "p-value as said",
              .y_title = "realised / nominal",
              .lines = {},
              .guides = {{.name = "", .points = {{0, y_of(1)}, {1, y_of(1)}}},
                         {.name = "", .points = {{0, y_of(0.8)}, {1, y_of(0.8)}}},
                         {.name = "", .points = {{0, y_of(1.25)}, {1, y_of(1.25)}}}}};
  for (const CalibrationCurve& curve : report.calibration) {
    Line line{.name = curve.kind, .points = {}};
    for (const CalibrationPoint& point : curve.points) {
      if (curve.expected(point) >= exceedances_min) {
        line.points.emplace_back(x_of(point.nominal), y_of(curve.ratio(point)));
      }
    }
    if (!line.points.empty()) {
      drawn.lines.push_back(std::move(line));
    }
  }
  return drawn.lines.empty() ? std::string() : chart(drawn);
}

std::string look_alike_plot(const BudgetResult& budget) {
  std::vector<Bar> values;
  values.reserve(budget.look_alikes.size());
  for (const LookAlikeResult& kind : budget.look_alikes) {
    values.push_back({kind.look_alike,
                      share(kind.alerted, kind.instances),
                      fmt::format("{} of {}, {} paged", kind.alerted, kind.instances, kind.paged)});
  }
  return values.empty() ? "" : bars(values);
}

std::string hour_plot(const BudgetResult& budget) {
  const auto most = static_cast<double>(
      std::max<std::uint64_t>(1, *std::max_element(budget.by_hour.begin(), budget.by_hour.end())));
  std::vector<Bar> values;
  values.reserve(budget.by_hour.size());
  for (std::size_t hour = 0; hour < budget.by_hour.size(); ++hour) {
    const std::uint64_t count = budget.by_hour.at(hour);
    values.push_back(
        {fmt::format("{:02}", hour), static_cast<double>(count) / most, fmt::format("{}", count)});
  }
  return columns(values);
}

std::string page_line_chart(const Judgement& judgement) {
  std::vector<double> paged;
  paged.reserve(judgement.pages.days.size());
  for (const PageHistory::Day& day : judgement.pages.days) {
    paged.push_back(day.lowest_score);
  }
  Chart drawn{.x_axis = day_axis(paged.size()),
              .y_axis = {{0, "0"}, {0.25, "25"}, {0.5, "50"}, {0.75, "75"}, {1, "100"}},
              .x_title = "judged day",
              .y_title = "lowest score",
              .lines = {score_line("paged", paged)},
              .guides = {}};
  for (const BudgetResult& budget : judgement.budgets) {
    drawn.lines.push_back(
        score_line(fmt::format("read at {:g} a day", budget.budget), budget.lowest_score));
  }
  std::erase_if(drawn.lines, [](const Line& line) { return line.points.empty(); });
  return drawn.lines.empty() ? std::string() : chart(drawn);
}

}  // namespace centinela::evaluation
