#include "codec/mongodb.h"

#include "centinela/base/hash.h"

#include "codec/filling.h"

namespace centinela::codec::mongodb {
namespace {

using E = RawEvent;
using F = MongoFacts;
using enum Action;

consteval Row fact(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

constexpr std::array time_rows = {
    row("ts.$date", rows::event_time<&E::time>, Field::time),
};
// It names the client's connection, not the message.
constexpr std::array uuid_rows = {
    row("uuid.$binary", rows::identifier_if_any<&E::session>, Field::origin_session),
};
constexpr std::array remote_rows = {
    fact("remote.ip", rows::text_if_any<&F::address>),
};
constexpr std::array user_rows = {
    fact("users.user", rows::first_text<&F::user>),
};
constexpr std::array role_rows = {
    fact("roles.role", rows::first_text<&F::role>),
};
constexpr std::array param_rows = {
    fact("param.command", rows::text_if_any<&F::command>),
    fact("param.ns", rows::text_if_any<&F::name_space>),
    fact("param.user", rows::text_if_any<&F::tried_user>),
};
constexpr std::array message_rows = {
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    fact("atype", rows::required<rows::text<&F::type>>),
    fact("ts", rows::object<time_rows>),
    fact("uuid", rows::object_if_any<uuid_rows>),
    fact("remote", rows::object_if_any<remote_rows>),
    fact("users", rows::objects_if_any<user_rows>),
    fact("roles", rows::objects_if_any<role_rows>),
    fact("param", rows::object_if_any<param_rows>),
    fact("result", rows::integer_if_any<&F::result>),
};

// Commands of authCheck and the other types by name; what stands in no row is no access to data.
constexpr auto actions = std::to_array<NameRule<Action>>({
    {"find", "AndModify", update},
    {"find", "", query},
    {"aggregate", "", query},
    {"count", "", query},
    {"distinct", "", query},
    {"mapReduce", "", query},
    {"getMore", "", read},
    {"insert", "", create},
    {"update", "User", auth_change},
    {"update", "Role", grant},
    {"update", "", update},
    {"delete", "", delete_},
    {"create", "User", auth_change},
    {"create", "Role", grant},
    {"create", "", create},
    {"renameCollection", "", update},
    {"collMod", "", update},
    {"drop", "User", auth_change},
    {"drop", "UsersFromDatabase", auth_change},
    {"drop", "Role", grant},
    {"drop", "", delete_},
    {"grant", "", grant},
    {"revoke", "", grant},
    {"listCollections", "", list},
    {"listDatabases", "", list},
    {"listIndexes", "", list},
    {"usersInfo", "", read},
    {"authenticate", "", login},
});

Outcome outcome_of(std::int64_t result) noexcept {
  switch (result) {
    case -1:
      return Outcome::absent;
    case 0:
      return Outcome::ok;
    case 13:  // Unauthorized
    case 18:  // AuthenticationFailed
      return Outcome::denied;
    case 11:  // UserNotFound
    case 26:  // NamespaceNotFound
    case 31:  // RoleNotFound
      return Outcome::not_found;
    default:
      return Outcome::error;
  }
}

}  // namespace

Rows event_rows() noexcept {
  return message_rows;
}

void finish(Reader& reader, RawEvent& event, const MongoFacts& facts, std::string_view text) {
  const std::string_view verb = facts.type == "authCheck" ? facts.command : facts.type;
  const auto action = by_name<Action>(actions, verb, absent);
  // Reads reach into the server itself for bookkeeping: only what a client asked for is judged.
  if (action == absent || facts.user == "__system") {
    reader.ignore();
    return;
  }
  put(event, Field::action, event.action, action);
  // Without authentication there is no name: that somebody reads so is worth a memory of its own.
  put(event,
      Field::principal_id,
      event.principal_id,
      first_of({facts.user, facts.tried_user, "anonymous"}));
  put(event, Field::principal_role, event.role, facts.role);
  put(event, Field::tool, event.tool, verb);
  put(event, Field::resource_name, event.resource_name, facts.name_space);
  put(event,
      Field::resource_kind,
      event.resource_kind,
      facts.name_space.empty() ? ResourceKind::absent : ResourceKind::table);
  put(event, Field::outcome, event.outcome, outcome_of(facts.result));
  put(event,
      Field::query_shape,
      event.query_shape,
      facts.command.starts_with("count") ? QueryShape::count : QueryShape::absent);
  if (is_address(facts.address)) {
    put(event, Field::origin_ip, event.ip, facts.address);
  }
  put(event, Field::id, event.id, reader.hex(hash_bytes(text)));
  (void)check_identifiers(reader, event, text.data());
}

}  // namespace centinela::codec::mongodb
