// Truth: what was planted in a workload, and what merely looks like it. Floor 9, plain values.
//
// Reads what `simulate` writes; a user's own labelled history works too. Only labels.jsonl and
// incidents.jsonl are needed; what else is missing is said in `notes`.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace centinela::evaluation {

// An attack, or a look-alike instance.
struct Instance {
  std::string id;
  std::string scenario;
  std::string tenant;
  std::vector<std::string> principals;
  std::vector<std::string> conversations;
  std::vector<std::string> data_subjects;
  EventTime start;
  EventTime end;
  double magnitude = 1;
  // Detectors or families whose first reason is right; the first is the injected cause.
  std::vector<std::string> causes;
};

struct Person {
  std::string tenant;
  std::string id;
  std::string kind;
  EventTime since;
};

struct Truth {
  std::vector<Instance> incidents;
  std::vector<Instance> look_alikes;
  std::vector<Person> principals;
  // Event id to index in `incidents`. Looked up, never walked.
  std::unordered_map<std::string, std::uint32_t> labels;
  EventTime judged_from;
  EventTime judged_to;
  std::filesystem::path events;
  std::vector<std::string> notes;
};

// Error: io, bad_data (with file and line).
[[nodiscard]] Result<Truth> read_truth(const std::filesystem::path& directory);

}  // namespace centinela::evaluation
