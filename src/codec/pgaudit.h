// pgAudit: PostgreSQL's audit lines, in jsonlog, in a shipper's JSON, or plain. Floor 2.
//
// The statement and its parameters are skipped, never read.
#pragma once

#include "codec/rows.h"

#include <algorithm>

namespace centinela::codec::pgaudit {

struct PgAuditFacts {
  std::string_view message;  // with the line's prefix when PostgreSQL did not log as JSON
  std::string_view shipped;  // the shipper's own line
  std::string_view user;
  std::string_view database;
  std::string_view address;
  std::string_view session;
  std::string_view application;
  std::string_view logged;  // "2026-11-21 19:49:26.389 UTC"
  std::string_view shipper_time;
  std::int64_t line = -1;
};

[[nodiscard]] Rows event_rows() noexcept;  // extra: PgAuditFacts

// Settles a line in JSON or a plain one (`message` alone). `text`: the whole, for an id where the
// line has none.
void finish(Reader& reader, RawEvent& event, PgAuditFacts facts, std::string_view text);

// Of a line's prefix: what `key=value` pairs, separated by commas or spaces, and the time at its
// beginning say.
void read_prefix(std::string_view prefix, PgAuditFacts& facts);

// What follows "AUDIT: ", field by field; views into the message.
struct AuditFields {
  std::string_view class_word;
  std::string_view command;
  std::string_view object_type;
  std::string_view object_name;
  std::int64_t rows = -1;
};
// Nothing when it is not of pgAudit's form.
[[nodiscard]] std::optional<AuditFields> split(std::string_view fields) noexcept;

}  // namespace centinela::codec::pgaudit

namespace centinela::codec {

// Where the fields of pgAudit begin in a message or in a line with a prefix that begins with the
// time; npos when it is not one of its. A statement that quotes an audit line is none.
[[nodiscard]] constexpr std::size_t audit_fields_at(std::string_view line) noexcept {
  constexpr std::string_view mark = "AUDIT: ";
  constexpr std::string_view behind_severity = ":  ";
  std::size_t at = 0;
  if (!line.starts_with(mark)) {
    const bool has_prefix = !line.empty() && line.front() >= '0' && line.front() <= '9';
    at = has_prefix ? line.find(behind_severity) : std::string_view::npos;
    at = at == std::string_view::npos ? line.size() : at + behind_severity.size();
  }
  const std::string_view message = line.substr(at);
  const std::string_view fields = message.substr(std::min(mark.size(), message.size()));
  const bool is_audit = message.starts_with(mark) &&
                        (fields.starts_with("SESSION,") || fields.starts_with("OBJECT,"));
  return is_audit ? at + mark.size() : std::string_view::npos;
}

}  // namespace centinela::codec
