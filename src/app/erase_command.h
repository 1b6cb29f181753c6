// centinela erase: asks the engine, by a control record in the log, to forget somebody. Floor 10.
//
// Nothing is erased here: the engine does it at the record's place, live and on every replay. Names
// or tokens come on standard input; the record holds tokens only.
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

struct EraseOptions {
  config::LoadOptions config;
  bool are_principals = false;
  bool are_data_subjects = false;
  std::string tenant;  // empty: input.default_tenant
  std::string reason;
  std::optional<std::filesystem::path> output;  // for `replay --verdicts`; "-": `out`
};

// What a test replaces.
struct EraseHost {
  EventTime time;
  unsigned user_id = 0;
  std::function<Result<void>(const config::Config&, std::span<const std::string>)> send;
};

// A line each: a token as an alert shows it, or a name, which is made a token with the token key.
// Errors: usage, bad_data for a line, config without a key, io, unavailable.
[[nodiscard]] Result<void> erase(const EraseOptions& options,
                                 const EraseHost& host,
                                 std::istream& in,
                                 std::ostream& out);
// With the system's clock and user, and the first input topic.
[[nodiscard]] Result<void> erase(const EraseOptions& options, std::istream& in, std::ostream& out);

}  // namespace centinela::app
