// Sightings: the few events of a workload that matter for its judgement, those named as evidence
// and those labelled. Floor 9, plain values.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "evaluation/truth.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace centinela::evaluation {

inline constexpr std::uint32_t no_incident = 0xFFFFFFFFU;

// One event, by its record number (0-based; blank lines do not count).
struct Sighting {
  std::uint64_t record = 0;
  std::uint32_t incident = no_incident;
  EventTime time;
  EventTime received;
  std::string tenant;
  std::string principal;
  std::string conversation;
  std::vector<std::string> data_subjects;
  double records = 0;  // rows returned, for events that name nobody
};

struct Sightings {
  std::vector<Sighting> evidence;  // ascending by record
  std::vector<Sighting> labelled;  // ascending by record, only those that were delivered
  std::uint64_t records = 0;
};

// Reads the events once; `evidence` is ascending. Error: io, bad_data (with file and line).
[[nodiscard]] Result<Sightings> scan_events(const Truth& truth,
                                            std::span<const std::uint64_t> evidence);

// The sighting of that record, or nullptr.
[[nodiscard]] const Sighting* find(std::span<const Sighting> sightings,
                                   std::uint64_t record) noexcept;

}  // namespace centinela::evaluation
