#include "app/standard_input.h"

#include <fmt/format.h>

#include <istream>

namespace centinela::app {

Result<void> read_lines(std::istream& in, const LineKind& kind, const TakeLine& take) {
  std::string line;
  for (std::uint64_t number = 1; std::getline(in, line); ++number) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (line.size() > kind.bytes_max) {
      return Error{Errc::bad_data,
                   fmt::format("standard input, line {}: expected {} of at most {} bytes, found {}",
                               number,
                               kind.what,
                               kind.bytes_max,
                               line.size())};
    }
    if (!line.empty()) {
      CENTINELA_TRY(take(line, number));
    }
  }
  return {};
}

}  // namespace centinela::app
