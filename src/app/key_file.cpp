#include "app/key_file.h"

#include "app/private_directory.h"
#include "source/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace centinela::app {
namespace {

constexpr std::size_t key_file_bytes_max = 4096;

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

Error io_error(const std::filesystem::path& path, std::string_view what, int error) {
  return {Errc::io, fmt::format("{}: {}: {}", path.string(), what, reason_of(error))};
}

struct KeyWords {
  std::string_view name;
  std::string_view setting;
};

KeyWords words_of(KeyUse use) noexcept {
  return use == KeyUse::tokens ? KeyWords{"token key", "privacy.key_file"}
                               : KeyWords{"state key", "state.key_file"};
}

Error missing(const std::filesystem::path& path, KeyUse use) {
  return {Errc::config,
          use == KeyUse::tokens
              ? fmt::format("no token key at {}; make one with: centinela token --new-key {}",
                            path.string(),
                            path.string())
              : fmt::format("no state key at {}; put back the file that the checkpoints were "
                            "sealed with, or name it in state.key_file",
                            path.string())};
}

// Closes its descriptor on every way out.
class Descriptor {
 public:
  explicit Descriptor(int value) noexcept : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) {
      ::close(value_);
    }
  }
  [[nodiscard]] int value() const noexcept { return value_; }

 private:
  int value_;
};

Result<void> write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return io_error(path, "cannot write the key", errno);
    }
    bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  if (::fsync(descriptor) != 0) {
    return io_error(path, "cannot write the key to disk", errno);
  }
  return {};
}

}  // namespace

Result<privacy::TokenKey> read_key_file(const std::filesystem::path& path, KeyUse use) {
  const KeyWords words = words_of(use);
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    if (errno == ENOENT) {
      return missing(path, use);
    }
    return io_error(path, fmt::format("cannot read the {}", words.name), errno);
  }
  if (!S_ISREG(facts.st_mode)) {
    // Advice to change the rights of a directory or device would do harm.
    return Error{
        Errc::config,
        fmt::format("the {} at {}: expected a file, found something else; name the file in {}",
                    words.name,
                    path.string(),
                    words.setting)};
  }
  if ((facts.st_mode & 077U) != 0) {
    return Error{
        Errc::config,
        fmt::format("the {} at {} can be read by others (mode {:03o}); mend with: chmod 600 {}",
                    words.name,
                    path.string(),
                    facts.st_mode & 0777U,
                    path.string())};
  }
  CENTINELA_TRY(const std::string text, source::read_whole_file(path, key_file_bytes_max));
  auto key = privacy::TokenKey::parse(text);
  if (!key) {
    return Error{key.error().code, fmt::format("{}: {}", path.string(), key.error().detail)};
  }
  return key;
}

Result<privacy::TokenKey> make_key_file(const std::filesystem::path& path, KeyUse use) {
  privacy::TokenKey::Bytes bytes{};
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Error{Errc::io, "the system gave no random bytes for a new key"};
  }
  CENTINELA_TRY(privacy::TokenKey key, privacy::TokenKey::from_random(bytes));
  CENTINELA_TRY(make_private_directory(path.parent_path()));
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.value() < 0) {
    return io_error(path,
                    fmt::format("cannot make the {} ({} names another place)",
                                words_of(use).name,
                                words_of(use).setting),
                    errno);
  }
  if (const Result<void> written = write_all(file.value(), key.file_text(), path); !written) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);  // half a key would be taken for one
    return written.error();
  }
  return key;
}

Result<KeyInForce> read_or_make_key_file(const std::filesystem::path& path) {
  std::error_code failed;
  const auto kind = std::filesystem::symlink_status(path, failed).type();
  if (kind != std::filesystem::file_type::not_found) {  // also what cannot be looked at
    CENTINELA_TRY(privacy::TokenKey key, read_key_file(path));
    return KeyInForce{std::move(key), false};
  }
  CENTINELA_TRY(privacy::TokenKey key, make_key_file(path));
  return KeyInForce{std::move(key), true};
}

}  // namespace centinela::app
