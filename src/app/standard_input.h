// What people and programs say on standard input: a line each. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace centinela::app {

struct LineKind {
  std::string_view what;  // "an identifier"
  std::size_t bytes_max = 0;
};

using TakeLine = std::function<Result<void>(const std::string& line, std::uint64_t number)>;

// Every line that is not empty, without a carriage return at its end; numbers count from 1. Error:
// bad_data for a line that is too long, naming its number and not its contents, or what `take`
// says.
[[nodiscard]] Result<void> read_lines(std::istream& in, const LineKind& kind, const TakeLine& take);

}  // namespace centinela::app
