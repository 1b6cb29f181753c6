// centinela verdict: an analyst's ruling on alerts, written into the log as a control record.
// Floor 10.
//
// Nothing is judged here: the engine reads the record at its place in the log, live and on every
// replay. Alert ids and reasons come on standard input, never on the command line.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "config/load.h"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>

namespace centinela::app {

struct VerdictOptions {
  config::LoadOptions config;
  std::string ruling;                           // benign | malicious | expected | duplicate | ack
  Duration lasts{0};                            // of an expected ruling; 0: the engine's default
  std::string time;                             // RFC 3339; empty: now
  std::optional<std::filesystem::path> output;  // for `replay --verdicts`; "-": `out`
};

// What a test replaces.
struct VerdictHost {
  EventTime time;
  unsigned user_id = 0;
  std::function<Result<void>(const config::Config&, std::span<const std::string>)> send;
};

// A line each: an alert's id and the reason behind it, or the alert itself in native JSON.
// Errors: usage for a ruling or time that is none, bad_data for a line, io, unavailable.
[[nodiscard]] Result<void> verdict(const VerdictOptions& options,
                                   const VerdictHost& host,
                                   std::istream& in,
                                   std::ostream& out);
// With the system's clock and user, and the first input topic.
[[nodiscard]] Result<void> verdict(const VerdictOptions& options,
                                   std::istream& in,
                                   std::ostream& out);

}  // namespace centinela::app
