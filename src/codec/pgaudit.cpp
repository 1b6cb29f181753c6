#include "codec/pgaudit.h"

#include "centinela/base/hash.h"

#include "codec/completion.h"
#include "codec/filling.h"

#include <charconv>

namespace centinela::codec::pgaudit {
namespace {

using F = PgAuditFacts;
using enum Action;

consteval Row fact(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

constexpr std::array line_rows = {
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    fact("timestamp", rows::text_if_any<&F::logged>),
    fact("@timestamp", rows::text_if_any<&F::shipper_time>),
    fact("user", rows::text_if_any<&F::user>),
    fact("dbname", rows::text_if_any<&F::database>),
    fact("remote_host", rows::text_if_any<&F::address>),
    fact("session_id", rows::text_if_any<&F::session>),
    fact("line_num", rows::integer_if_any<&F::line>),
    fact("application_name", rows::text_if_any<&F::application>),
    fact("message", rows::text_if_any<&F::message>),
    fact("log", rows::text_if_any<&F::shipped>),
};

// By class and command; MISC and what else is left changes settings, not data.
struct Verb {
  std::string_view class_word;
  std::string_view command;  // as it begins
  Action action;
};
constexpr auto verbs = std::to_array<Verb>({
    {"READ", "COPY", export_},
    {"READ", "PREPARE", absent},  // What it names is logged when it is executed.
    {"READ", "", query},
    {"WRITE", "INSERT", create},
    {"WRITE", "COPY", create},
    {"WRITE", "DELETE", delete_},
    {"WRITE", "TRUNCATE", delete_},
    {"WRITE", "", update},
    {"FUNCTION", "", query},
    {"ROLE", "GRANT", grant},
    {"ROLE", "REVOKE", grant},
    {"ROLE", "", auth_change},
    {"DDL", "CREATE", create},
    {"DDL", "DROP", delete_},
    {"DDL", "", update},
    {"MISC", "FETCH", read},
});

Action action_of(const AuditFields& fields) noexcept {
  for (const Verb& verb : verbs) {
    if (fields.class_word == verb.class_word && fields.command.starts_with(verb.command)) {
      return verb.action;
    }
  }
  return absent;
}

// pgAudit writes 0 for commands that it does not count, COPY above all: no figure, not nothing.
bool counts_rows(std::string_view command) noexcept {
  for (const std::string_view counted : {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"}) {
    if (command == counted) {
      return true;
    }
  }
  return false;
}

ResourceKind kind_of(std::string_view object_type) noexcept {
  if (object_type.find("TABLE") != std::string_view::npos ||
      object_type.find("VIEW") != std::string_view::npos) {
    return ResourceKind::table;
  }
  return object_type == "INDEX" ? ResourceKind::index : ResourceKind::absent;
}

// PostgreSQL's own form has a blank for RFC 3339's T and the zone by name; only UTC can be told.
std::optional<EventTime> parse_logged(std::string_view text) {
  constexpr std::size_t date_bytes = std::string_view("2026-11-21").size();
  constexpr std::size_t bytes_max = 40;
  std::array<char, bytes_max> written{};
  if (text.size() <= date_bytes || text.size() >= bytes_max) {
    return std::nullopt;
  }
  std::string_view rest = text;
  const std::size_t blank = text.find(' ', date_bytes + 1);
  std::string_view zone;
  if (blank != std::string_view::npos) {
    zone = text.substr(blank + 1);
    rest = text.substr(0, blank);
  }
  const bool is_utc = zone == "UTC" || zone == "GMT";
  if (!zone.empty() && !is_utc) {
    return std::nullopt;
  }
  rest.copy(written.data(), rest.size());
  written[date_bytes] = written[date_bytes] == ' ' ? 'T' : written[date_bytes];
  std::size_t size = rest.size();
  if (is_utc) {
    written[size++] = 'Z';
  }
  const Result<EventTime> parsed = parse_rfc3339({written.data(), size});
  return parsed ? std::optional(*parsed) : std::nullopt;
}

bool finish_time(Reader& reader, RawEvent& event, const F& facts, const char* at) {
  const std::string_view text = first_of({facts.logged, facts.shipper_time});
  if (text.empty()) {
    return true;  // The envelope's time, or a missing field.
  }
  std::optional<EventTime> time = parse_logged(text);
  if (!time) {
    time = parse_logged(facts.shipper_time);
  }
  if (!time) {
    reader.fail(
        {reason::bad_time, "expected a time in UTC (log_timezone = 'UTC')"}, "timestamp", at);
    return false;
  }
  if (!is_acceptable(*time)) {
    reader.fail({reason::time_out_of_range, "expected a time from 2000-01-01 to 2100-01-01"},
                "timestamp",
                at);
    return false;
  }
  put(event, Field::time, event.time, *time);
  return true;
}

// Session and line number name a line; without them its content does.
std::string_view id_of(Reader& reader, const F& facts, std::string_view text) {
  if (facts.session.empty() || facts.line < 0) {
    return reader.hex(hash_bytes(text));
  }
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), facts.line).ptr;
  const std::string_view line(digits.data(), static_cast<std::size_t>(end - digits.data()));
  return reader.join(facts.session, ':', line);
}

void finish_fields(RawEvent& event, const AuditFields& fields, const F& facts) {
  put(event,
      Field::resource_name,
      event.resource_name,
      first_of({fields.object_name, facts.database}));
  put(event, Field::resource_kind, event.resource_kind, kind_of(fields.object_type));
  put(event, Field::principal_id, event.principal_id, facts.user);
  put(event, Field::origin_session, event.session, facts.session);
  put(event, Field::origin_app, event.app, facts.application);
  if (is_address(facts.address)) {
    put(event, Field::origin_ip, event.ip, facts.address);
  }
  if (fields.rows >= 0 && counts_rows(fields.command)) {
    event.records = fields.rows;
    event.present.insert(Field::records);
  }
}

}  // namespace

Rows event_rows() noexcept {
  return line_rows;
}

void finish(Reader& reader, RawEvent& event, PgAuditFacts facts, std::string_view text) {
  const bool is_own = audit_fields_at(facts.message) != std::string_view::npos;
  const std::string_view line = is_own ? facts.message : facts.shipped;
  const std::size_t at = audit_fields_at(line);
  if (at == std::string_view::npos) {
    reader.ignore();
    return;
  }
  read_prefix(line.substr(0, at), facts);
  const std::optional<AuditFields> fields = split(line.substr(at));
  if (!fields) {
    reader.fail({reason::unsupported_schema, "expected the fields of a pgAudit line"},
                "message",
                text.data());
    return;
  }
  const Action action = action_of(*fields);
  if (action == absent) {
    reader.ignore();
    return;
  }
  put(event, Field::action, event.action, action);
  finish_fields(event, *fields, facts);
  put(event, Field::id, event.id, id_of(reader, facts, text));
  if (finish_time(reader, event, facts, text.data())) {
    (void)check_identifiers(reader, event, text.data());
  }
}

}  // namespace centinela::codec::pgaudit
