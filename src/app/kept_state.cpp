#include "app/kept_state.h"

#include "app/state_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace centinela::app {

// In order, of what is in the directory.
std::vector<Slice> kept_slices(const config::Config& config) {
  constexpr std::string_view stem = "partition-";
  std::vector<Slice> slices;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(config.state.directory, ignored)) {
    const std::string name = entry.path().filename().string();
    std::int32_t partition = -1;
    if (name.starts_with(stem)) {
      std::from_chars(name.data() + stem.size(), name.data() + name.size(), partition);
    }
    if (partition >= 0 && has_checkpoint_directory(config, {partition})) {
      slices.push_back({partition});
    }
  }
  std::sort(slices.begin(), slices.end(), [](const Slice& x, const Slice& y) {
    return x.partition < y.partition;
  });
  return slices;
}

// What one engine learnt of all partitions is not what each of several has to know, nor the other
// way round.
Result<void> check_kept_state(const config::Config& config) {
  if (config.state.store == config::StateStore::topic) {
    return {};
  }
  if (is_sliced(config) && has_checkpoint_directory(config)) {
    return Error{Errc::config,
                 fmt::format("{} holds a checkpoint of all partitions together, and under "
                             "engine.shards: per_partition each has one of its own: put "
                             "engine.shards back to one, or move the checkpoint away and learn "
                             "again from what is retained of the input",
                             state_place(config))};
  }
  if (const auto kept = kept_slices(config); !is_sliced(config) && !kept.empty()) {
    return Error{Errc::config,
                 fmt::format("{} holds the checkpoint of a partition, and under engine.shards: one "
                             "all partitions have one together: put engine.shards back to "
                             "per_partition, or move the partitions' checkpoints away and learn "
                             "again from what is retained of the input",
                             state_place(config, kept.front()))};
  }
  return {};
}

}  // namespace centinela::app
