// Shipped files, for tests.
#pragma once

#include "codec/joined.h"

#include <string>
#include <string_view>

namespace centinela::codec {

// A file below tests/golden/, without the newline at its end. Fails the test when it is not there.
[[nodiscard]] std::string golden_file(std::string_view name);
// A shipped example event.
[[nodiscard]] std::string golden_event(std::string_view name);

}  // namespace centinela::codec
