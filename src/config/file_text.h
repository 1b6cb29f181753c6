// read_text: a small file, whole. Floor 9.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace centinela::config {

inline constexpr std::size_t file_bytes_max = std::size_t{4} << 20U;

// Of a regular file, or of a pipe that the shell holds open for us (/dev/fd/N, /dev/stdin): another
// pipe or device may never end. Error: io, saying what was found instead, without the path: the
// caller knows what the file was for.
[[nodiscard]] Result<std::string> read_text(const std::filesystem::path& path);

}  // namespace centinela::config
