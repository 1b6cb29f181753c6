// The audit record of a reveal: who asked for what and why, on the disk before anything is shown.
// Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::app {

// No identifier and no token: the record may be read by those who may not reveal.
struct AuditRecord {
  EventTime time;
  unsigned user_id = 0;  // of the process, as the system knows it
  std::vector<std::string> alerts;
  std::string key;         // fingerprint
  std::size_t tokens = 0;  // that were resolved
  std::string reason;
};

// {"time", "uid", "alerts", "key", "tokens", "reason"} and a line feed.
[[nodiscard]] std::string to_json_line(const AuditRecord& record);

// Appends one line and waits for the disk; the file is made with mode 0600. Error: io.
[[nodiscard]] Result<void> append_audit_line(const std::filesystem::path& path,
                                             std::string_view line);
[[nodiscard]] Result<void> append_audit_record(const std::filesystem::path& path,
                                               const AuditRecord& record);

}  // namespace centinela::app
