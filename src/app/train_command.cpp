#include "app/train_command.h"

#include "centinela/base/rng.h"
#include "centinela/features/features.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include "app/engine_setup.h"
#include "app/key_file.h"
#include "app/model_directory.h"
#include "app/named_files.h"
#include "source/line_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

constexpr std::size_t rows_max = 400'000;
constexpr std::size_t rows_min = 1000;

// A uniform sample of a stream of unknown length (Vitter 1985, algorithm R), by whole rows.
class RowSample {
 public:
  explicit RowSample(std::uint64_t seed) : rng_(seed) {}

  void add(std::span<const float> row) {
    ++seen_;
    if (rows() < rows_max) {
      values_.insert(values_.end(), row.begin(), row.end());
      return;
    }
    const std::uint64_t slot = rng_.below(seen_);
    if (slot < rows_max) {
      std::copy(row.begin(),
                row.end(),
                values_.begin() + static_cast<std::ptrdiff_t>(slot * features::feature_count));
    }
  }
  [[nodiscard]] std::size_t rows() const noexcept {
    return values_.size() / features::feature_count;
  }
  [[nodiscard]] std::uint64_t seen() const noexcept { return seen_; }
  [[nodiscard]] const std::vector<float>& values() const noexcept { return values_; }

 private:
  Rng rng_;
  std::uint64_t seen_ = 0;
  std::vector<float> values_;
};

struct History {
  std::uint64_t events = 0;
  std::uint64_t dead_letters = 0;
};

// Runs the engine over the history without a forest and keeps a sample of the feature rows. The
// first part only warms the baselines: what is unusual on the first day is not what the model is
// to learn.
Result<History> gather(const TrainOptions& options,
                       pipeline::Engine& engine,
                       RowSample& sample,
                       std::ostream& err) {
  std::vector<alerting::Decision> decisions;
  std::vector<pipeline::Rejected> rejected;
  std::vector<float> rows;
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
      const std::vector<float> taken = engine.shard().take_features();
      rows.insert(rows.end(), taken.begin(), taken.end());
      history.dead_letters += rejected.size();
      decisions.clear();
      rejected.clear();
      if (options.shows_progress) {
        err << fmt::format("\rtrain: {} events", rows.size() / features::feature_count)
            << std::flush;
      }
    }
  }
  const std::size_t count = rows.size() / features::feature_count;
  const std::size_t warm = count / 4;
  for (std::size_t i = warm; i < count; ++i) {
    sample.add({rows.data() + i * features::feature_count, features::feature_count});
  }
  history.events = count;
  return history;
}

std::vector<std::string> feature_names() {
  std::vector<std::string> names;
  for (const features::FeatureInfo& feature : features::schema()) {
    names.emplace_back(feature.name);
  }
  return names;
}

std::string card(const History& history, const RowSample& sample, const TrainOptions& options) {
  std::string text = fmt::format(
      "# Model card\n\n"
      "An isolation forest over {} residual features of single data-access events, with the shares "
      "of its training history by anomaly score.\n\n"
      "- **For**: one family of evidence beside the statistical detectors (`forest`); it may "
      "colour "
      "an alert, never raise one alone.\n"
      "- **Not for**: judging people, or any decision without a person who looks at the evidence.\n"
      "- **Trained on**: {} events, of which the first quarter only warmed the baselines; {} rows "
      "sampled uniformly from the rest; {} records did not decode.\n"
      "- **Method**: 100 trees of 256 rows, seed {}; unlabelled data, nothing tuned on labels.\n"
      "- **Limits**: features are residuals, so a principal without history is scored against its "
      "peers; a platform that differs much from the training history should train its own model "
      "with `centinela train`.\n\n"
      "| feature | unit | meaning |\n|---|---|---|\n",
      features::feature_count,
      history.events,
      sample.rows(),
      history.dead_letters,
      options.seed);
  for (const features::FeatureInfo& feature : features::schema()) {
    text += fmt::format("| `{}` | {} | {} |\n", feature.name, feature.unit, feature.meaning);
  }
  return text;
}

Result<ModelFiles> fit_model(const TrainOptions& options,
                             const History& history,
                             const RowSample& sample) {
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
  RowSample sample{options.seed};
  CENTINELA_TRY(const History history, gather(options, *bundle.engine, sample, err));
  if (options.shows_progress) {
    err << "\r\x1b[K";
  }
  if (sample.rows() < rows_min) {
    return Error{
        Errc::bad_data,
        fmt::format("expected at least {} scored events after warming up, found {}; give a "
                    "longer history",
                    rows_min,
                    sample.rows())};
  }
  CENTINELA_TRY(const ModelFiles files, fit_model(options, history, sample));
  CENTINELA_TRY(save_models(options.output, files));
  out << fmt::format("trained on {} of {} events; wrote {}\n",
                     sample.rows(),
                     history.events,
                     options.output.string());
  return {};
}

}  // namespace centinela::app
