// CheckpointStore: where the state of one shard outlives the process. Floor 9, one thread.
//
// A checkpoint is all or nothing: after any failure the store holds the last one or the new one.
// Values are sealed; what was changed, moved or left out is an error, never a wrong state.
#pragma once

#include "centinela/base/result.h"
#include "centinela/pipeline/state_changes.h"

#include "storage/marker.h"

#include <functional>
#include <optional>
#include <string_view>

namespace centinela::storage {

using RecordVisitor = std::function<Result<void>(std::string_view key, std::string_view value)>;

class CheckpointStore {
 public:
  CheckpointStore() = default;
  CheckpointStore(const CheckpointStore&) = delete;
  CheckpointStore& operator=(const CheckpointStore&) = delete;
  CheckpointStore(CheckpointStore&&) = delete;
  CheckpointStore& operator=(CheckpointStore&&) = delete;
  virtual ~CheckpointStore() = default;

  // Of the last checkpoint; none in a new store.
  [[nodiscard]] virtual Result<std::optional<Marker>> marker() = 0;
  // All records of the last checkpoint, in the order of their keys. bad_data when one does not open
  // or they do not come to the marker's sum.
  [[nodiscard]] virtual Result<void> load(const RecordVisitor& visit) = 0;
  // The next checkpoint, on the disk when it returns. Sets nothing in the marker.
  [[nodiscard]] virtual Result<void> save(const pipeline::StateChanges& changes,
                                          const Marker& marker) = 0;
  // Forgets everything.
  [[nodiscard]] virtual Result<void> reset() = 0;
};

// For stores: bad_data when what was found is not what the marker says.
[[nodiscard]] Result<void> check_sum(std::string_view place,
                                     const std::optional<Marker>& marker,
                                     const pipeline::StateSum& found);
// For stores: what a record that the seal refuses means.
[[nodiscard]] Error not_opened(std::string_view place, const Error& error);

}  // namespace centinela::storage
