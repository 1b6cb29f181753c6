// Alerts as JSON: native, or OCSF 1.8.0 Detection Finding (2004). Floor 2, pure.
//
// One line, keys in the order of the contract, numbers rounded to 4 significant digits: the same
// alert always gives the same bytes.
#pragma once

#include "centinela/event/alert.h"

#include <string>

namespace centinela::codec {

[[nodiscard]] std::string encode_alert(const Alert& alert);
[[nodiscard]] std::string encode_alert_ocsf(const Alert& alert);

// "partition:offset", with ":index" where the record carries several events.
[[nodiscard]] std::string print(const Position& position);

}  // namespace centinela::codec
