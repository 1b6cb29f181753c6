#include "source/input_file.h"

#include "source/unpacker.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

namespace centinela::source {
namespace {

constexpr std::size_t raw_bytes = std::size_t{256} << 10U;

std::string last_error() {
  return std::generic_category().message(errno);
}

}  // namespace

struct InputFile::State {
  State(int file_descriptor, std::string file_name)
      : descriptor(file_descriptor), name(std::move(file_name)), raw(raw_bytes) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() { ::close(descriptor); }

  [[nodiscard]] bool has_raw() const noexcept { return begin < end; }
  [[nodiscard]] std::string_view raw_view() const noexcept {
    return {raw.data() + begin, end - begin};
  }

  // Appends to the raw bytes; false at the end of the file.
  Result<bool> fill() {
    if (begin == end) {
      begin = 0;
      end = 0;
    }
    while (true) {
      const ::ssize_t got = ::read(descriptor, raw.data() + end, raw.size() - end);
      if (got >= 0) {
        end += static_cast<std::size_t>(got);
        is_at_end = got == 0;
        return got > 0;
      }
      if (errno != EINTR) {
        return Error{Errc::io, name + ": cannot be read: " + last_error()};
      }
    }
  }

  Result<void> detect() {
    while (end - begin < packing_magic_bytes && !is_at_end) {
      CENTINELA_TRY(fill());
    }
    unpacker = Unpacker(detect_packing(raw_view()));
    is_detected = true;
    return {};
  }

  Result<std::size_t> read(std::span<char> out) {
    if (!is_detected) {
      CENTINELA_TRY(detect());
    }
    // What is unpacked from bytes taken earlier may still be inside the unpacker.
    while (true) {
      CENTINELA_TRY(const auto step, unpacker.unpack(raw_view(), out));
      begin += step.consumed;
      if (step.produced > 0) {
        return step.produced;
      }
      if (has_raw() && step.consumed > 0) {
        continue;
      }
      CENTINELA_TRY(const bool is_more, fill());
      if (!is_more) {
        return at_end();
      }
    }
  }

  [[nodiscard]] Result<std::size_t> at_end() const {
    if (!unpacker.is_whole()) {
      return Error{Errc::bad_data,
                   "input is cut short: it ends inside packed data; expected the whole file, copy "
                   "it again"};
    }
    return std::size_t{0};
  }

  int descriptor;
  std::string name;
  std::vector<char> raw;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_at_end = false;
  bool is_detected = false;
  Unpacker unpacker{Packing::plain};
  std::optional<Error> failed;
};

InputFile::InputFile(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
InputFile::InputFile(InputFile&&) noexcept = default;
InputFile& InputFile::operator=(InputFile&&) noexcept = default;
InputFile::~InputFile() = default;

Result<InputFile> InputFile::open(const std::string& path) {
  const bool is_standard_input = path == "-";
  // A descriptor of our own, so that closing it leaves the process's standard input alone.
  const int descriptor = is_standard_input ? ::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                                           : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Error{Errc::io, path + ": cannot be opened: " + last_error()};
  }
  struct stat facts {};
  if (::fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    ::close(descriptor);
    return Error{Errc::io, path + ": expected a file, found a directory"};
  }
  return adopt(descriptor, is_standard_input ? "standard input" : path);
}

InputFile InputFile::adopt(int descriptor, std::string name) {
  return InputFile(std::make_unique<State>(descriptor, std::move(name)));
}

Result<std::size_t> InputFile::read(std::span<char> out) {
  if (const auto& failed = state_->failed) {
    return *failed;
  }
  auto got = state_->read(out);
  if (!got) {
    Error& error = got.error();
    if (error.code == Errc::bad_data) {
      error.detail.insert(0, state_->name + ": ");
    }
    state_->failed = error;
  }
  return got;
}

bool InputFile::wait(std::chrono::milliseconds timeout) {
  if (state_->has_raw() || state_->failed) {
    return true;
  }
  ::pollfd ready{state_->descriptor, POLLIN, 0};
  return ::poll(&ready, 1, static_cast<int>(timeout.count())) > 0;
}

const std::string& InputFile::name() const noexcept {
  return state_->name;
}

}  // namespace centinela::source
