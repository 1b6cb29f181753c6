#include "source/row_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace centinela::source {
namespace {

// Takes the cells of one row apart; nothing when a quote is out of place.
std::optional<std::vector<std::string>> cells_of(std::string_view row) {
  std::vector<std::string> cells(1);
  bool is_quoted = false;
  for (std::size_t at = 0; at < row.size(); ++at) {
    std::string& cell = cells.back();
    const char c = row[at];
    if (is_quoted) {
      const bool is_quote = c == '"';
      const bool is_doubled = is_quote && at + 1 < row.size() && row[at + 1] == '"';
      is_quoted = !is_quote || is_doubled;
      if (is_quoted) {
        cell.push_back(c);
      } else if (at + 1 < row.size() && row[at + 1] != ',') {
        return std::nullopt;
      }
      at += is_doubled ? 1 : 0;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '"' && cell.empty()) {
      is_quoted = true;
    } else {
      cell.push_back(c);
    }
  }
  return is_quoted ? std::nullopt : std::optional(std::move(cells));
}

bool is_open(std::string_view row) noexcept {
  return std::count(row.begin(), row.end(), '"') % 2 != 0;
}

void append_text(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < ' ') {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace

RowSource::RowSource(InputFile input, LineSourceOptions options)
    : name_(input.name()), lines_(std::move(input), options) {}

Result<RecordBatch> RowSource::poll(std::chrono::milliseconds timeout) {
  CENTINELA_TRY(const RecordBatch lines, lines_.poll(timeout));
  if (kind_ == Kind::unknown && !lines.records.empty()) {
    kind_ = lines.records.front().view.value.starts_with('{') ? Kind::lines : Kind::table;
  }
  if (kind_ == Kind::lines) {
    return lines;
  }
  records_.clear();
  texts_.clear();
  for (const SourceRecord& line : lines.records) {
    if (line.is_truncated) {
      unfinished_.clear();
      add(std::string(line.view.value), true);
    } else {
      CENTINELA_TRY(take_line(line.view.value));
    }
  }
  if (lines.is_end && !unfinished_.empty()) {
    add(std::exchange(unfinished_, {}), false);
  }
  return RecordBatch{.records = records_, .is_end = lines.is_end};
}

Result<void> RowSource::acknowledge(Position through) {
  return lines_.acknowledge(through);
}

Result<void> RowSource::take_line(std::string_view line) {
  if (columns_.empty()) {
    return take_header(line);
  }
  const bool is_first = unfinished_.empty();
  const bool ends_quote = is_open(line) != is_first;
  if (is_first && ends_quote) {
    take_row(line);
    return {};
  }
  unfinished_.append(is_first ? "" : "\n").append(line);
  if (ends_quote || unfinished_.size() > codec::record_bytes_max) {
    take_row(std::exchange(unfinished_, {}));
  }
  return {};
}

Result<void> RowSource::take_header(std::string_view line) {
  columns_ = cells_of(line).value_or(std::vector<std::string>{});
  for (std::string& column : columns_) {
    column = column == "event_id" ? "id" : column;
    has_id_ = has_id_ || column == "id";
  }
  for (const std::string_view needed : {"time", "actor", "action"}) {
    if (std::count(columns_.begin(), columns_.end(), needed) != 1) {
      return Error{Errc::bad_data,
                   fmt::format("{}: line 1: expected the header of a table with one column \"{}\", "
                               "or JSON Lines; see docs/events.md, CloudTrail",
                               name_,
                               needed)};
    }
  }
  return {};
}

void RowSource::take_row(std::string_view line) {
  const auto cells = cells_of(line);
  if (!cells || cells->size() != columns_.size()) {
    add(std::string(line), false);  // Not JSON either: a dead letter that names its row.
    return;
  }
  std::string text = has_id_ ? "{" : fmt::format("{{\"id\":\"{}\"", next_row_);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!(*cells)[i].empty()) {
      text.append(text.size() > 1 ? "," : "");
      append_text(text, columns_[i]);
      text.push_back(':');
      append_text(text, (*cells)[i]);
    }
  }
  text.push_back('}');
  add(std::move(text), false);
}

void RowSource::add(std::string text, bool is_truncated) {
  SourceRecord record;
  record.is_truncated = is_truncated;
  record.view.value = *texts_.emplace_back(std::make_unique<std::string>(std::move(text)));
  record.position.offset = Offset{next_row_++};
  records_.push_back(record);
}

}  // namespace centinela::source
