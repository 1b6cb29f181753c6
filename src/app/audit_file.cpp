#include "app/audit_file.h"

#include "centinela/base/text.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace centinela::app {
namespace {

Error audit_error(const std::filesystem::path& path) {
  return {Errc::io,
          "audit file " + path.string() + ": " + std::generic_category().message(errno) +
              "; nothing is revealed without an audit record"};
}

}  // namespace

std::string to_json_line(const AuditRecord& record) {
  std::string line = "{\"time\":";
  append_json_string(line, format_rfc3339(record.time));
  line += ",\"uid\":" + std::to_string(record.user_id) + ",\"alerts\":[";
  for (const std::string& alert : record.alerts) {
    line += &alert == record.alerts.data() ? "" : ",";
    append_json_string(line, alert);
  }
  line += "],\"key\":";
  append_json_string(line, record.key);
  line += ",\"tokens\":" + std::to_string(record.tokens) + ",\"reason\":";
  append_json_string(line, record.reason);
  line += "}\n";
  return line;
}

Result<void> append_audit_record(const std::filesystem::path& path, const AuditRecord& record) {
  return append_audit_line(path, to_json_line(record));
}

Result<void> append_audit_line(const std::filesystem::path& path, std::string_view line) {
  constexpr int flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
  const int descriptor = ::open(path.c_str(), flags, 0600);
  if (descriptor < 0) {
    return audit_error(path);
  }
  // One write, so that two reveals at a time leave two whole lines.
  const ::ssize_t written = ::write(descriptor, line.data(), line.size());
  const bool is_done = written == static_cast<::ssize_t>(line.size()) && ::fsync(descriptor) == 0;
  const Error failed = is_done ? Error{} : audit_error(path);
  ::close(descriptor);
  if (!is_done) {
    return failed;
  }
  return {};
}

}  // namespace centinela::app
