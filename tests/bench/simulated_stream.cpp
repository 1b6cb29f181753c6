#include "bench/simulated_stream.h"

#include "centinela/base/check.h"
#include "centinela/forest/forest_file.h"

#include "privacy/test_key.h"
#include "simulator/profile.h"
#include "source/time_zone_loader.h"
#include "source/whole_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace centinela::bench {
namespace {

constexpr std::uint64_t seed = 1;
// About three days of the small platform: most detectors have history enough to speak.
constexpr std::size_t warm_up_events = 60'000;

std::unique_ptr<simulator::Platform> small_platform() {
  const Result<simulator::Profile> profile = simulator::find_profile("small");
  CENTINELA_CHECK(profile.has_value());
  return std::make_unique<simulator::Platform>(*profile, seed);
}

std::string bytes_of(const std::string& path) {
  Result<std::string> bytes = source::read_whole_file(path, forest::model_bytes_max);
  CENTINELA_CHECK(bytes.has_value());
  return std::move(*bytes);
}

// The shipped model; without it the forest would not be measured at all.
std::shared_ptr<const pipeline::Models> shipped_models() {
  const std::string directory = CENTINELA_SOURCE_DIR "/models/baseline/";
  auto models = std::make_shared<pipeline::Models>();
  Result<forest::Forest> forest = forest::decode(bytes_of(directory + "forest.bin"));
  Result<pipeline::ScoreTable> scores =
      pipeline::Models::decode_scores(bytes_of(directory + "calibration.tsv"));
  CENTINELA_CHECK(forest.has_value());
  CENTINELA_CHECK(scores.has_value());
  // Beside features that changed since, the model would be fed rows of another shape.
  if (forest->n_columns() == features::feature_count) {
    models->forest = std::move(*forest);
    models->scores = std::move(*scores);
  }
  return models;
}

TimeZones loaded_zones() {
  Result<TimeZones> zones = source::load_time_zones();
  return zones ? std::move(*zones) : TimeZones{};
}

}  // namespace

SimulatedStream& SimulatedStream::instance() {
  static SimulatedStream stream;
  return stream;
}

SimulatedStream::SimulatedStream()
    : zones_(loaded_zones()),
      models_(shipped_models()),
      platform_(small_platform()),
      decoder_({}),
      pseudonymiser_(std::make_unique<privacy::Pseudonymiser>(
          privacy::test_key(), privacy::PseudonymiserOptions{}, zones_)),
      world_(std::make_unique<state::World>(state::Bounds{})) {
  warm_up(warm_up_events);
}

void SimulatedStream::warm_up(std::size_t events) {
  std::vector<state::ClosedOpportunity> closed;
  for (std::size_t i = 0; i < events; ++i) {
    state::Scene scene = state::observe(*world_, {}, zones_, next_event(), closed);
    state::learn(*world_, scene, 1);
    closed.clear();
  }
}

std::string_view SimulatedStream::next_record() {
  simulator::Record record;
  if (!platform_->next(record)) {
    platform_ = small_platform();
    CENTINELA_CHECK(platform_->next(record));
  }
  return record.json;
}

std::vector<std::string> SimulatedStream::next_records(std::size_t count) {
  std::vector<std::string> records;
  records.reserve(count);
  std::generate_n(
      std::back_inserter(records), count, [this] { return std::string(next_record()); });
  return records;
}

const Event& SimulatedStream::next_event() {
  while (true) {
    const std::string_view json = next_record();
    const Position position{};
    for (const RawItem& item : decoder_.decode(record_of(json)).items) {
      ++sequence_;
      if (const auto* context = std::get_if<RawContext>(&item)) {
        const ContextRecord record = pseudonymiser_->tokenise(*context, position, sequence_);
        state::advance_time(*world_, record.received);
        resolved_.clear();
        state::apply(*world_, record, resolved_);
      } else if (const auto* raw = std::get_if<RawEvent>(&item)) {
        pseudonymiser_->tokenise(*raw, position, sequence_, event_);
        state::advance_time(*world_, event_.received);
        resolved_.clear();
        state::resolve_pending(*world_, {}, resolved_);
        return event_;
      }
    }
  }
}

}  // namespace centinela::bench
