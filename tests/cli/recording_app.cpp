#include "cli/recording_app.h"

#include "app/bootstrap_command.h"
#include "app/check_command.h"
#include "app/dead_letter_replay.h"
#include "app/demo_command.h"
#include "app/erase_command.h"
#include "app/evaluate_command.h"
#include "app/explain_command.h"
#include "app/forest_command.h"
#include "app/input_report.h"
#include "app/print_config_command.h"
#include "app/replay_command.h"
#include "app/reveal_command.h"
#include "app/run_command.h"
#include "app/series_command.h"
#include "app/simulate_command.h"
#include "app/start_report.h"
#include "app/state_command.h"
#include "app/status_command.h"
#include "app/switch_command.h"
#include "app/token_command.h"
#include "app/topics_command.h"
#include "app/train_command.h"
#include "app/verdict_command.h"
#include "app/version_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <istream>
#include <ostream>

namespace centinela::cli {

Recording& recording() {
  static Recording instance;
  return instance;
}

namespace {

Result<void> record(std::string call) {
  recording().call = std::move(call);
  return recording().result;
}

std::string words(const config::LoadOptions& load) {
  return fmt::format("config={} sets={} environment={}",
                     load.file ? load.file->string() : "none",
                     fmt::join(load.sets, ";"),
                     load.environment.size());
}

std::string or_none(const std::optional<std::filesystem::path>& path) {
  return path ? path->string() : "none";
}

}  // namespace
}  // namespace centinela::cli

namespace centinela::app {

using cli::or_none;
using cli::record;
using cli::words;

Result<std::vector<CheckLine>> report_input(const config::Config& /*config*/,
                                            const std::filesystem::path& /*input*/) {
  return std::vector<CheckLine>{};
}

std::vector<CheckLine> report_start(const config::Config& /*config*/, bool /*asks_broker*/) {
  return {};
}

Result<void> bootstrap(const BootstrapOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("bootstrap {}", words(options.config)));
}

Result<void> erase(const EraseOptions& options, std::istream& /*in*/, std::ostream& /*out*/) {
  return record(fmt::format("erase principals={} data_subjects={} tenant={} reason={} output={}",
                            options.are_principals,
                            options.are_data_subjects,
                            options.tenant,
                            options.reason,
                            or_none(options.output)));
}

Result<void> switch_over(const SwitchOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("switch reason={} dry={}", options.reason, options.is_dry));
}

Result<void> topics_plan(const TopicsOptions& options, std::ostream& /*out*/) {
  return record(
      fmt::format("topics_plan partitions={} replicas={}", options.partitions, options.replicas));
}

Result<void> topics_apply(const TopicsOptions& options, std::ostream& /*out*/) {
  return record(
      fmt::format("topics_apply partitions={} replicas={}", options.partitions, options.replicas));
}

Result<void> replay_dead_letters(const DeadLetterReplayOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("dlq_replay reason={} limit={} beginning={} applies={}",
                            options.reason,
                            options.limit,
                            options.from_beginning,
                            options.applies));
}

Result<void> verdict(const VerdictOptions& options, std::istream& /*in*/, std::ostream& /*out*/) {
  return record(fmt::format("verdict {} ruling={} for={} output={}",
                            words(options.config),
                            options.ruling,
                            options.lasts.count(),
                            or_none(options.output)));
}

Result<void> explain(const ExplainOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("explain {} input={} position={}",
                            words(options.config),
                            options.input.string(),
                            options.position));
}

Result<void> run(const RunOptions& options, std::ostream& /*out*/, std::ostream& /*err*/) {
  return record("run " + words(options.config));
}

Result<void> demo(const DemoOptions& options, std::ostream& out, std::ostream& /*err*/) {
  out << "alert\n";
  return record(fmt::format("demo duration={} seed={} colour={} progress={}",
                            options.duration.value_or(Duration{}).count(),
                            options.seed,
                            options.has_colour,
                            options.shows_progress));
}

