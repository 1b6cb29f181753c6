#include "app/replay_command.h"

#include "centinela/codec/alert_encoder.h"

#include "app/decoder_setup.h"
#include "app/engine_setup.h"
#include "app/key_file.h"
#include "app/named_files.h"
#include "app/replay_against.h"
#include "app/replay_output.h"
#include "app/virtual_partitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace centinela::app {
namespace {

constexpr std::chrono::milliseconds poll_timeout{1000};

class Replay {
 public:
  Replay(const ReplayOptions& options, EngineBundle bundle, ReplayOutput output)
      : options_(options), bundle_(std::move(bundle)), output_(std::move(output)) {}

  void spread(VirtualPartitions partitions) { partitions_.emplace(std::move(partitions)); }

  Result<void> run(source::Source& source) {
    if (options_.scores) {
      bundle_.engine->shard().watch_calibration(&reliability_);
    }
    const auto started = std::chrono::steady_clock::now();
    for (bool is_end = false; !is_end;) {
      CENTINELA_TRY(const source::RecordBatch batch, source.poll(poll_timeout));
      is_end = batch.is_end;
      for (const source::SourceRecord& record : batch.records) {
        take(record);
        ++records_;
      }
      CENTINELA_TRY(write());
      output_.progress(records_);
    }
    bundle_.engine->flush(decisions_);
    bundle_.engine->finish_planned(decisions_);
    if (options_.closes_episodes) {
      bundle_.engine->close_all(decisions_);
    }
    CENTINELA_TRY(write());
    CENTINELA_TRY(output_.scores(reliability_));
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
    return output_.summarise(summary(elapsed.count()));
  }

 private:
  void take(const source::SourceRecord& record) {
    const std::size_t before = rejected_.size();
    const Position position = partitions_ ? partitions_->place(record.view) : record.position;
    bundle_.engine->take(record.view, position, decisions_, rejected_);
    for (std::size_t i = before; i < rejected_.size(); ++i) {
      rejected_[i].position.offset = record.position.offset;  // its line in the file
    }
  }

  Result<void> write() {
    for (const alerting::Decision& decision : decisions_) {
      CENTINELA_TRY(output_.alert(codec::encode_alert(decision.alert)));
    }
    for (const pipeline::Rejected& rejected : rejected_) {
      CENTINELA_TRY(output_.dead_letter(rejected));
    }
    alerts_ += static_cast<std::uint64_t>(
        std::count_if(decisions_.begin(), decisions_.end(), [](const alerting::Decision& decision) {
          return !decision.alert.daily.has_value();
        }));
    decisions_.clear();
    rejected_.clear();
    return {};
  }

  [[nodiscard]] ReplaySummary summary(double seconds) const {
    const pipeline::ShardCounters& counters = bundle_.engine->shard().counters();
    ReplaySummary summary;
    summary.scored = counters.scored;
    summary.late = counters.late;
    summary.duplicates = counters.duplicates;
    summary.dead_lettered = bundle_.engine->dead_lettered();
    summary.contexts = counters.contexts;
    summary.controls = counters.controls;
    summary.alerts = alerts_;
    summary.seconds = seconds;
    return summary;
  }

  const ReplayOptions& options_;
  pipeline::Reliability reliability_;
  EngineBundle bundle_;
  std::optional<VirtualPartitions> partitions_;  // nothing: the file's own positions
  ReplayOutput output_;
  std::vector<alerting::Decision> decisions_;
  std::vector<pipeline::Rejected> rejected_;
  std::uint64_t records_ = 0;
  std::uint64_t alerts_ = 0;
};

Result<void> check_files(const ReplayOptions& options, const config::Config& config) {
  if (options.input == "-" && options.verdicts == "-") {
    return Error{Errc::usage,
                 "--verdicts: expected a file, found standard input, which --input is"};
  }
  return NamedFiles(options.config, config)
      .reads("--input", options.input)
      .reads("--verdicts", options.verdicts)
      .reads("--against", options.against)
      .writes("--alerts", options.alerts)
      .writes("--dead-letters", options.dead_letters)
      .writes("--summary", options.summary)
      .writes("--scores", options.scores)
      .check();
}

}  // namespace

Result<void> replay(const ReplayOptions& options, std::ostream& out, std::ostream& err) {
  CENTINELA_TRY(check_partitions(options.partitions));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(check_files(options, config));
  CENTINELA_TRY(source::InputFile input, source::InputFile::open(options.input.string()));
  CENTINELA_TRY(const KeyInForce key, read_or_make_key_file(config::token_key_file(config)));
  if (key.is_new) {
    err << fmt::format("centinela: made a new token key at {}\n", config::token_key_file(config));
  }
  if (options.against) {
    return replay_against(options, config, key.key, out);
  }
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key.key));
  if (options.verdicts) {
    CENTINELA_TRY(plan_verdicts(*options.verdicts, *bundle.engine));
  }
  CENTINELA_TRY(ReplayOutput output, ReplayOutput::open(options, out, err));
  const std::unique_ptr<source::Source> source = record_source(config, std::move(input));
  Replay replay{options, std::move(bundle), std::move(output)};
  if (options.partitions > 1) {
    replay.spread(VirtualPartitions(options.partitions, key.key, decoder_options(config)));
  }
  return replay.run(*source);
}

}  // namespace centinela::app
