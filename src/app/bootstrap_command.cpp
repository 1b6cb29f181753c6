#include "app/bootstrap_command.h"

#include "centinela/codec/alert_encoder.h"

#include "app/decoder_setup.h"
#include "app/history_days.h"
#include "app/history_topic.h"
#include "app/key_file.h"
#include "app/named_files.h"
#include "app/state_store.h"
#include "app/wall_clock.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <ostream>
#include <span>

namespace centinela::app {
namespace {

constexpr std::chrono::milliseconds poll_timeout{1000};

// The engine learns; what it decides is counted and told to nobody.
class Bootstrap {
 public:
  explicit Bootstrap(EngineBundle bundle) : bundle_(std::move(bundle)) {}

  Result<void> open_alerts(const std::filesystem::path& path, std::ostream& out) {
    if (path == "-") {
      alerts_ = &out;
      return {};
    }
    alerts_file_.open(path, std::ios::binary | std::ios::trunc);
    alerts_ = &alerts_file_;
    return alerts_file_ ? Result<void>{}
                        : Error{Errc::io, fmt::format("{}: cannot be written", path.string())};
  }

  Result<void> read_file(const config::Config& config, const std::filesystem::path& path) {
    CENTINELA_TRY(source::InputFile input, source::InputFile::open(path.string()));
    const std::unique_ptr<source::Source> source = record_source(config, std::move(input));
    for (bool is_end = false; !is_end;) {
      CENTINELA_TRY(const source::RecordBatch batch, source->poll(poll_timeout));
      is_end = batch.is_end;
      for (const source::SourceRecord& record : batch.records) {
        take(record.view, record.position);
      }
      CENTINELA_TRY(settle());
    }
    return {};
  }

  Result<void> read_topic(HistoryTopic& history) {
    std::vector<codec::Header> headers;
    for (;;) {
      CENTINELA_TRY(const std::optional<HistoryRecord> record, history.next());
      if (!record) {
        return settle();
      }
      headers.clear();
      for (const auto& [name, value] : record->headers) {
        headers.push_back({name, value});
      }
      codec::RecordView view;
      view.value = record->value ? std::string_view{*record->value} : std::string_view{};
      view.is_null = !record->value.has_value();
      view.headers = headers;
      view.timestamp = record->timestamp;
      take(view, record->position);
      CENTINELA_TRY(settle());
    }
  }

  // What is open was told to nobody, so nobody is to hear of its end.
  Result<void> finish() {
    bundle_.engine->flush(decisions_);
    bundle_.engine->close_all(decisions_);
    return settle();
  }

  Result<storage::Marker> save(const config::Config& config,
                               storage::CheckpointStore& store,
                               std::span<const kafka::PartitionOffset> ends) {
    storage::Marker marker = marker_at(*bundle_.engine, origin_of(config, bundle_), wall_clock());
    marker.number = 1;
    for (const kafka::PartitionOffset& end : ends) {
      marker.positions.push_back({end.topic, end.partition, end.offset});
    }
    const pipeline::StateChanges changes = bundle_.engine->save();
    marker.sum = changes.sum;
    marker.bytes = changes.bytes();
    CENTINELA_TRY(store.save(changes, marker));
    return marker;
  }

  [[nodiscard]] const HistoryDays& days() const noexcept { return days_; }
  [[nodiscard]] const pipeline::ShardCounters& counters() const noexcept {
    return bundle_.engine->shard().counters();
  }
  [[nodiscard]] std::uint64_t dead_lettered() const noexcept {
    return bundle_.engine->dead_lettered();
  }

 private:
  void take(const codec::RecordView& view, const Position& position) {
    bundle_.engine->take(view, position, decisions_, rejected_);
    rejected_.clear();
    days_.count_events(bundle_.engine->log_time(), counters().scored - scored_);
    scored_ = counters().scored;
  }

  Result<void> settle() {
    days_.count(decisions_);
    if (alerts_ != nullptr) {
      for (const alerting::Decision& decision : decisions_) {
        *alerts_ << codec::encode_alert(decision.alert) << '\n';
      }
      if (!*alerts_) {
        return Error{Errc::io, "--alerts: the file cannot be written to its end"};
      }
    }
    decisions_.clear();
    return {};
  }

