// NamedFiles: the files that a command line names, and that none of them is lost by writing
// another. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/config.h"
#include "config/load.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::app {

class NamedFiles {
 public:
  NamedFiles() = default;
  // With the configuration's own file, its keys and its checkpoint.
  NamedFiles(const config::LoadOptions& load, const config::Config& config);

  // `name` is the option or setting that names the file; an empty path names none.
  NamedFiles& reads(std::string_view name, const std::filesystem::path& path);
  NamedFiles& reads(std::string_view name, const std::optional<std::filesystem::path>& path);
  NamedFiles& reads(std::string_view name, std::span<const std::filesystem::path> paths);
  NamedFiles& reads_folder(std::string_view name, const std::filesystem::path& folder);
  NamedFiles& writes(std::string_view name, const std::filesystem::path& path);
  NamedFiles& writes(std::string_view name, const std::optional<std::filesystem::path>& path);

  // Of what cannot be read from standard input or written to standard output: "-" is refused.
  NamedFiles& needs_place(std::string_view name, const std::filesystem::path& path);
  NamedFiles& needs_place(std::string_view name, const std::optional<std::filesystem::path>& path);

  // Whether each file that is written is named once. "-", pipes and devices may be named again.
  // By device and inode, so links are found too; by path what is not there yet. Error: usage.
  [[nodiscard]] Result<void> check() const;

 private:
  struct File {
    std::string_view name;
    std::filesystem::path path;
    std::string identity;  // of what it names; equal for the same file
    bool is_written = false;
  };
  void add(std::string_view name, const std::filesystem::path& path, bool is_written);

  std::vector<File> files_;
  std::string_view misplaced_;  // the first that names "-" and may not
};

}  // namespace centinela::app
