// centinela reveal: the identifiers behind an alert's tokens, for someone who holds the key and
// states a reason. Floor 10.
//
// No table of names is kept anywhere: the records that the alert's evidence names are read again
// and tokenised. The audit record is on the disk before the first identifier is shown.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "app/topic_records.h"
#include "config/load.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct RevealOptions {
  config::LoadOptions config;
  std::string reason;
  // The file that the alerts were made from; without it the records are read from the broker.
  std::optional<std::filesystem::path> input;
  std::optional<std::filesystem::path> audit;  // default: reveal-audit.jsonl in state.directory
};

// What a test replaces.
struct RevealHost {
  EventTime time;
  unsigned user_id = 0;
  ReadRecord read;  // in place of the broker, where no --input is given
};

// Alerts in native JSON on `in`, one or several; prints "token<TAB>identifier" lines, then what
// could not be told and why, as "# …". Errors: usage without a reason; bad_data for what is no
// alert; config when the alerts were made under another key; io.
[[nodiscard]] Result<void> reveal(const RevealOptions& options,
                                  const RevealHost& host,
                                  std::istream& in,
                                  std::ostream& out);
// With the system's clock and user.
[[nodiscard]] Result<void> reveal(const RevealOptions& options,
                                  std::istream& in,
                                  std::ostream& out);

}  // namespace centinela::app
