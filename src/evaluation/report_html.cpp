// One self-contained page: tables, and plots drawn as inline SVG. No script, nothing loaded.
#include "evaluation/report_plots.h"
#include "evaluation/report_words.h"
#include "evaluation/svg.h"

#include <fmt/format.h>

namespace centinela::evaluation {
namespace {

// Colours of Okabe and Ito, which the colour-blind can tell apart.
constexpr std::string_view style =
    ":root{color-scheme:light dark;--ink:#1c2733;--soft:#66727f;--line:#d6dde4;--paper:#fff;"
    "--card:#f5f7f9;--fill:#0072b2}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9aa7b3;--line:#364350;"
    "--paper:#12181f;--card:#1b232c;--fill:#56b4e9}}"
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;"
    "color:var(--ink);background:var(--paper)}"
    "h2{margin-top:2.2em;border-bottom:1px solid var(--line);padding-bottom:.2em}"
    "p.why{color:var(--soft);margin:.2em 0 .6em}"
    "dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(11em,1fr));gap:.8em;margin:1.2em "
    "0}"
    "dl div{background:var(--card);border-radius:6px;padding:.7em 1em}"
    "dt{color:var(--soft);font-size:13px}dd{margin:0;font-size:22px;font-weight:600}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "td,th{padding:.25em .8em;text-align:right;border-bottom:1px solid var(--line);font-weight:400}"
    "tbody th,thead th:first-child{text-align:left}thead th{color:var(--soft)}"
    "td[style]{background:color-mix(in srgb,var(--fill) var(--r),transparent)}"
    "td.none{color:var(--soft)}"
    "blockquote{margin:.4em 0;padding:.4em 1em;background:var(--card);border-left:3px solid "
    "#e69f00}"
    "pre{background:var(--card);padding:1em;overflow-x:auto;font-size:13px}"
    "svg{max-width:100%;height:auto;display:block}"
    "svg text{font:12px system-ui,sans-serif;fill:var(--ink)}"
    ".bar{fill:var(--fill)}.track{fill:var(--card)}.dot{fill:var(--fill)}"
    ".range{stroke:var(--fill);stroke-width:4;opacity:.45}"
    ".grid{stroke:var(--line)}.axis{stroke:var(--soft)}"
    "polyline,line{fill:none;stroke-width:1}"
    ".guide{stroke:var(--soft);stroke-dasharray:4 4}"
    "polyline[class^=c],line[class^=c]{stroke-width:2}"
    ".c0{stroke:#0072b2}.c1{stroke:#d55e00}.c2{stroke:#009e73}.c3{stroke:#cc79a7}"
    ".c4{stroke:#e69f00}.c5{stroke:#56b4e9}.c6{stroke:#8a6d3b}.c7{stroke:#7f7f7f}"
    "circle[class^=c]{fill:var(--paper)}";

std::string section(std::string_view title, std::string_view why, const std::string& body) {
  if (body.empty()) {
    return {};
  }
  return fmt::format("<h3>{}</h3>\n<p class=\"why\">{}</p>\n{}", title, why, body);
}

std::string tile(std::string_view name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, escaped(value));
}

std::string tiles(const Judgement& judgement, const BudgetResult& budget) {
  const ScenarioResult& all = budget.total;
  const double tenant_days = judgement.days * static_cast<double>(judgement.tenants);
  const auto ratio = hire_ratio(budget);
  return "<dl>" + tile("recall", share_text(all.found, all.incidents)) +
         tile("strict recall", share_text(all.found_strictly, all.incidents)) +
         tile("median time to detect", median_text(all.seconds_to_detect, true)) +
         tile("data subjects exposed before (median)", median_text(all.subjects_exposed, false)) +
         tile("cases per incident", cases_text(all)) +
         tile("first reason right", share_text(all.reasons_right, all.reasons_judged)) +
         tile("false alerts a day and tenant",
              tenant_days > 0
                  ? fmt::format("{:.2f}", static_cast<double>(budget.false_alerts) / tenant_days)
                  : "-") +
         tile("new hires over veterans", ratio ? fmt::format("{:.2f}", *ratio) : "-") + "</dl>\n";
}

std::string budget_section(const Judgement& judgement, const BudgetResult& budget) {
  return fmt::format("<h2>{:g} alerts a day and tenant</h2>\n", budget.budget) +
         tiles(judgement, budget) +
         section("Time to detect",
                 "From an incident's first event to the first alert that shows one of its events: "
                 "median, middle half, and how many were found.",
                 detection_plot(budget)) +
         section("False alerts per look-alike",
                 "Instances with at least one alert; each is false by definition.",
                 look_alike_plot(budget)) +
         section("Alert volume by hour",
                 "Alerts read, by the UTC hour in which they opened.",
                 hour_plot(budget));
}

}  // namespace

std::string to_html(const Report& report) {
  const Judgement& judgement = report.judgement;
  std::string page = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>Evaluation</title>"
      "<style>{}</style></head><body>\n<h1>Evaluation</h1>\n"
      "<p>{} against {}: {} alerts, {:.0f} judged days, {} tenants.</p>\n",
      style,
      escaped(report.alerts),
      escaped(report.truth),
      judgement.alerts,
      judgement.days,
      judgement.tenants);
  for (const std::string& note : report.notes) {
    page += fmt::format("<blockquote>{}</blockquote>\n", escaped(note));
  }
  page += section("Recall against budget",
                  "Of the incidents of magnitude 1 and above; strict where a fifth of an alert's "
                  "evidence is the attack's.",
                  recall_chart(report));
  page += section("Recall per scenario", "At each budget.", recall_table(judgement));
  page += section("Page line",
                  "The lowest score that was paged by the run, and that was still read at each "
                  "budget, by day; " +
                      page_line(judgement.pages) + ".",
                  page_line_chart(judgement));
  page += section("Calibration",
                  "How often calibrated p-values were as rare as they said, where at least 30 were "
                  "expected; dashed: right, and 0.8 to 1.25 of it. Attacks raise it.",
                  calibration_chart(report));
  for (const BudgetResult& budget : judgement.budgets) {
    page += budget_section(judgement, budget);
  }
  return page +
         fmt::format("<h2>Figures</h2>\n<pre>{}</pre>\n</body></html>\n", escaped(to_text(report)));
}

}  // namespace centinela::evaluation
