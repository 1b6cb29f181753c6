// Native alert JSON back into an Alert, for the commands that read alerts. Floor 2, pure.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/alert.h"

#include <string_view>

namespace centinela::codec {

// Error (bad_data): which field was expected to be what. Unknown fields are ignored; of evidence
// the topic is not printed, so it comes back as 0.
[[nodiscard]] Result<Alert> decode_alert(std::string_view json);

// "3:1203311" or "3:1203311:2"; partition -1 is the history that a demo learnt from.
[[nodiscard]] Result<Position> parse_position(std::string_view text);

}  // namespace centinela::codec
