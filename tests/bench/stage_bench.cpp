// What each stage costs per event of a simulated platform, and the shard as a whole.
//
// Stages follow one another in one pass, so each is timed by itself around its call (manual time):
// the clock's own cost, measured first, is taken off. p50 and p99 are over events, the shard's (by
// CPU time) over batches of 128. On a busy machine read p50: a mean holds whoever ran in between.
#include "centinela/alerting/alerter.h"
#include "centinela/pipeline/engine.h"

#include "bench/simulated_stream.h"
#include "privacy/test_key.h"

#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

namespace centinela::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t events_timed = 20'000;

double nanoseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

// What two readings of the clock cost with nothing between them.
double clock_cost() {
  std::vector<double> costs(4096);
  std::generate(costs.begin(), costs.end(), [] { return nanoseconds_since(Clock::now()); });
  std::nth_element(costs.begin(), costs.begin() + 2048, costs.end());
  return costs[2048];
}

class Times {
 public:
  explicit Times(benchmark::State& state) : state_(state), clock_cost_(clock_cost()) {
    all_.reserve(static_cast<std::size_t>(state.max_iterations));
  }
  // `events` is how many the time was for.
  void add(double nanoseconds, double events = 1) {
    const double net = std::max(nanoseconds - clock_cost_, 0.0);
    state_.SetIterationTime(net * 1e-9);
    all_.push_back(net / events);
  }
  ~Times() {
    state_.counters["p50_ns"] = at(0.50);
    state_.counters["p99_ns"] = at(0.99);
  }
  Times(const Times&) = delete;
  Times& operator=(const Times&) = delete;
  Times(Times&&) = delete;
  Times& operator=(Times&&) = delete;

 private:
  double at(double share) {
    if (all_.empty()) {
      return 0;
    }
    const auto nth = static_cast<std::ptrdiff_t>(share * static_cast<double>(all_.size() - 1));
    std::nth_element(all_.begin(), all_.begin() + nth, all_.end());
    return all_[static_cast<std::size_t>(nth)];
  }

  benchmark::State& state_;
  double clock_cost_;
  std::vector<double> all_;
};

// Of this thread only: what runs beside it does not count. Too slow to read around one event.
double thread_nanoseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

template <class Stage>
double timed(Stage&& stage) {
  const Clock::time_point start = Clock::now();
  stage();
  benchmark::ClobberMemory();
  return nanoseconds_since(start);
}

// One event through observe, appraise, detectors and learn; `time(name, stage)` runs each stage.
template <class Time>
void pass(SimulatedStream& stream, Time&& time) {
  const Event& event = stream.next_event();
  std::vector<state::ClosedOpportunity> closed;
  std::optional<state::Scene> scene;
  time("observe",
       [&] { scene.emplace(state::observe(stream.world(), {}, stream.zones(), event, closed)); });
  std::optional<features::Appraisal> appraisal;
  time("appraise", [&] { appraisal.emplace(features::appraise(*scene)); });
  const detectors::Settings settings;
  const detectors::Input input{*scene, *appraisal, settings};
  detectors::EvidenceList evidence;
  time("detectors", [&] { detectors::judge(input, evidence); });
  time("extract", [&] { benchmark::DoNotOptimize(features::extract(*scene, *appraisal)); });
  time("learn", [&] { state::learn(stream.world(), *scene, 1); });
}

void stage(benchmark::State& state, std::string_view wanted) {
  SimulatedStream& stream = SimulatedStream::instance();
  Times times(state);
  for (auto _ : state) {
    pass(stream, [&](std::string_view name, auto&& run) {
      if (name == wanted) {
        times.add(timed(run));
      } else {
        run();
      }
    });
  }
}

using Detector = void (*)(const detectors::Input&, detectors::EvidenceList&) noexcept;

void detector(benchmark::State& state, Detector function) {
  SimulatedStream& stream = SimulatedStream::instance();
  const detectors::Settings settings;
  std::vector<state::ClosedOpportunity> closed;
  Times times(state);
  for (auto _ : state) {
    const Event& event = stream.next_event();
    closed.clear();
    state::Scene scene = state::observe(stream.world(), {}, stream.zones(), event, closed);
    const features::Appraisal appraisal = features::appraise(scene);
    detectors::EvidenceList evidence;
    times.add(timed([&] { function({scene, appraisal, settings}, evidence); }));
    state::learn(stream.world(), scene, 1);
  }
}

