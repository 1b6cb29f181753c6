#include "app/private_directory.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace centinela::app {

Result<void> make_private_directory(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> missing;  // the innermost first
  std::error_code ignored;
  for (std::filesystem::path at = directory; !at.empty() && !std::filesystem::exists(at, ignored);
       at = at.parent_path()) {
    missing.push_back(at);
  }
  while (!missing.empty()) {
    // Another process may make it meanwhile; "a/b/" names b twice.
    if (::mkdir(missing.back().c_str(), S_IRWXU) != 0 && errno != EEXIST) {
      return Error{Errc::io,
                   fmt::format("the directory {} cannot be made: {}; make it for the user that "
                               "runs centinela, or set state.directory to another",
                               missing.back().string(),
                               std::generic_category().message(errno))};
    }
    missing.pop_back();
  }
  return {};
}

}  // namespace centinela::app
