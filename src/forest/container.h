// Sections: the outer shape of a model file, tagged, sized and checksummed. Floor 2, pure.
//
// A tag in capitals must be understood by the reader, one in small letters may be skipped, so a
// later version can add what an earlier one does not need.
#pragma once

#include "centinela/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace centinela::forest {

struct Section {
  std::string_view tag;  // four letters
  std::string_view bytes;
};

[[nodiscard]] std::string write_container(const std::vector<Section>& sections);

// Borrows from `bytes`. Every section passed the checksum; tags are letters and not repeated.
[[nodiscard]] Result<std::vector<Section>> read_container(std::string_view bytes);

[[nodiscard]] bool has_section(const std::vector<Section>& sections, std::string_view tag) noexcept;

// The one section with that tag, or bad_data.
[[nodiscard]] Result<std::string_view> find_section(const std::vector<Section>& sections,
                                                    std::string_view tag);

// bad_data when a section in capitals is not among `known`.
[[nodiscard]] Result<void> refuse_unknown(const std::vector<Section>& sections,
                                          const std::vector<std::string_view>& known);

}  // namespace centinela::forest
