// centinela switch: asks the engine, by a control record in the log, to go on under the model and
// configuration that the files now hold, with everything it has learnt. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "config/load.h"

#include <functional>
#include <iosfwd>
#include <span>
#include <string>

namespace centinela::app {

struct SwitchOptions {
  config::LoadOptions config;
  std::string reason;
  bool is_dry = false;  // print the record, send nothing
};

// What a test replaces.
struct SwitchHost {
  EventTime time;
  unsigned user_id = 0;
  std::function<Result<void>(const config::Config&, std::span<const std::string>)> send;
};

[[nodiscard]] Result<void> switch_over(const SwitchOptions& options,
                                       const SwitchHost& host,
                                       std::ostream& out);
[[nodiscard]] Result<void> switch_over(const SwitchOptions& options, std::ostream& out);

}  // namespace centinela::app
