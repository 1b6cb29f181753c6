// SimulatedStream: events of a simulated platform, and a world that has learnt from the first of
// them. Benchmarks only, one thread.
//
// One stream per process: every benchmark goes on where the last one stopped, so that none measures
// an empty world or a loop over one string.
#pragma once

#include "centinela/codec/decoder.h"
#include "centinela/detectors/detectors.h"
#include "centinela/features/features.h"
#include "centinela/pipeline/models.h"
#include "centinela/privacy/pseudonymiser.h"
#include "centinela/state/observe.h"

#include "simulator/platform.h"

#include <memory>
#include <string>
#include <vector>

namespace centinela::bench {

// One line of a file, as a source would hand it over.
[[nodiscard]] inline codec::RecordView record_of(std::string_view json) noexcept {
  codec::RecordView record;
  record.value = json;
  return record;
}

class SimulatedStream {
 public:
  static SimulatedStream& instance();

  // The next record as JSON, valid until the next call; begins again when the days are over.
  [[nodiscard]] std::string_view next_record();
  // Copies of the next records, for benchmarks that may not pay for the simulation.
  [[nodiscard]] std::vector<std::string> next_records(std::size_t count);
  // The next access, tokenised, after the context records in front of it were applied to the
  // world; valid until the next call.
  [[nodiscard]] const Event& next_event();

  [[nodiscard]] state::World& world() noexcept { return *world_; }
  [[nodiscard]] const TimeZones& zones() const noexcept { return zones_; }
  [[nodiscard]] privacy::Pseudonymiser& pseudonymiser() noexcept { return *pseudonymiser_; }
  [[nodiscard]] const std::shared_ptr<const pipeline::Models>& models() const noexcept {
    return models_;
  }

 private:
  SimulatedStream();
  void warm_up(std::size_t events);

  TimeZones zones_;
  std::shared_ptr<const pipeline::Models> models_;
  std::unique_ptr<simulator::Platform> platform_;
  codec::Decoder decoder_;
  std::unique_ptr<privacy::Pseudonymiser> pseudonymiser_;
  std::unique_ptr<state::World> world_;
  std::vector<state::ResolvedAccess> resolved_;
  Event event_;
  std::uint64_t sequence_ = 0;
};

}  // namespace centinela::bench
