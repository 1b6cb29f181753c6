// LineSource: one record a line (JSON Lines), from a file or standard input. Floor 9, one thread.
//
// Plain, gzip or zstd, told by the content. Blank lines do not count; offsets are 0-based record
// numbers. Bounded memory: a line over codec::record_bytes_max is delivered once, truncated.
#pragma once

#include "source/input_file.h"
#include "source/source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace centinela::source {

struct LineSourceOptions {
  std::size_t batch_records_max = 1024;
};

class LineSource final : public Source {
 public:
  explicit LineSource(InputFile input, LineSourceOptions options = {});

  [[nodiscard]] Result<RecordBatch> poll(std::chrono::milliseconds timeout) override;
  // A file is read from its start each time: nothing to do.
  [[nodiscard]] Result<void> acknowledge(Position through) override;

 private:
  void take_lines();
  void take_line(std::string_view line);
  void take_oversized();
  void skip_oversized();
  void take_last_line();
  void compact() noexcept;
  void read_more();
  void skip_byte_order_mark() noexcept;
  [[nodiscard]] RecordBatch batch() const noexcept;

  InputFile input_;
  LineSourceOptions options_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;    // of what is not delivered yet
  std::size_t scanned_ = 0;  // up to here there is no line end
  std::size_t end_ = 0;
  bool is_at_start_ = true;
  bool is_at_end_ = false;
  bool is_skipping_ = false;  // inside a line that was delivered truncated
  std::optional<Error> failed_;
  std::int64_t next_offset_ = 0;
  std::vector<SourceRecord> records_;
};

}  // namespace centinela::source