Result<void> replay(const ReplayOptions& options, std::ostream& /*out*/, std::ostream& /*err*/) {
  return record(
      fmt::format("replay {} input={} alerts={} dead_letters={} verdicts={} summary={} against={} "
                  "partitions={} close={} progress={}",
                  words(options.config),
                  options.input.string(),
                  options.alerts.string(),
                  or_none(options.dead_letters),
                  or_none(options.verdicts),
                  or_none(options.summary),
                  or_none(options.against),
                  options.partitions,
                  options.closes_episodes,
                  options.shows_progress));
}

Result<void> train(const TrainOptions& options, std::ostream& /*out*/, std::ostream& /*err*/) {
  std::string inputs;
  for (const auto& input : options.inputs) {
    inputs += input.string() + ";";
  }
  return record(fmt::format(
      "train inputs={} output={} seed={}", inputs, options.output.string(), options.seed));
}

Result<void> check(const CheckOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("check {} offline={}", words(options.config), options.is_offline));
}

Result<void> status(const StatusOptions& options, std::ostream& /*out*/) {
  return record(fmt::format(
      "status url={} timeout={}", options.url.value_or("none"), options.timeout.count()));
}

Result<void> healthcheck(const HealthcheckOptions& options) {
  return record(fmt::format("healthcheck ready={}", options.asks_ready));
}

Result<void> print_config(const PrintConfigOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("print_config {} origin={} docs={} schema={} example={}",
                            words(options.config),
                            options.shows_origin,
                            options.prints_manual,
                            options.prints_schema,
                            options.prints_example));
}

Result<void> forest_fit(const ForestFitOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("forest_fit input={} label={} trees={} sample={} seed={} ensemble={}",
                            options.input.string(),
                            options.label.value_or("none"),
                            options.trees,
                            options.sample,
                            options.seed,
                            options.ensemble));
}

Result<void> series_score(const SeriesScoreOptions& options, std::ostream& /*out*/) {
  return record(fmt::format(
      "series_score input={} output={}", options.input.string(), options.output.string()));
}

Result<void> forest_score(const ForestScoreOptions& options, std::ostream& /*out*/) {
  return record(fmt::format(
      "forest_score model={} output={}", options.model.string(), or_none(options.output)));
}

Result<void> simulate(const SimulateOptions& options,
                      std::ostream& /*out*/,
                      std::ostream& /*progress*/) {
  return record(fmt::format("simulate profile={} seed={} output={}",
                            options.profile,
                            options.seed,
                            options.output.string()));
}

Result<void> evaluate(const EvaluateOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("evaluate truth={} alerts={} budgets={} against={}",
                            options.truth.string(),
                            options.alerts.string(),
                            fmt::join(options.budgets, ";"),
                            options.against.string()));
}

Result<void> state_inspect(const StateOptions& /*options*/, std::ostream& /*out*/) {
  return record("state_inspect");
}

Result<void> state_verify(const StateOptions& /*options*/, std::ostream& /*out*/) {
  return record("state_verify");
}

Result<void> state_reset(const StateResetOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("state_reset partition={} loss={} keep={} reason={}",
                            options.partition.value_or(0),
                            options.accepts_loss,
                            options.keeps_baselines,
                            options.reason));
}

Result<void> state_export(const StateFileOptions& options, std::ostream& /*out*/) {
  return record(fmt::format("state_export file={}", options.file.string()));
}

Result<void> state_import(const StateFileOptions& options, std::ostream& /*out*/) {
  return record(
      fmt::format("state_import file={} replace={}", options.file.string(), options.replaces));
}

Result<void> token(const TokenOptions& options, std::istream& /*in*/, std::ostream& /*out*/) {
  return record(fmt::format("token new_key={} kind={}", or_none(options.new_key), options.kind));
}

Result<void> reveal(const RevealOptions& options, std::istream& in, std::ostream& /*out*/) {
  std::string first;
  std::getline(in, first);
  return record(fmt::format(
      "reveal reason={} input={} in={}", options.reason, or_none(options.input), first));
}

std::string_view version() noexcept {
  return "0";
}

void print_version(std::ostream& out) {
  out << "centinela 0\n";
}

}  // namespace centinela::app
