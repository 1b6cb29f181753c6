// How a line of pgAudit is taken apart.
#include "codec/pgaudit.h"

#include <charconv>

namespace centinela::codec::pgaudit {
namespace {

// Takes one CSV field off the front (RFC 4180), without its quotes; a doubled quote stays doubled.
std::string_view take_field(std::string_view& rest) noexcept {
  if (!rest.starts_with('"')) {
    const std::size_t comma = rest.find(',');
    const std::string_view field = rest.substr(0, comma);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    return field;
  }
  std::size_t at = 1;
  while (at < rest.size() && (rest[at] != '"' || (at + 1 < rest.size() && rest[at + 1] == '"'))) {
    at += rest[at] == '"' ? 2 : 1;
  }
  const std::string_view field = rest.substr(1, at - 1);
  rest.remove_prefix(std::min(rest.size(), at + 2));
  return field;
}

void put_pair(std::string_view key, std::string_view value, PgAuditFacts& facts) noexcept {
  struct Pair {
    std::string_view key;
    std::string_view PgAuditFacts::*place;
  };
  static constexpr auto pairs = std::to_array<Pair>({
      {"user", &PgAuditFacts::user},
      {"db", &PgAuditFacts::database},
      {"app", &PgAuditFacts::application},
      {"client", &PgAuditFacts::address},
      {"host", &PgAuditFacts::address},
      {"session", &PgAuditFacts::session},
  });
  for (const Pair& pair : pairs) {
    if (key == pair.key && (facts.*pair.place).empty()) {
      facts.*pair.place = value;
    }
  }
  if (key == "line") {
    std::from_chars(value.data(), value.data() + value.size(), facts.line);
  }
}

}  // namespace

std::optional<AuditFields> split(std::string_view fields) noexcept {
  AuditFields found;
  std::string_view rest = fields;
  for (int skipped = 0; skipped < 3; ++skipped) {  // audit type, statement, sub-statement
    take_field(rest);
  }
  found.class_word = take_field(rest);
  found.command = take_field(rest);
  found.object_type = take_field(rest);
  found.object_name = take_field(rest);
  if (found.class_word.empty() || found.command.empty()) {
    return std::nullopt;
  }
  take_field(rest);  // statement
  take_field(rest);  // parameters
  const std::string_view rows = take_field(rest);
  std::int64_t number = -1;
  const auto parsed = std::from_chars(rows.data(), rows.data() + rows.size(), number);
  found.rows = parsed.ec == std::errc{} && number >= 0 ? number : -1;
  return found;
}

void read_prefix(std::string_view prefix, PgAuditFacts& facts) {
  constexpr std::string_view separators = " ,[]";
  constexpr std::size_t time_bytes = std::string_view("2026-11-21 19:49:26").size();
  if (facts.logged.empty() && prefix.size() > time_bytes && prefix[4] == '-' && prefix[13] == ':') {
    const std::size_t zone = prefix.find(' ', time_bytes);
    const std::size_t end = zone == std::string_view::npos ? zone : prefix.find(' ', zone + 1);
    facts.logged = prefix.substr(0, end);
  }
  while (!prefix.empty()) {
    const std::size_t begin = prefix.find_first_not_of(separators);
    prefix.remove_prefix(std::min(begin, prefix.size()));
    const std::string_view word = prefix.substr(0, prefix.find_first_of(separators));
    const std::size_t equals = word.find('=');
    if (equals != std::string_view::npos) {
      put_pair(word.substr(0, equals), word.substr(equals + 1), facts);
    }
    prefix.remove_prefix(word.size());
  }
}

}  // namespace centinela::codec::pgaudit
