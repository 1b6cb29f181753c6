// The one place where the program reads the wall clock; the core takes time as an argument.
// Floor 10, any thread.
#pragma once

#include "centinela/base/time.h"

#include <chrono>

namespace centinela::app {

[[nodiscard]] inline EventTime wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return EventTime{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

}  // namespace centinela::app
