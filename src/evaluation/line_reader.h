// LineReader: the lines of a file, plain, gzip or zstd (told by its first bytes). Floor 9, one
// thread. A line lives until the next call, with room behind it for a SIMD parser.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::evaluation {

// Bytes that may be read behind a line's end.
inline constexpr std::size_t line_padding = 64;

class LineReader {
 public:
  // Error: io.
  [[nodiscard]] static Result<LineReader> open(const std::filesystem::path& path);

  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) noexcept;
  ~LineReader();

  // The next line that is not blank; false at the end. Error: bad_data (a broken stream, a line
  // over 64 MiB).
  [[nodiscard]] Result<bool> next(std::string_view& line);

  // Counts from 1, blank lines too.
  [[nodiscard]] std::uint64_t line_number() const noexcept { return line_number_; }
  // "file:line", for errors.
  [[nodiscard]] std::string where() const;

 private:
  class Stream;
  class PlainStream;
  class ZstdStream;

  LineReader(std::string name, std::unique_ptr<Stream> stream);
  [[nodiscard]] Result<bool> fill();

  std::string name_;
  std::unique_ptr<Stream> stream_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool is_done_ = false;
  std::uint64_t line_number_ = 0;
};

}  // namespace centinela::evaluation
