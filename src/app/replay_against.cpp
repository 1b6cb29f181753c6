#include "app/replay_against.h"

#include "app/decoder_setup.h"
#include "app/engine_setup.h"
#include "app/replay_difference.h"
#include "source/line_source.h"

#include <fmt/format.h>

#include <chrono>

namespace centinela::app {
namespace {

constexpr std::chrono::milliseconds poll_timeout{1000};

}  // namespace

Result<void> plan_verdicts(const std::filesystem::path& path, pipeline::Engine& engine) {
  CENTINELA_TRY(source::InputFile file, source::InputFile::open(path.string()));
  source::LineSource source{std::move(file)};
  std::vector<pipeline::Rejected> rejected;
  for (bool is_end = false; !is_end;) {
    CENTINELA_TRY(const source::RecordBatch batch, source.poll(poll_timeout));
    is_end = batch.is_end;
    for (const source::SourceRecord& record : batch.records) {
      engine.plan(record.view, record.position, rejected);
    }
  }
  if (rejected.empty()) {
    return {};
  }
  const pipeline::Rejected& first = rejected.front();
  return Error{Errc::bad_data,
               fmt::format("{}, line {}: {}{}{}; control records are what `centinela verdict "
                           "--output` writes",
                           path.string(),
                           first.position.offset.value() + 1,
                           first.failure.field,
                           first.failure.field.empty() ? "" : ": ",
                           first.failure.detail)};
}

namespace {

// Both configurations over the same input, under the same key: what differs is theirs alone.
Result<AlertSet> alerts_of(const ReplayOptions& options,
                           const config::Config& config,
                           const privacy::TokenKey& key,
                           std::uint64_t& suppressed) {
  CENTINELA_TRY(const EngineBundle bundle, make_engine(config, key));
  if (options.verdicts) {
    CENTINELA_TRY(plan_verdicts(*options.verdicts, *bundle.engine));
  }
  CENTINELA_TRY(source::InputFile input, source::InputFile::open(options.input.string()));
  const std::unique_ptr<source::Source> source = record_source(config, std::move(input));
  AlertSet alerts;
  std::vector<alerting::Decision> decisions;
  std::vector<pipeline::Rejected> rejected;
  const auto take_all = [&] {
    for (const alerting::Decision& decision : decisions) {
      alerts.take(decision.alert);
    }
    decisions.clear();
    rejected.clear();
  };
  for (bool is_end = false; !is_end;) {
    CENTINELA_TRY(const source::RecordBatch batch, source->poll(poll_timeout));
    is_end = batch.is_end;
    for (const source::SourceRecord& record : batch.records) {
      bundle.engine->take(record.view, record.position, decisions, rejected);
    }
    take_all();
  }
  bundle.engine->flush(decisions);
  bundle.engine->finish_planned(decisions);
  take_all();
  suppressed = bundle.engine->shard().alerter().suppressed();
  return alerts;
}

}  // namespace

Result<void> replay_against(const ReplayOptions& options,
                            const config::Config& config,
                            const privacy::TokenKey& key,
                            std::ostream& out) {
  if (options.input == "-") {
    return Error{Errc::usage,
                 "replay --against reads its input twice: expected a file, found standard input"};
  }
  config::LoadOptions other_options = options.config;
  other_options.file = options.against;
  CENTINELA_TRY(const config::Config other, config::load(other_options));
  SuppressionPreview suppressed;
  CENTINELA_TRY(const AlertSet now, alerts_of(options, config, key, suppressed.now));
  CENTINELA_TRY(const AlertSet then, alerts_of(options, other, key, suppressed.then));
  out << print(compare(now, then), suppressed);
  return {};
}

}  // namespace centinela::app
