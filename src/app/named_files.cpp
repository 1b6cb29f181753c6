#include "app/named_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <system_error>

namespace centinela::app {
namespace {

// Empty for what may be named again.
std::string identity_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (path.empty() || path == "-") {
    return {};
  }
  if (::stat(path.c_str(), &facts) == 0) {
    return S_ISREG(facts.st_mode) ? fmt::format("{}:{}", facts.st_dev, facts.st_ino)
                                  : std::string{};
  }
  std::error_code ignored;
  const std::filesystem::path whole = std::filesystem::absolute(path, ignored);
  const std::filesystem::path plain = std::filesystem::weakly_canonical(whole, ignored);
  return (plain.empty() ? whole.lexically_normal() : plain).string();
}

}  // namespace

NamedFiles::NamedFiles(const config::LoadOptions& load, const config::Config& config) {
  reads("--config", load.file);
  reads("privacy.key_file", std::filesystem::path{config::token_key_file(config)});
  reads("state.key_file", std::filesystem::path{config::state_key_file(config)});
  reads_folder("state.directory", std::filesystem::path{config.state.directory} / "checkpoint");
}

void NamedFiles::add(std::string_view name, const std::filesystem::path& path, bool is_written) {
  std::string identity = identity_of(path);
  if (!identity.empty()) {
    files_.push_back({name, path, std::move(identity), is_written});
  }
}

NamedFiles& NamedFiles::reads(std::string_view name, const std::filesystem::path& path) {
  add(name, path, false);
  return *this;
}

NamedFiles& NamedFiles::reads(std::string_view name,
                              const std::optional<std::filesystem::path>& path) {
  return reads(name, path.value_or(std::filesystem::path{}));
}

NamedFiles& NamedFiles::reads(std::string_view name, std::span<const std::filesystem::path> paths) {
  for (const std::filesystem::path& path : paths) {
    reads(name, path);
  }
  return *this;
}

NamedFiles& NamedFiles::reads_folder(std::string_view name, const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entry(folder, failed);
  for (; !failed && entry != std::filesystem::recursive_directory_iterator{};
       entry.increment(failed)) {
    reads(name, entry->path());
  }
  return *this;
}

NamedFiles& NamedFiles::writes(std::string_view name, const std::filesystem::path& path) {
  add(name, path, true);
  return *this;
}

NamedFiles& NamedFiles::writes(std::string_view name,
                               const std::optional<std::filesystem::path>& path) {
  return writes(name, path.value_or(std::filesystem::path{}));
}

NamedFiles& NamedFiles::needs_place(std::string_view name, const std::filesystem::path& path) {
  misplaced_ = misplaced_.empty() && path == "-" ? name : misplaced_;
  return *this;
}

NamedFiles& NamedFiles::needs_place(std::string_view name,
                                    const std::optional<std::filesystem::path>& path) {
  return needs_place(name, path.value_or(std::filesystem::path{}));
}

Result<void> NamedFiles::check() const {
  if (!misplaced_.empty()) {
    return Error{Errc::usage,
                 fmt::format("{}: expected a name, found -, which means standard input or output; "
                             "what is called so is ./-",
                             misplaced_)};
  }
  for (const File& file : files_) {
    for (const File& other : files_) {
      if (file.is_written && &other != &file && other.identity == file.identity) {
        return Error{Errc::usage,
                     fmt::format("{}: expected a file of its own, found the one of {}, {}, which "
                                 "would be overwritten",
                                 file.name,
                                 other.name,
                                 other.path.string())};
      }
    }
  }
  return {};
}

}  // namespace centinela::app
