// centinela token: makes a token key, or the tokens of identifiers. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct TokenOptions {
  config::LoadOptions config;                    // names the key: privacy.key_file
  std::optional<std::filesystem::path> new_key;  // write a new key there instead
  // Of the identifiers: principal, data_subject, conversation, ticket, change, incident, ip,
  // device, session, client, automation, destination, tenant, word, or resource (templated first).
  std::string kind = "principal";
};

// With new_key: writes it (mode 0600, never over a file that is there) and prints where and its
// fingerprint. Else: one token a line for each identifier on a line of `in`, in order.
// Errors: usage for a kind that is none; config or bad_data for the key; io.
[[nodiscard]] Result<void> token(const TokenOptions& options, std::istream& in, std::ostream& out);

}  // namespace centinela::app
