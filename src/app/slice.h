// Slice: which part of the input one engine judges, and what is its alone for that reason. Floor
// 10, plain value.
#pragma once

#include "config/config.h"
#include "kafka/partitions.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::app {

struct Slice {
  // The same one of every topic of the input; none: all partitions that there are.
  std::optional<std::int32_t> partition;

  friend bool operator==(const Slice&, const Slice&) = default;
};

// "engine", or "engine-3": whose lines they are.
[[nodiscard]] std::string logger_name(std::string_view what, const Slice& slice);

[[nodiscard]] bool is_sliced(const config::Config& config) noexcept;

// Where it keeps what must outlive a restart.
[[nodiscard]] std::filesystem::path slice_directory(const config::Config& config,
                                                    const Slice& slice);
// The name it writes under: of two writers with the same, the older is fenced. Of one partition it
// names no instance, so that whoever takes the partition over shuts out who had it before.
[[nodiscard]] std::string transactional_id(const config::Config& config, const Slice& slice = {});
// REQUIRES: a slice of one partition.
[[nodiscard]] std::vector<kafka::TopicPartition> partitions_of(const config::Config& config,
                                                               const Slice& slice);

}  // namespace centinela::app
