// A raw event in words, field by field, for golden tests.
#pragma once

#include "centinela/event/raw_event.h"

#include <string>

namespace centinela::codec {

// The fields that are present, one a line; then its kind of item where it is no event.
[[nodiscard]] std::string text_of(const RawItem& item);

}  // namespace centinela::codec