void decode_simulated(benchmark::State& state) {
  const auto records = SimulatedStream::instance().next_records(events_timed);
  codec::Decoder decoder({});
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decoder.decode(record_of(records[at])).items.data());
    at = at + 1 == records.size() ? 0 : at + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void tokenise_simulated(benchmark::State& state) {
  SimulatedStream& stream = SimulatedStream::instance();
  const auto records = stream.next_records(events_timed);
  codec::Decoder decoder({});
  Event event;
  std::uint64_t sequence = 0;
  Times times(state);
  for (auto _ : state) {
    const std::string& json = records[sequence % records.size()];
    const codec::Decoded decoded = decoder.decode(record_of(json));
    ++sequence;
    if (const auto* raw = std::get_if<RawEvent>(&decoded.items.front())) {
      times.add(timed([&] { stream.pseudonymiser().tokenise(*raw, {}, sequence, event); }));
    } else {
      state.SetIterationTime(0);
    }
  }
}

// Calibration, fusion, episode and decision, of the evidence of the per-event detectors.
void calibrate_and_fuse(benchmark::State& state) {
  SimulatedStream& stream = SimulatedStream::instance();
  alerting::Alerter alerter({}, {}, stream.pseudonymiser().names());
  const detectors::Settings settings;
  std::vector<state::ClosedOpportunity> closed;
  std::vector<alerting::Decision> out;
  Times times(state);
  for (auto _ : state) {
    const Event& event = stream.next_event();
    closed.clear();
    out.clear();
    state::Scene scene = state::observe(stream.world(), {}, stream.zones(), event, closed);
    const features::Appraisal appraisal = features::appraise(scene);
    detectors::EvidenceList evidence;
    detectors::judge({scene, appraisal, settings}, evidence);
    alerting::Judgement judgement;
    judgement.event = &event;
    judgement.log_time = event.received;
    judgement.tenant.id = event.tenant;
    judgement.principal = {event.principal.id, event.principal.role, event.principal.team};
    judgement.evidence = evidence.span();
    times.add(timed([&] { alerter.judge(judgement, out); }));
    state::learn(stream.world(), scene, 1);
  }
}

// From bytes to decisions, with the forest: engine.batch_size records at a time.
void whole_shard(benchmark::State& state) {
  SimulatedStream& stream = SimulatedStream::instance();
  const auto batch = static_cast<std::size_t>(state.range(0));
  pipeline::EngineSettings settings;
  settings.batch_events_max = batch;
  pipeline::Engine engine(
      std::move(settings), privacy::test_key(), stream.models(), stream.zones());
  std::vector<alerting::Decision> out;
  std::vector<pipeline::Rejected> rejected;
  Times times(state);
  for (auto _ : state) {
    const auto records = stream.next_records(batch);
    const double start = thread_nanoseconds();
    for (const std::string& record : records) {
      engine.take(record_of(record), {}, out, rejected);
    }
    engine.flush(out);
    times.add(thread_nanoseconds() - start, static_cast<double>(batch));
    out.clear();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK(decode_simulated);
BENCHMARK(tokenise_simulated)->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(stage, observe, "observe")->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(stage, appraise, "appraise")->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(stage, detectors, "detectors")->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(stage, extract, "extract")->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(stage, learn, "learn")->UseManualTime()->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, conversation_scope, detectors::conversation_scope)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, excessive_subjects, detectors::excessive_subjects)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, bulk_export, detectors::bulk_export)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, first_access, detectors::first_access)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, new_origin, detectors::new_origin)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, unusual_time, detectors::unusual_time)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, audit_silence, detectors::audit_silence)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK_CAPTURE(detector, canary_touch, detectors::canary_touch)
    ->UseManualTime()
    ->Iterations(events_timed);
BENCHMARK(calibrate_and_fuse)->UseManualTime()->Iterations(events_timed);
BENCHMARK(whole_shard)->UseManualTime()->Arg(1)->Iterations(20'000);
BENCHMARK(whole_shard)->UseManualTime()->Arg(128)->Iterations(400);

}  // namespace
}  // namespace centinela::bench
