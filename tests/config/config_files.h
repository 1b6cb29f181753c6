// Files and shorthand for the tests of config.
#pragma once

#include "config/load.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace centinela::config {

// A directory of its own, gone with the object.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "centinela-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ScratchDirectory(ScratchDirectory&&) = delete;
  ScratchDirectory& operator=(ScratchDirectory&&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

// What a file with this text loads as.
inline Result<Config> load_text(std::string_view text) {
  const ScratchDirectory scratch;
  return load({.file = scratch.write("centinela.yaml", text), .environment = {}, .sets = {}});
}

// The error of a file with this text, without the directory; "loaded" when there is none.
inline std::string error_of(std::string_view text) {
  const ScratchDirectory scratch;
  const auto loaded =
      load({.file = scratch.write("centinela.yaml", text), .environment = {}, .sets = {}});
  if (loaded) {
    return "loaded";
  }
  std::string detail = loaded.error().detail;
  const std::string directory = scratch.path().string() + "/";
  for (auto at = detail.find(directory); at != std::string::npos; at = detail.find(directory)) {
    detail.erase(at, directory.size());
  }
  return detail;
}

inline Result<Config> load_sets(std::vector<std::string> sets) {
  return load({.file = std::nullopt, .environment = {}, .sets = std::move(sets)});
}

inline std::string error_of_set(std::string set) {
  const auto loaded = load_sets({std::move(set)});
  return loaded ? "loaded" : loaded.error().detail;
}

}  // namespace centinela::config
