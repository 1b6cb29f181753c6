// InputFile: the unpacked bytes of a file or of standard input, in order. Floor 9, one thread.
#pragma once

#include "centinela/base/result.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace centinela::source {

class InputFile {
 public:
  // "-" is standard input. Error io: what could not be opened and why.
  [[nodiscard]] static Result<InputFile> open(const std::string& path);
  // Takes over an open descriptor; `name` stands in errors.
  [[nodiscard]] static InputFile adopt(int descriptor, std::string name);

  InputFile(InputFile&&) noexcept;
  InputFile& operator=(InputFile&&) noexcept;
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  ~InputFile();

  // At least one byte, or 0 at the end. Everything that was whole is delivered before an error
  // (bad_data: damaged or cut short; io: the system refused), which then stays.
  [[nodiscard]] Result<std::size_t> read(std::span<char> out);

  // False when no byte came in that time, or a signal did; a file is always ready.
  [[nodiscard]] bool wait(std::chrono::milliseconds timeout);

  [[nodiscard]] const std::string& name() const noexcept;

 private:
  struct State;
  explicit InputFile(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace centinela::source
