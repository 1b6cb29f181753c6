// read_text: a small file, whole. Floor 9.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace centinela::config {

// Nothing when it cannot be read: absent, a directory, no access, an error half-way. The caller
// knows what the file was for, so it words the error.
[[nodiscard]] std::optional<std::string> read_text(const std::filesystem::path& path);

}  // namespace centinela::config
