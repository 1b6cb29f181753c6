// What `centinela state` prints of a checkpoint. Floor 10, pure.
#pragma once

#include "centinela/state/section.h"

#include "storage/marker.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace centinela::app {

struct SectionSize {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
};
using SectionSizes = std::map<std::uint8_t, SectionSize>;  // by section number

void count_record(SectionSizes& sizes, std::string_view key, std::string_view value);

[[nodiscard]] std::string print_marker(const storage::Marker& marker, std::string_view place);
[[nodiscard]] std::string print_sections(const SectionSizes& sizes);

}  // namespace centinela::app
