// CommitNote: what a commit says of itself in the metadata of its offsets. Floor 10, pure.
//
// With it a restart knows which records to judge again in which order and what has to come out.
// Metadata holds 4096 bytes of printable ASCII a partition, so the journal is cut into pieces, one
// for each partition of the commit; Kafka stores all of them or none.
#pragma once

#include "centinela/base/result.h"

#include "app/exactly_once/chain.h"
#include "app/exactly_once/journal.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::app {

struct CommitNote {
  std::uint64_t number = 0;  // of the commits of a lineage, from 1
  Chain chain;               // as of this commit
  // None: it did not fit, because partitions went away. The order is unknown then.
  std::optional<Journal> journal = std::nullopt;

  friend bool operator==(const CommitNote&, const CommitNote&) = default;
};

// So much journal fits beside the rest into the metadata of so many partitions.
[[nodiscard]] std::size_t journal_size_max(std::size_t partitions) noexcept;

// One text for each of `partitions` (at least one).
[[nodiscard]] std::vector<std::string> encode(const CommitNote& note, std::size_t partitions);

// The latest note among the metadata of committed offsets, of a lineage that begins so if there is
// one; none when there is none. bad_data: one begins like a note and is not.
[[nodiscard]] Result<std::optional<CommitNote>> latest_note(std::span<const std::string> metadata,
                                                            std::string_view lineage);

}  // namespace centinela::app
