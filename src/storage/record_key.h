// How stores name what they keep: the marker, and records apart from it. Floor 9, private to this
// module.
#pragma once

#include <string>
#include <string_view>

namespace centinela::storage {

inline constexpr char record_prefix = 'r';
inline constexpr std::string_view marker_key = "m";

[[nodiscard]] inline std::string record_key(std::string_view key) {
  std::string full(1, record_prefix);
  full += key;
  return full;
}

}  // namespace centinela::storage
