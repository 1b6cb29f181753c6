#include "storage/checkpoint_store.h"

#include <fmt/format.h>

namespace centinela::storage {

Result<void> check_sum(std::string_view place,
                       const std::optional<Marker>& marker,
                       const pipeline::StateSum& found) {
  const pipeline::StateSum expected = marker ? marker->sum : pipeline::StateSum{};
  if (found == expected) {
    return {};
  }
  return Error{Errc::bad_data,
               fmt::format("{}: the records do not come to what the marker says: expected {} "
                           "records with digest {:016x}, found {} with {:016x}",
                           place,
                           expected.records,
                           expected.digest,
                           found.records,
                           found.digest)};
}

Error not_opened(std::string_view place, const Error& error) {
  return {Errc::bad_data,
          fmt::format("{}: a checkpoint record was changed or moved, or state.key_file holds "
                      "another key: {}",
                      place,
                      error.detail)};
}

}  // namespace centinela::storage
