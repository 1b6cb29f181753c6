// RowSource: the rows of a CSV table (RFC 4180) with a header, each as a JSON object. Floor 9, one
// thread.
//
// For flat mapping presets. A cell becomes a text under its column's name, an empty one is left
// out; a table without a column `id` (or `event_id`) gets the 0-based row number as id. What begins
// with a brace is no table but JSON Lines and passes through. Offsets are row numbers.
#pragma once

#include "source/line_source.h"

#include <memory>
#include <string>
#include <vector>

namespace centinela::source {

class RowSource final : public Source {
 public:
  explicit RowSource(InputFile input, LineSourceOptions options = {});

  // Error: as LineSource's, and bad_data for a header that is no header.
  [[nodiscard]] Result<RecordBatch> poll(std::chrono::milliseconds timeout) override;
  [[nodiscard]] Result<void> acknowledge(Position through) override;

 private:
  enum class Kind : std::uint8_t { unknown, table, lines };

  [[nodiscard]] Result<void> take_line(std::string_view line);
  [[nodiscard]] Result<void> take_header(std::string_view line);
  void take_row(std::string_view line);
  void add(std::string text, bool is_truncated);

  std::string name_;
  LineSource lines_;
  Kind kind_ = Kind::unknown;
  std::vector<std::string> columns_;
  bool has_id_ = false;
  std::string unfinished_;  // a row whose quoted cell goes on in the next line
  std::int64_t next_row_ = 0;
  std::vector<std::unique_ptr<std::string>> texts_;  // of the batch; the views point into them
  std::vector<SourceRecord> records_;
};

}  // namespace centinela::source
