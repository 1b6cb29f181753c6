// One self-contained page: tables, and plots drawn as inline SVG. No script, nothing loaded.
#include "evaluation/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::evaluation {
namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

struct Bar {
  std::string name;
  double value;  // in [0, 1] of the axis
  std::string shown;
};

std::string bars(std::string_view title, const std::vector<Bar>& values) {
  constexpr int height = 20;
  constexpr int left = 90;
  constexpr int width = 420;
  const std::size_t rows = values.size();
  std::string svg = fmt::format("<h3>{}</h3>\n<svg role=\"img\" width=\"600\" height=\"{}\">\n",
                                escaped(title),
                                rows * height + 6);
  int y = 0;
  for (const Bar& bar : values) {
    const double length = width * std::clamp(bar.value, 0.0, 1.0);
    svg += fmt::format(
        R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", left - 6, y + 15, escaped(bar.name));
    svg += fmt::format(
        R"(<rect x="{}" y="{}" width="{:.1f}" height="{}"/>)", left, y + 3, length, height - 6);
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{}\">{}</text>\n", left + length + 5, y + 15, escaped(bar.shown));
    y += height;
  }
  return svg + "</svg>\n";
}

std::string recall_plot(const BudgetResult& budget) {
  std::vector<Bar> values;
  for (const ScenarioResult& scenario : budget.scenarios) {
    if (scenario.incidents > 0) {
      const double recall =
          static_cast<double>(scenario.found) / static_cast<double>(scenario.incidents);
      values.push_back(
          {scenario.scenario, recall, fmt::format("{}/{}", scenario.found, scenario.incidents)});
    }
  }
  return bars("Recall per scenario", values);
}

std::string detection_plot(const BudgetResult& budget) {
  double longest = 1;
  for (const ScenarioResult& scenario : budget.scenarios) {
    longest = std::max(longest, median(scenario.seconds_to_detect).value_or(0));
  }
  std::vector<Bar> values;
  for (const ScenarioResult& scenario : budget.scenarios) {
    if (const auto middle = median(scenario.seconds_to_detect)) {
      values.push_back({scenario.scenario, *middle / longest, span_of(*middle)});
    }
  }
  return bars("Median time to detect", values);
}

std::string look_alike_plot(const BudgetResult& budget) {
  std::vector<Bar> values;
  for (const LookAlikeResult& kind : budget.look_alikes) {
    const double alerted = static_cast<double>(kind.alerted) /
                           static_cast<double>(std::max<std::uint64_t>(1, kind.instances));
    values.push_back({kind.look_alike,
                      alerted,
                      fmt::format("{}/{}, {} paged", kind.alerted, kind.instances, kind.paged)});
  }
  return values.empty() ? "" : bars("Look-alikes alerted on (each is a false alert)", values);
}

std::string hour_plot(const BudgetResult& budget) {
  const auto most = static_cast<double>(
      std::max<std::uint64_t>(1, *std::max_element(budget.by_hour.begin(), budget.by_hour.end())));
  std::vector<Bar> values;
  for (std::size_t hour = 0; hour < budget.by_hour.size(); ++hour) {
    const std::uint64_t count = budget.by_hour.at(hour);
    values.push_back({fmt::format("{:02}:00 UTC", hour),
                      static_cast<double>(count) / most,
                      fmt::format("{}", count)});
  }
  return bars("Alert volume by hour", values);
}

// The lowest score that was still read, day by day.
std::string line_plot(const BudgetResult& budget) {
  std::string points;
  const std::size_t days = budget.lowest_score.size();
  for (std::size_t day = 0; day < days; ++day) {
    const double score = budget.lowest_score[day];
    if (score >= 0) {
      const double x =
          days > 1 ? 480.0 * static_cast<double>(day) / static_cast<double>(days - 1) : 240;
      points += fmt::format("{:.1f},{:.1f} ", 40 + x, 110 - std::min(score, 100.0));
    }
  }
  if (points.empty()) {
    return {};
  }
  return fmt::format(
      "<h3>Lowest score read, by judged day</h3>\n<svg role=\"img\" width=\"600\" height=\"125\">"
      "<text x=\"4\" y=\"14\">100</text><text x=\"14\" y=\"112\">0</text>"
      "<line x1=\"40\" y1=\"110\" x2=\"520\" y2=\"110\"/><polyline points=\"{}\"/></svg>\n",
      points);
}

std::string budget_plot(const Judgement& judgement) {
  std::vector<Bar> values;
  for (const BudgetResult& budget : judgement.budgets) {
    const ScenarioResult& all = budget.total;
    const double recall = static_cast<double>(all.found) /
                          static_cast<double>(std::max<std::uint64_t>(1, all.incidents));
    values.push_back(
        {fmt::format("{:g} a day", budget.budget),
         recall,
         fmt::format("{}/{}, {} false", all.found, all.incidents, budget.false_alerts)});
  }
  return bars("Recall against budget", values);
}

constexpr std::string_view style =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:62em;margin:2em auto;padding:0 "
    "1em;color:#1c2733}"
    "pre{background:#f4f6f8;padding:1em;overflow-x:auto}svg text{font:12px "
    "system-ui,sans-serif;fill:#1c2733}"
    "rect{fill:#2f6f9f}line{stroke:#9aa7b3}polyline{fill:none;stroke:#b4442f;stroke-width:2}";

}  // namespace

std::string to_html(const Report& report) {
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Evaluation</title>"
      "<style>{}</style></head><body>\n<h1>Evaluation</h1>\n<p>{} against {}</p>\n",
      style,
      escaped(report.alerts),
      escaped(report.truth));
  page += budget_plot(report.judgement);
  for (const BudgetResult& budget : report.judgement.budgets) {
    page += fmt::format("<h2>{:g} alerts a day and tenant</h2>\n", budget.budget);
    page += recall_plot(budget) + detection_plot(budget) + look_alike_plot(budget) +
            hour_plot(budget) + line_plot(budget);
  }
  return page +
         fmt::format("<h2>Figures</h2>\n<pre>{}</pre>\n</body></html>\n", escaped(to_text(report)));
}

}  // namespace centinela::evaluation
