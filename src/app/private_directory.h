// A directory for state and keys, made for its owner alone. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include <filesystem>

namespace centinela::app {

// What is missing of the path is made with mode 0700; what is there stays as it is. Error: io, with
// the path that could not be made and why.
[[nodiscard]] Result<void> make_private_directory(const std::filesystem::path& directory);

}  // namespace centinela::app
