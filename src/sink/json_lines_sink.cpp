#include "sink/json_lines_sink.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace centinela::sink {

Result<std::unique_ptr<JsonLinesSink>> JsonLinesSink::open(const std::filesystem::path& file,
                                                           AlertEncoder encoder) {
  int descriptor = STDOUT_FILENO;
  if (file != "-") {
    descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  }
  std::unique_ptr<JsonLinesSink> sink(new JsonLinesSink(descriptor, file, std::move(encoder)));
  if (descriptor < 0) {
    return sink->failure("opened", errno);
  }
  return sink;
}

JsonLinesSink::JsonLinesSink(int descriptor, std::filesystem::path file, AlertEncoder encoder)
    : descriptor_(descriptor), file_(std::move(file)), encoder_(std::move(encoder)) {}

JsonLinesSink::~JsonLinesSink() {
  if (descriptor_ > STDERR_FILENO) {
    ::close(descriptor_);
  }
}

Result<void> JsonLinesSink::send(std::span<const Alert> alerts) {
  std::string lines = is_line_torn_ ? "\n" : "";
  for (const Alert& alert : alerts) {
    lines += encoder_(alert);
    lines += '\n';
  }
  return lines.empty() ? Result<void>{} : write_all(lines);
}

Result<void> JsonLinesSink::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return failure("written", errno);
    }
    is_line_torn_ = bytes[static_cast<std::size_t>(written) - 1] != '\n';
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> JsonLinesSink::flush() {
  // EINVAL and EROFS: a pipe, a terminal or another thing that cannot be synchronised.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) {
    return failure("flushed", errno);
  }
  return {};
}

Error JsonLinesSink::failure(std::string_view what, int error_number) const {
  const std::string name = file_ == "-" ? "standard output" : file_.string();
  return Error{Errc::io,
               fmt::format("{}: alerts could not be {}: {}",
                           name,
                           what,
                           std::generic_category().message(error_number))};
}

}  // namespace centinela::sink
