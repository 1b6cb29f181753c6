#include "source/csv_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace centinela::source {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_missing(std::string_view cell) {
  constexpr std::array<std::string_view, 4> words{"", "na", "nan", "null"};
  const auto equals = [&](std::string_view word) {
    return std::equal(cell.begin(), cell.end(), word.begin(), word.end(), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
    });
  };
  return std::any_of(words.begin(), words.end(), equals);
}

}  // namespace

CellReader::CellReader(std::string_view text) noexcept : text_(text) {
  if (text_.starts_with(byte_order_mark)) {
    text_.remove_prefix(byte_order_mark.size());
  }
}

bool CellReader::is_rest_blank() const noexcept {
  return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
}

Result<std::string_view> CellReader::next() {
  if (is_line_done_) {
    is_line_done_ = false;
    ++line_;
  }
  return !at_end() && text_[at_] == '"' ? quoted() : plain();
}

Result<std::string_view> CellReader::plain() {
  const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
  std::string_view cell = text_.substr(at_, end - at_);
  at_ = end;
  finish();
  if (is_line_done_ && cell.ends_with('\r')) {
    cell.remove_suffix(1);
  }
  return cell;
}

Result<std::string_view> CellReader::quoted() {
  buffer_.clear();
  for (++at_; !at_end(); ++at_) {
    if (text_[at_] == '"' && (at_ + 1 >= text_.size() || text_[at_ + 1] != '"')) {
      ++at_;
      return close_quote();
    }
    at_ += text_[at_] == '"' ? 1 : 0;
    buffer_ += text_[at_];
  }
  return Error{Errc::bad_data, fmt::format("line {}: a quote is not closed", line_)};
}

Result<std::string_view> CellReader::close_quote() {
  if (text_.substr(at_).starts_with("\r\n")) {
    ++at_;
  }
  if (!at_end() && text_[at_] != ',' && text_[at_] != '\n') {
    return Error{Errc::bad_data,
                 fmt::format("line {}: expected a comma after the closing quote", line_)};
  }
  finish();
  return std::string_view(buffer_);
}

// Steps over the comma or line end behind a cell.
void CellReader::finish() {
  is_line_done_ = at_end() || text_[at_] == '\n';
  at_ += at_end() ? 0 : 1;
}

std::string_view trim_cell(std::string_view cell) noexcept {
  const std::size_t first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

std::optional<double> parse_csv_number(std::string_view cell) {
  cell = trim_cell(cell);
  if (is_missing(cell)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  // from_chars takes a minus but no plus.
  if (cell.starts_with('+') && !cell.starts_with("+-")) {
    cell.remove_prefix(1);
  }
  double value = 0;
  const auto [end, failure] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (failure != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

Result<std::vector<std::string>> read_csv_header(CellReader& cells) {
  std::vector<std::string> names;
  do {
    CENTINELA_TRY(const std::string_view cell, cells.next());
    names.emplace_back(trim_cell(cell));
    if (names.back().empty()) {
      return Error{
          Errc::bad_data,
          fmt::format("line 1, column {}: expected a column name, found nothing", names.size())};
    }
    if (std::find(names.begin(), names.end() - 1, names.back()) != names.end() - 1) {
      return Error{Errc::bad_data,
                   fmt::format("line 1, column {}: a column of this name was there "
                               "before",
                               names.size())};
    }
  } while (!cells.is_line_done());
  return names;
}

}  // namespace centinela::source
