// Text for tests: pieces joined, shipped files read.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace centinela::codec {

[[nodiscard]] std::string joined(std::initializer_list<std::string_view> pieces);

// A file below tests/golden/, without the newline at its end. Fails the test when it is not there.
[[nodiscard]] std::string golden_file(std::string_view name);
// A shipped example event.
[[nodiscard]] std::string golden_event(std::string_view name);

}  // namespace centinela::codec
