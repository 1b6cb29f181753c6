// The alerts of a run, as `centinela replay` wrote them: every revision, one JSON line each.
// Floor 9, plain values.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace centinela::evaluation {

struct Revision {
  std::uint64_t number = 0;
  EventTime time;
  std::vector<std::uint64_t> evidence;  // record numbers in the events file
};

struct Alert {
  std::string id;
  std::string tenant;
  std::string route;
  std::string detector;  // of the first reason, in the last revision
  std::string family;
  double score = 0;                 // of the last revision
  std::vector<Revision> revisions;  // ascending
};

struct Alerts {
  std::vector<Alert> alerts;           // by id
  std::uint64_t shadows = 0;           // ids whose last revision is a shadow (warm-up): no alerts
  std::uint64_t digests = 0;           // ids routed to the digest: no alerts
  std::uint64_t foreign_evidence = 0;  // positions of other partitions than 0, which name no line
};

// Error: io, bad_data (with file and line).
[[nodiscard]] Result<Alerts> read_alerts(const std::filesystem::path& path);

// All record numbers that any revision names, ascending, each once.
[[nodiscard]] std::vector<std::uint64_t> evidence_of(const Alerts& alerts);

}  // namespace centinela::evaluation
