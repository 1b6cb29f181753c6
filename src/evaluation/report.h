// The report of an evaluation: a table for people, JSON, Markdown, and one self-contained HTML
// page with plots. Floor 9, pure: values in, text out.
#pragma once

#include "evaluation/calibration_curve.h"
#include "evaluation/judgement.h"

#include <string>
#include <vector>

namespace centinela::evaluation {

struct Report {
  std::string truth;   // directory, as given
  std::string alerts;  // file, as given
  std::vector<std::string> notes;
  Judgement judgement;
  std::vector<CalibrationCurve> calibration;  // empty when no scores were given
  // Of the other run that this one is compared with; no budgets when there is none.
  std::string against;
  Judgement other;
};

[[nodiscard]] std::string to_text(const Report& report);
[[nodiscard]] std::string to_json(const Report& report);
[[nodiscard]] std::string to_markdown(const Report& report);
[[nodiscard]] std::string to_html(const Report& report);

// "3 s", "4.2 min", "1.5 h", "2.1 d".
[[nodiscard]] std::string span_of(double seconds);

}  // namespace centinela::evaluation
