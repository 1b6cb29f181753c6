#include "config/file_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace centinela::config {
namespace {

std::string_view kind_of(mode_t mode) noexcept {
  if (S_ISDIR(mode)) {
    return "a directory";
  }
  return S_ISFIFO(mode) ? "a pipe" : "a device or socket";
}

// `<(command)` and `command | centinela … /dev/stdin`: there is somebody who writes.
bool is_of_the_shell(const std::filesystem::path& path) {
  const std::string_view text = path.native();
  return text == "/dev/stdin" || text.starts_with("/dev/fd/") || text.starts_with("/proc/self/fd/");
}

Error unreadable(int error) {
  return {Errc::io,
          fmt::format("expected a readable file, found none ({})",
                      std::generic_category().message(error))};
}

Result<std::string> read_to_end(int descriptor) {
  std::string text;
  std::array<char, 4096> block{};
  for (;;) {
    const ::ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count < 0 && errno != EINTR) {
      return unreadable(errno);
    }
    if (count == 0) {
      return text;
    }
    text.append(block.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    if (text.size() > file_bytes_max) {
      return Error{Errc::io,
                   fmt::format("expected a file of at most {} bytes, found more", file_bytes_max)};
    }
  }
}

}  // namespace

Result<std::string> read_text(const std::filesystem::path& path) {
  // What is looked at before it is opened: opening a pipe waits for whoever writes it.
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    return unreadable(errno);
  }
  if (!S_ISREG(facts.st_mode) && !(S_ISFIFO(facts.st_mode) && is_of_the_shell(path))) {
    return Error{Errc::io, fmt::format("expected a file, found {}", kind_of(facts.st_mode))};
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return unreadable(errno);
  }
  auto text = read_to_end(descriptor);
  ::close(descriptor);
  return text;
}

}  // namespace centinela::config
