#include "app/train_command.h"

#include "centinela/features/features.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include "app/engine_setup.h"
#include "app/key_file.h"
#include "app/model_directory.h"
#include "app/named_files.h"
#include "app/training_sample.h"
#include "source/line_source.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace centinela::app {
namespace {

struct History {
  std::uint64_t events = 0;
  std::uint64_t left_out = 0;  // sampled rows of quarantined stretches
  std::uint64_t dead_letters = 0;
};

constexpr std::size_t rows_min = 1000;

// Runs the engine over the history without a forest and keeps a sample of the feature rows.
Result<History> gather(const TrainOptions& options,
                       pipeline::Engine& engine,
                       TrainingSample& sample,
                       std::ostream& err) {
  std::vector<alerting::Decision> decisions;
  std::vector<pipeline::Rejected> rejected;
  History history;
  for (const std::filesystem::path& input : options.inputs) {
    CENTINELA_TRY(source::InputFile file, source::InputFile::open(input.string()));
    source::LineSource source{std::move(file)};
    for (bool is_end = false; !is_end;) {
      CENTINELA_TRY(const source::RecordBatch batch, source.poll(std::chrono::seconds{1}));
      is_end = batch.is_end;
      for (const source::SourceRecord& record : batch.records) {
        engine.take(record.view, record.position, decisions, rejected);
      }
      engine.flush(decisions);
      sample.add(engine.shard().take_training_rows());
      history.dead_letters += rejected.size();
      decisions.clear();
      rejected.clear();
      if (options.shows_progress) {
        err << fmt::format("\rtrain: {} events", sample.seen()) << std::flush;
      }
    }
  }
  history.events = sample.seen();
  history.left_out = sample.settle();
  return history;
}

std::vector<std::string> feature_names() {
  std::vector<std::string> names;
  for (const features::FeatureInfo& feature : features::schema()) {
    names.emplace_back(feature.name);
  }
  return names;
}

std::string card(const History& history,
                 const TrainingSample& sample,
                 const TrainOptions& options) {
  std::string text = fmt::format(
      "# Model card\n\n"
      "An isolation forest over {} residual features of single data-access events, with the shares "
      "of its training history by anomaly score.\n\n"
      "- **For**: one family of evidence beside the statistical detectors (`forest`); it may "
      "colour "
      "an alert, never raise one alone.\n"
      "- **Not for**: judging people, or any decision without a person who looks at the evidence.\n"
      "- **Trained on**: {} events, of which the first quarter only warmed the baselines; {} rows "
      "sampled uniformly from the rest, and beside them {} left out because something in that "
      "hour of their principal was quarantined (p below 1e-3) or ruled malicious; {} records did "
      "not "
      "decode.\n"
      "- **Method**: 100 trees of 256 rows, seed {}; unlabelled data, nothing tuned on labels.\n"
      "- **Limits**: features are residuals, so a principal without history is scored against its "
      "peers; a platform that differs much from the training history should train its own model "
      "with `centinela train`.\n\n"
      "| feature | unit | meaning |\n|---|---|---|\n",
      features::feature_count,
      history.events,
      sample.rows(),
      history.left_out,
      history.dead_letters,
      options.seed);
  for (const features::FeatureInfo& feature : features::schema()) {
    text += fmt::format("| `{}` | {} | {} |\n", feature.name, feature.unit, feature.meaning);
  }
  return text;
}

Result<ModelFiles> fit_model(const TrainOptions& options,
                             const History& history,
                             const TrainingSample& sample) {
  forest::FitOptions fit;
  fit.seed = options.seed;
  fit.feature_names = feature_names();
  fit.origin = "centinela train";
  CENTINELA_TRY(const forest::Forest forest,
                forest::fit({sample.values(), features::feature_count}, fit));
  std::vector<double> scores(sample.rows());
  forest::anomaly_scores(forest, sample.values(), scores);
  ModelFiles files;
  files.forest = forest::encode(forest);
  files.calibration = pipeline::Models::encode_scores(pipeline::tabulate_scores(std::move(scores)));
  files.card = card(history, sample, options);
  files.command = fmt::format("centinela train --seed {} --input", options.seed);
  for (const std::filesystem::path& input : options.inputs) {
    files.command.append(" ").append(input.filename().string());
  }
  return files;
}

Result<void> check_files(const TrainOptions& options, const config::Config& config) {
  NamedFiles files{options.config, config};
  files.reads("--input", options.inputs).needs_place("--output", options.output);
  for (const std::filesystem::path& path : model_files(options.output)) {
    files.writes("--output", path);
  }
  CENTINELA_TRY(files.check());
  for (const std::filesystem::path& input : options.inputs) {
    CENTINELA_TRY(source::InputFile::open(input.string()));
  }
  return {};
}

}  // namespace

Result<void> train(const TrainOptions& options, std::ostream& out, std::ostream& err) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(check_files(options, config));
  CENTINELA_TRY(const KeyInForce key, read_or_make_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_training_engine(config, key.key));
  TrainingSample sample{options.seed};
  CENTINELA_TRY(const History history, gather(options, *bundle.engine, sample, err));
  if (options.shows_progress) {
    err << "\r\x1b[K";
  }
  if (sample.rows() < rows_min) {
    return Error{
        Errc::bad_data,
        fmt::format("expected at least {} scored events after warming up and outside quarantined "
                    "hours, found {}; give a longer history",
                    rows_min,
                    sample.rows())};
  }
  CENTINELA_TRY(const ModelFiles files, fit_model(options, history, sample));
  CENTINELA_TRY(save_models(options.output, files));
  out << fmt::format("trained on {} of {} events, {} of quarantined hours left out; wrote {}\n",
                     sample.rows(),
                     history.events,
                     history.left_out,
                     options.output.string());
  return {};
}

}  // namespace centinela::app
