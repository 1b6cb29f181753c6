// centinela check: what is wrong with a configuration and its surroundings, and how to mend it.
// Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace centinela::app {

enum class Finding : std::uint8_t { fine, warning, failure };

struct CheckLine {
  Finding finding = Finding::fine;
  std::string subject;       // "token key"
  std::string text;          // what was found; of a failure also how to mend it
  Errc code = Errc::config;  // of a failure
};

// Reads a sample of events and says which detectors they can feed; plugged in by the caller.
using InputReport = std::function<Result<std::vector<CheckLine>>(const config::Config&,
                                                                 const std::filesystem::path&)>;

// What a start would refuse beyond the single checks; plugged in by the caller. The flag:
// the broker answers and is to be asked.
using StartReport = std::function<std::vector<CheckLine>(const config::Config&, bool)>;

struct CheckOptions {
  config::LoadOptions config;
  std::optional<std::filesystem::path> input;
  InputReport report_input;  // needed with `input`
  StartReport report_start;  // left out when empty
  bool is_offline = false;   // no broker, no Alertmanager
  bool has_colour = false;
};

// One line a finding on `out`, all of them whatever fails. Error: that of the first failure; a
// warning is none.
[[nodiscard]] Result<void> check(const CheckOptions& options, std::ostream& out);

}  // namespace centinela::app
