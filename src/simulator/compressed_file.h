// CompressedFile: lines into a zstd file, through one buffer. Floor 9, one thread.
#pragma once

#include "centinela/base/result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace centinela::simulator {

class CompressedFile {
 public:
  // Truncates what is there. Error: io.
  [[nodiscard]] static Result<CompressedFile> create(const std::filesystem::path& path);

  CompressedFile(const CompressedFile&) = delete;
  CompressedFile& operator=(const CompressedFile&) = delete;
  CompressedFile(CompressedFile&&) noexcept;
  CompressedFile& operator=(CompressedFile&&) noexcept;
  ~CompressedFile();

  // Error: io (a full disk, say).
  [[nodiscard]] Result<void> write_line(std::string_view line);
  // Ends the frame and closes the file; nothing may be written after it.
  [[nodiscard]] Result<void> finish();

 private:
  struct State;
  explicit CompressedFile(std::unique_ptr<State> state) noexcept;

  [[nodiscard]] Result<void> compress(std::string_view bytes, bool is_end);

  std::unique_ptr<State> state_;
};

}  // namespace centinela::simulator
