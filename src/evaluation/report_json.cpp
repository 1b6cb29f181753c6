#include "evaluation/report.h"

#include <fmt/format.h>

#include <iterator>

namespace centinela::evaluation {
namespace {

// Names come from files of others: quotes, controls and backslashes are escaped.
std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string number_or_null(const std::vector<double>& values) {
  const auto middle = median(values);
  return middle ? fmt::format("{:.6g}", *middle) : "null";
}

std::string recall(std::uint64_t found, std::uint64_t incidents) {
  return incidents == 0
             ? "null"
             : fmt::format("{:.4f}", static_cast<double>(found) / static_cast<double>(incidents));
}

std::string scenario_json(const ScenarioResult& result) {
  return fmt::format(
      R"({{"scenario":{},"incidents":{},"found":{},"found_strictly":{},"recall":{},"recall_strict":{},)"
      R"("median_seconds_to_detect":{},"median_subjects_exposed":{},"alerts":{},"reasons_right":{},)"
      R"("reasons_exact":{},"reasons_judged":{},"small":{},"small_found":{}}})",
      json_string(result.scenario.empty() ? "all" : result.scenario),
      result.incidents,
      result.found,
      result.found_strictly,
      recall(result.found, result.incidents),
      recall(result.found_strictly, result.incidents),
      number_or_null(result.seconds_to_detect),
      number_or_null(result.subjects_exposed),
      result.alerts,
      result.reasons_right,
      result.reasons_exact,
      result.reasons_judged,
      result.small,
      result.small_found);
}

std::string incident_json(const IncidentResult& incident) {
  return fmt::format(
      R"({{"id":{},"scenario":{},"magnitude":{:g},"found":{},"strict":{},"seconds":{},"exposed":{:g}}})",
      json_string(incident.id),
      json_string(incident.scenario),
      incident.magnitude,
      incident.is_found,
      incident.is_strict,
      incident.is_found ? fmt::format("{:.6g}", incident.seconds) : "null",
      incident.exposed);
}

template <class Values, class Write>
std::string array_of(const Values& values, Write&& write) {
  std::string text = "[";
  for (const auto& value : values) {
    text += text.size() == 1 ? "" : ",";
    text += write(value);
  }
  return text + "]";
}

std::string alert_json(const AlertResult& alert) {
  return fmt::format(
      R"({{"id":{},"route":{},"detector":{},"score":{:g},"incidents":{},"look_alikes":{}}})",
      json_string(alert.id),
      json_string(alert.route),
      json_string(alert.detector),
      alert.score,
      array_of(alert.hits,
               [](const AlertResult::Hit& hit) {
                 return fmt::format(R"({{"id":{},"share":{:.3g},"reason_right":{}}})",
                                    json_string(hit.incident),
                                    hit.share,
                                    hit.is_right);
               }),
      array_of(alert.look_alikes, json_string));
}

std::string budget_json(const BudgetResult& budget) {
  return fmt::format(
      R"({{"budget":{:g},"all":{},"scenarios":{},"incidents":{},"alerts":{},"read":{},"false_alerts":{},"look_alikes":{},"by_hour":{},)"
      R"("lowest_score":{},"new_hire_days":{:.3f},"new_hire_false":{},"veteran_days":{:.3f},"veteran_false":{}}})",
      budget.budget,
      scenario_json(budget.total),
      array_of(budget.scenarios, scenario_json),
      array_of(budget.incidents, incident_json),
      array_of(budget.alerts, alert_json),
      budget.read,
      budget.false_alerts,
      array_of(budget.look_alikes,
               [](const LookAlikeResult& kind) {
                 return fmt::format(
                     R"({{"look_alike":{},"instances":{},"alerted":{},"paged":{},"alerts":{}}})",
                     json_string(kind.look_alike),
                     kind.instances,
                     kind.alerted,
                     kind.paged,
                     kind.alerts);
               }),
      array_of(budget.by_hour, [](std::uint64_t count) { return fmt::format("{}", count); }),
      array_of(budget.lowest_score,
               [](double score) { return score < 0 ? "null" : fmt::format("{:g}", score); }),
      budget.new_hire_days,
      budget.new_hire_false,
      budget.veteran_days,
      budget.veteran_false);
}

std::string pages_json(const PageHistory& pages) {
  return fmt::format(R"({{"highest_mean_28":{:.4g},"highest_day":{},"by_day":{}}})",
                     pages.highest_mean_28,
                     pages.highest_day,
                     array_of(pages.days, [](const PageHistory::Day& day) {
                       return fmt::format("{}", day.pages);
                     }));
}

std::string curve_json(const CalibrationCurve& curve) {
  return fmt::format(R"({{"kind":{},"opportunities":{},"points":{}}})",
                     json_string(curve.kind),
                     curve.opportunities,
                     array_of(curve.points, [](const CalibrationPoint& point) {
                       return fmt::format(
                           R"({{"nominal":{:g},"at_most":{}}})", point.nominal, point.at_most);
                     }));
}

std::string judgement_json(const Judgement& judgement) {
  return fmt::format(
      R"({{"days":{:g},"tenants":{},"alerts":{},"evidence_unknown":{},"pages":{},"budgets":{}}})",
      judgement.days,
      judgement.tenants,
      judgement.alerts,
      judgement.evidence_unknown,
      pages_json(judgement.pages),
      array_of(judgement.budgets, budget_json));
}

}  // namespace

std::string to_json(const Report& report) {
  std::string text = fmt::format(R"({{"truth":{},"alerts":{},"notes":{},"judgement":{})",
                                 json_string(report.truth),
                                 json_string(report.alerts),
                                 array_of(report.notes, json_string),
                                 judgement_json(report.judgement));
  if (!report.calibration.empty()) {
    text += fmt::format(R"(,"calibration":{})", array_of(report.calibration, curve_json));
  }
  if (!report.other.budgets.empty()) {
    text += fmt::format(
        R"(,"against":{},"other":{})", json_string(report.against), judgement_json(report.other));
  }
  return text + "}\n";
}

}  // namespace centinela::evaluation
