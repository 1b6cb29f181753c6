// Position: where an event stands in the log. Floor 1, plain value.
#pragma once

#include "centinela/base/strong.h"

#include <compare>
#include <cstdint>

namespace centinela {

using PartitionIndex = Strong<struct PartitionTag, std::int32_t>;
using Offset = Strong<struct OffsetTag, std::int64_t>;

// In a file: topic 0, partition 0 and the 0-based number of the record (blank lines do not count).
struct Position {
  PartitionIndex partition;
  Offset offset;
  std::uint32_t index = 0;  // of the event within its record; 0 unless a record carries several
  std::uint16_t topic = 0;  // index into the configured topics
  bool is_indexed = false;  // the record carries several events, so the index is printed

  friend bool operator==(const Position&, const Position&) = default;

  template <class Archive>
  void describe(Archive& archive) {
    archive(partition, offset, index, topic, is_indexed);
  }
};

}  // namespace centinela
