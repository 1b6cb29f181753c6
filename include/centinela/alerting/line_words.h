// The line below which an alert would not have fired, as people read it. Floor 7, pure.
#pragma once

#include <string>
#include <string_view>

namespace centinela::alerting {

// Whole and rounded up where the unit counts things: nobody opens 6.2 customers. A sum, a mean or a
// score has its fraction.
[[nodiscard]] std::string line_words(double line, std::string_view unit);

}  // namespace centinela::alerting
