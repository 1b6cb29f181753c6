#include "source/csv_table.h"

#include "source/whole_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

namespace centinela::source {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Takes the text apart cell by cell and knows where it stands.
class CellReader {
 public:
  explicit CellReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  // True after the last cell of a line.
  [[nodiscard]] bool is_line_done() const noexcept { return is_line_done_; }
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

  // The next cell without its quotes; valid until the next call.
  Result<std::string_view> next() {
    if (is_line_done_) {
      is_line_done_ = false;
      ++line_;
    }
    return !at_end() && text_[at_] == '"' ? quoted() : plain();
  }

  // Whether only line ends are left.
  [[nodiscard]] bool is_rest_blank() const noexcept {
    return text_.find_first_not_of("\r\n", at_) == std::string_view::npos;
  }

 private:
  Result<std::string_view> plain() {
    const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    std::string_view cell = text_.substr(at_, end - at_);
    at_ = end;
    finish();
    if (is_line_done_ && cell.ends_with('\r')) {
      cell.remove_suffix(1);
    }
    return cell;
  }

  Result<std::string_view> quoted() {
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

  Result<std::string_view> close_quote() {
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
  void finish() {
    is_line_done_ = at_end() || text_[at_] == '\n';
    at_ += at_end() ? 0 : 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool is_line_done_ = false;
  std::string buffer_;
};

std::string_view trim(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return cell.substr(first, cell.find_last_not_of(" \t") - first + 1);
}

bool is_missing(std::string_view cell) {
  constexpr std::array<std::string_view, 4> words{"", "na", "nan", "null"};
  const auto equals = [&](std::string_view word) {
    return std::equal(cell.begin(), cell.end(), word.begin(), word.end(), [](char a, char b) {
      return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
    });
  };
  return std::any_of(words.begin(), words.end(), equals);
}

// nullopt for what is neither a finite number nor missing.
std::optional<double> parse_number(std::string_view cell) {
  cell = trim(cell);
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

Result<std::vector<std::string>> read_header(CellReader& cells) {
  std::vector<std::string> names;
  do {
    CENTINELA_TRY(const std::string_view cell, cells.next());
    names.emplace_back(trim(cell));
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

Error bad_cell(const CsvTable& table, std::size_t line, std::size_t column) {
  return {Errc::bad_data,
          fmt::format("line {}, column {} ({}): expected a finite number or an empty cell",
                      line,
                      column + 1,
                      table.names[column])};
}

Result<void> read_row(CellReader& cells, CsvTable& table) {
  std::size_t column = 0;
  std::size_t line = 0;
  do {
    CENTINELA_TRY(const std::string_view cell, cells.next());
    line = cells.line();
    if (column < table.n_columns()) {
      const std::optional<double> value = parse_number(cell);
      if (!value) {
        return bad_cell(table, line, column);
      }
      table.values.push_back(*value);
    }
    ++column;
  } while (!cells.is_line_done());
  if (column != table.n_columns()) {
    return Error{Errc::bad_data,
                 fmt::format("line {}: expected {} cells as in the header, found {}",
                             line,
                             table.n_columns(),
                             column)};
  }
  return {};
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const noexcept {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

Result<CsvTable> parse_csv_table(std::string_view text) {
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  CellReader cells(text);
  if (cells.is_rest_blank()) {
    return Error{Errc::bad_data, "line 1: expected a header of column names, found nothing"};
  }
  CsvTable table;
  CENTINELA_TRY(table.names, read_header(cells));
  while (!cells.is_rest_blank()) {
    CENTINELA_TRY(read_row(cells, table));
  }
  return table;
}

Result<CsvTable> read_csv_table(const std::filesystem::path& path) {
  CENTINELA_TRY(const std::string text, read_whole_file(path));
  auto table = parse_csv_table(text);
  if (!table) {
    return Error{table.error().code, fmt::format("{}: {}", path.string(), table.error().detail)};
  }
  return table;
}

}  // namespace centinela::source
