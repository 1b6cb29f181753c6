// Writes a labelled workload: events, labels, incidents, look-alikes and principals. Floor 9.
#pragma once

#include "centinela/base/result.h"

#include "simulator/profile.h"

#include <cstdint>
#include <filesystem>
#include <functional>

namespace centinela::simulator {

struct WorkloadSummary {
  std::uint64_t records = 0;
  std::uint64_t accesses = 0;
  std::uint64_t labelled = 0;
  std::size_t incidents = 0;
  std::size_t look_alikes = 0;
  std::size_t principals = 0;
};

// Called now and then with the share that is done, in [0, 1].
using Progress = std::function<void(double)>;

// Creates the directory and in it events.jsonl.zst, labels.jsonl, incidents.jsonl, benign.jsonl,
// principals.jsonl and profile.json. Error: io, naming the file.
[[nodiscard]] Result<WorkloadSummary> write_workload(const Profile& profile,
                                                     std::uint64_t seed,
                                                     const std::filesystem::path& directory,
                                                     const Progress& progress = {});

}  // namespace centinela::simulator
