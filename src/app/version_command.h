// centinela version. Floor 10.
#pragma once

#include <iosfwd>
#include <string_view>

namespace centinela::app {

// "0.1.0"
[[nodiscard]] std::string_view version() noexcept;

// The version and those of the libraries that matter in a report of a fault.
void print_version(std::ostream& out);

}  // namespace centinela::app
