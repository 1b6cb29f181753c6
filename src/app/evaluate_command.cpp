#include "app/evaluate_command.h"

#include "app/named_files.h"
#include "evaluation/report.h"

#include <fmt/format.h>

#include <fstream>
#include <ostream>

namespace centinela::app {
namespace {

Result<void> write_file(const std::filesystem::path& path,
                        const std::string& text,
                        std::ostream& out) {
  if (path.empty()) {
    return {};
  }
  if (path == "-") {
    out << text;
    return {};
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) {
    return Error{Errc::io, fmt::format("cannot write {}", path.string())};
  }
  return {};
}

void add_notes(const evaluation::Alerts& alerts,
               const evaluation::Judgement& judgement,
               std::vector<std::string>& notes) {
  if (alerts.shadows > 0) {
    notes.push_back(fmt::format("{} shadow alerts (warm-up) are not counted", alerts.shadows));
  }
  if (alerts.digests > 0) {
    notes.push_back(fmt::format("{} alerts of the digest are not counted", alerts.digests));
  }
  if (alerts.foreign_evidence > 0) {
    notes.push_back(
        fmt::format("{} pieces of evidence name another partition than 0 and cannot be looked up",
                    alerts.foreign_evidence));
  }
  if (judgement.evidence_unknown > 0) {
    notes.push_back(fmt::format(
        "{} pieces of evidence lie beyond the events file: are these alerts of this workload?",
        judgement.evidence_unknown));
  }
}

struct Run {
  evaluation::Alerts alerts;
  evaluation::Judgement judgement;
};

Result<Run> judge_run(const evaluation::Truth& truth,
                      const std::filesystem::path& file,
                      const std::vector<double>& budgets) {
  Run run;
  CENTINELA_TRY(run.alerts, evaluation::read_alerts(file));
  const std::vector<std::uint64_t> evidence = evaluation::evidence_of(run.alerts);
  CENTINELA_TRY(const evaluation::Sightings sightings, evaluation::scan_events(truth, evidence));
  run.judgement = evaluation::judge(truth, run.alerts, sightings, budgets);
  return run;
}

Result<void> check_files(const EvaluateOptions& options) {
  return NamedFiles{}
      .reads_folder("--truth", options.truth)
      .reads("--alerts", options.alerts)
      .reads("--scores", options.scores)
      .reads("--against", options.against)
      .writes("--json", options.json)
      .writes("--markdown", options.markdown)
      .writes("--html", options.html)
      .needs_place("--truth", options.truth)
      .needs_place("--alerts", options.alerts)
      .needs_place("--scores", options.scores)
      .needs_place("--against", options.against)
      .check();
}

}  // namespace

Result<void> evaluate(const EvaluateOptions& options, std::ostream& out) {
  CENTINELA_TRY(check_files(options));
  evaluation::Report report;
  report.truth = options.truth.string();
  report.alerts = options.alerts.string();
  CENTINELA_TRY(const evaluation::Truth truth, evaluation::read_truth(options.truth));
  CENTINELA_TRY(Run run, judge_run(truth, options.alerts, options.budgets));
  report.notes = truth.notes;
  add_notes(run.alerts, run.judgement, report.notes);
  report.judgement = std::move(run.judgement);
  if (!options.scores.empty()) {
    CENTINELA_TRY(report.calibration,
                  evaluation::read_scores(options.scores, truth.judged_from, truth.judged_to));
  }
  if (!options.against.empty()) {
    CENTINELA_TRY(Run other, judge_run(truth, options.against, options.budgets));
    report.against = options.against.string();
    report.other = std::move(other.judgement);
  }
  // Standard output is for one report, and a program that reads it for no table before it.
  if (options.json != "-" && options.markdown != "-" && options.html != "-") {
    out << evaluation::to_text(report);
  }
  CENTINELA_TRY(write_file(options.json, evaluation::to_json(report), out));
  CENTINELA_TRY(write_file(options.markdown, evaluation::to_markdown(report), out));
  return write_file(options.html, evaluation::to_html(report), out);
}

}  // namespace centinela::app
