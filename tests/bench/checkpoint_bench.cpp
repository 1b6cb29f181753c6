// What a checkpoint costs by the size of the state: to take and write all of it, to do so with what
// 10 000 more events changed, and to read it back as a restart does.
//
// The argument is the number of principals; each has opened records of four data subjects in two
// classes, so the records are several times as many. Times are of the wall clock; the disk counts.
#include "centinela/pipeline/engine.h"
#include "centinela/pipeline/engine_loader.h"

#include "storage/directory_store.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace centinela::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t step_events = 10'000;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

privacy::TokenKey some_key() {
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 3;
  return *privacy::TokenKey::from_random(bytes);
}

// A platform of so many people, made up: only its size matters here.
class Town {
 public:
  explicit Town(std::int64_t people) : people_(people), engine_(make_engine()) { play(people * 4); }

  void play(std::int64_t events) {
    std::vector<alerting::Decision> out;
    std::vector<pipeline::Rejected> rejected;
    for (std::int64_t i = 0; i < events; ++i) {
      const std::int64_t person = next_ % people_;
      const EventTime time{1'780'000'000'000 + next_ * 20};
      json_ = fmt::format(
          R"({{"id":"e{}","time":{},"tenant":"t","principal":{{"id":"u{}","kind":"human","role":"r","team":"g{}"}},)"
          R"("action":"read","result":"opened","resource":{{"name":"n","class":"c{}"}},)"
          R"("data_subjects":"d{}","records":1,"producer":{{"name":"p","boot":1,"sequence":{}}}}})",
          next_,
          time.milliseconds(),
          person,
          person / 20,
          next_ / people_ % 2,
          next_ * 7919 % (people_ * 4),
          next_);
      codec::RecordView record;
      record.value = json_;
      record.timestamp = time;
      Position position;
      position.offset = Offset{next_++};
      engine_->take(record, position, out, rejected);
      out.clear();
    }
    engine_->flush(out);
  }

  static std::unique_ptr<pipeline::Engine> make_engine() {
    static const TimeZones zones;
    static const privacy::TokenKey key = some_key();
    return std::make_unique<pipeline::Engine>(
        pipeline::EngineSettings{}, key, std::make_shared<const pipeline::Models>(), zones);
  }
  [[nodiscard]] pipeline::Engine& engine() noexcept { return *engine_; }

 private:
  std::int64_t people_;
  std::int64_t next_ = 0;
  std::string json_;
  std::unique_ptr<pipeline::Engine> engine_;
};

void save(benchmark::State& state,
          pipeline::Engine& engine,
          storage::CheckpointStore& store,
          const std::string& name) {
  const Clock::time_point taking = Clock::now();
  const pipeline::StateChanges changes = engine.save();
  state.counters[name + "_take_ms"] = milliseconds_since(taking);
  const Clock::time_point writing = Clock::now();
  storage::Marker marker;
  marker.sum = changes.sum;
  if (const auto saved = store.save(changes, marker); !saved) {
    state.SkipWithError(saved.error().detail.c_str());
  }
  state.counters[name + "_write_ms"] = milliseconds_since(writing);
  state.counters[name + "_records"] = static_cast<double>(changes.size());
  state.counters[name + "_mb"] = static_cast<double>(changes.bytes()) * 1e-6;
}

void load(benchmark::State& state, storage::CheckpointStore& store) {
  const auto engine = Town::make_engine();
  const Clock::time_point loading = Clock::now();
  pipeline::EngineLoader loader(*engine);
  const auto read = store.load(
      [&loader](std::string_view key, std::string_view value) { return loader.add(key, value); });
  const auto sum = loader.finish();
  if (!read || !sum) {
    state.SkipWithError("the checkpoint was not read back");
  }
  state.counters["load_ms"] = milliseconds_since(loading);
}

void checkpoint(benchmark::State& state) {
  for (auto _ : state) {
    const auto path =
        std::filesystem::temp_directory_path() / fmt::format("centinela_bench_{}", ::getpid());
    std::filesystem::remove_all(path);
    Town town(state.range(0));
    {
      const auto store = storage::open_directory_store({.directory = path}, some_key());
      if (!store) {
        state.SkipWithError(store.error().detail.c_str());
        return;
      }
      save(state, town.engine(), **store, "all");
      town.play(step_events);
      save(state, town.engine(), **store, "step");
    }
    const Clock::time_point opening = Clock::now();
    const auto store = storage::open_directory_store({.directory = path}, some_key());
    state.counters["open_ms"] = milliseconds_since(opening);
    if (store) {
      load(state, **store);
    }
    std::filesystem::remove_all(path);
  }
}

// CENTINELA_BENCH_PEOPLE=1000000 asks for that many instead: minutes, and many gigabytes.
void sizes(benchmark::internal::Benchmark* bench) {
  const char* asked =
      std::getenv("CENTINELA_BENCH_PEOPLE");  // NOLINT(concurrency-mt-unsafe): before any thread
  if (asked != nullptr) {
    bench->Arg(std::max<std::int64_t>(1, std::atoll(asked)));
    return;
  }
  bench->Arg(1'000)->Arg(10'000)->Arg(100'000);
}

BENCHMARK(checkpoint)->Apply(sizes)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace centinela::bench