  EngineBundle bundle_;
  HistoryDays days_;
  std::ofstream alerts_file_;
  std::ostream* alerts_ = nullptr;  // nothing: nobody asked for them
  std::vector<alerting::Decision> decisions_;
  std::vector<pipeline::Rejected> rejected_;
  std::uint64_t scored_ = 0;
};

Result<void> check(const BootstrapOptions& options) {
  if (!options.from.empty() && options.from != "earliest") {
    return Error{Errc::usage, fmt::format("--from: expected earliest, found {}", options.from)};
  }
  if (options.inputs.empty() == options.from.empty()) {
    return Error{Errc::usage, "expected either --input FILE… or --from earliest"};
  }
  return {};
}

// A name that was mistyped must leave no key and no empty state behind.
Result<void> check_files(std::span<const std::filesystem::path> inputs) {
  for (const std::filesystem::path& input : inputs) {
    std::error_code ignored;
    const bool is_missing = input != "-" && !std::filesystem::exists(input, ignored);
    if (is_missing || std::filesystem::is_directory(input, ignored)) {
      return Error{Errc::io,
                   fmt::format("--input: expected a file, found {} at {}",
                               is_missing ? "none" : "a directory",
                               input.string())};
    }
  }
  return {};
}

using Store = std::unique_ptr<storage::CheckpointStore>;

// Also so that no daemon starts on it meanwhile.
Result<Store> open_empty(const config::Config& config, bool replaces) {
  CENTINELA_TRY(Store store, open_state(config));
  CENTINELA_TRY(const std::optional<storage::Marker> before, store->marker());
  if (before && !replaces) {
    return Error{Errc::usage,
                 fmt::format("{} holds checkpoint {} already: --replace forgets it",
                             state_place(config),
                             before->number)};
  }
  return store;
}

// Only now, when what takes its place is there.
Result<Store> forget_and_open(const config::Config& config, Store store) {
  CENTINELA_TRY(const std::optional<storage::Marker> before, store->marker());
  if (!before) {
    return store;
  }
  store.reset();
  CENTINELA_TRY(forget_state(config));
  return open_state(config);
}

std::string report(const Bootstrap& bootstrap,
                   const storage::Marker& marker,
                   bool is_of_files,
                   std::string place) {
  const storage::MarkerCounters& counters = marker.counters;
  std::string text = bootstrap.days().table();
  text += fmt::format("{} accesses learnt, {} late, {} duplicates, {} dead letters\n",
                      counters.scored,
                      counters.late,
                      counters.duplicates,
                      counters.dead_lettered);
  if (counters.late > counters.scored / 100) {
    text += is_of_files
                ? "late ones teach little: give the files in the order of their time\n"
                : "late ones teach little: the records' timestamps, by which partitions are "
                  "merged, are not the times of their events\n";
  }
  return text + fmt::format("checkpoint 1, {} records, in {}: start the daemon\n",
                            marker.sum.records,
                            std::move(place));
}

// Whatever can be wrong with the options and the files that they name.
Result<config::Config> checked_config(const BootstrapOptions& options) {
  CENTINELA_TRY(check(options));
  CENTINELA_TRY(config::Config config, config::load(options.config));
  if (is_sliced(config)) {
    return Error{Errc::usage,
                 "bootstrap makes the state of one engine; under engine.shards: per_partition "
                 "each partition has its own, and learns from what is retained of it when it "
                 "begins (kafka.start: earliest)"};
  }
  CENTINELA_TRY(check_files(options.inputs));
  CENTINELA_TRY(NamedFiles(options.config, config)
                    .reads("--input", options.inputs)
                    .writes("--alerts", options.alerts)
                    .check());
  return config;
}

// From the topics, or from files where there is none.
Result<void> read_history(const BootstrapOptions& options,
                          const config::Config& config,
                          HistoryTopic* topic,
                          Bootstrap& made) {
  if (topic != nullptr) {
    CENTINELA_TRY(made.read_topic(*topic));
  }
  for (const std::filesystem::path& input : options.inputs) {
    CENTINELA_TRY(made.read_file(config, input));
  }
  CENTINELA_TRY(made.finish());
  if (made.counters().scored == 0) {
    return Error{
        Errc::bad_data,
        fmt::format("no access event in the history ({} records did not decode); `centinela "
                    "check --input FILE` says what they are",
                    made.dead_lettered())};
  }
  return {};
}

// The first checkpoint; then what the topics gave is the group's.
Result<void> keep(Bootstrap& made,
                  const config::Config& config,
                  Store store,
                  HistoryTopic* topic,
                  std::ostream& out) {
  CENTINELA_TRY(store, forget_and_open(config, std::move(store)));
  const auto ends = topic != nullptr ? topic->ends() : std::vector<kafka::PartitionOffset>{};
  CENTINELA_TRY(const storage::Marker marker, made.save(config, *store, ends));
  if (topic != nullptr) {
    CENTINELA_TRY(topic->commit_ends());
  }
  out << report(made, marker, topic == nullptr, state_place(config));
  return {};
}

}  // namespace

Result<void> bootstrap(const BootstrapOptions& options, std::ostream& out) {
  CENTINELA_TRY(const config::Config config, checked_config(options));
  Store store;
  if (has_checkpoint_directory(config)) {
    CENTINELA_TRY(store, open_empty(config, options.replaces));
  }
  std::optional<HistoryTopic> history;
  if (options.inputs.empty()) {
    CENTINELA_TRY(history, HistoryTopic::open(config));
  }
  HistoryTopic* const topic = history ? &*history : nullptr;
  CENTINELA_TRY(const KeyInForce key, read_or_make_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key.key));
  Bootstrap made{std::move(bundle)};
  if (store == nullptr) {  // made only now, when the history is there
    CENTINELA_TRY(store, open_empty(config, options.replaces));
  }
  if (options.alerts) {
    CENTINELA_TRY(made.open_alerts(*options.alerts, out));
  }
  CENTINELA_TRY(read_history(options, config, topic, made));
  return keep(made, config, std::move(store), topic, out);
}

}  // namespace centinela::app
