#include "centinela/codec/dead_letter_reason.h"

#include "codec/filling.h"
#include "codec/ocsf.h"

namespace centinela::codec::ocsf {
namespace {

constexpr std::int64_t web_resources = 6001;
constexpr std::int64_t api = 6003;
constexpr std::int64_t datastore = 6005;
constexpr std::int64_t other_activity = 99;

// The numbers differ from class to class: 2 is an update of a datastore and a read through an API.
// Position = activity_id; 0 is Unknown.
constexpr std::array datastore_actions = {Action::other,
                                          Action::read,
                                          Action::update,
                                          Action::login,  // Connect
                                          Action::query,
                                          Action::update,  // Write
                                          Action::create,
                                          Action::delete_,
                                          Action::list,
                                          Action::other,   // Encrypt
                                          Action::other};  // Decrypt
constexpr std::array api_actions = {
    Action::other, Action::create, Action::read, Action::update, Action::delete_};
constexpr std::array web_actions = {Action::other,
                                    Action::create,
                                    Action::read,
                                    Action::update,
                                    Action::delete_,
                                    Action::search,
                                    Action::create,  // Import
                                    Action::export_,
                                    Action::share};

// actor.user.type_id: 1 User, 2 Admin, 3 System, 4 Service.
constexpr std::array user_kinds = {PrincipalKind::absent,
                                   PrincipalKind::human,
                                   PrincipalKind::human,
                                   PrincipalKind::service,
                                   PrincipalKind::service};

// confidentiality_id: 1 Not Confidential, 2 Confidential, 3 Secret, 4 Top Secret, 5 Private,
// 6 Restricted.
constexpr std::array sensitivities = {Sensitivity::absent,
                                      Sensitivity::public_,
                                      Sensitivity::internal,
                                      Sensitivity::special,
                                      Sensitivity::special,
                                      Sensitivity::personal,
                                      Sensitivity::special};
constexpr std::int64_t personal_category = 1;

std::span<const Action> actions_of(std::int64_t class_uid) noexcept {
  switch (class_uid) {
    case datastore:
      return datastore_actions;
    case api:
      return api_actions;
    case web_resources:
      return web_actions;
    default:
      return {};
  }
}

template <class T>
T at_or(std::span<const T> values, std::int64_t index, T otherwise) noexcept {
  const bool is_inside = index >= 0 && index < static_cast<std::int64_t>(values.size());
  return is_inside ? values[static_cast<std::size_t>(index)] : otherwise;
}

// type_uid = class_uid * 100 + activity_id, so either tells the activity.
std::int64_t activity_of(const OcsfFacts& facts) noexcept {
  return facts.activity_id < 0 && facts.type_uid > 0 ? facts.type_uid % 100 : facts.activity_id;
}

void finish_action(Reader& reader, RawEvent& event, const OcsfFacts& facts) noexcept {
  if (event.action != Action::absent) {
    return;
  }
  const std::int64_t activity = activity_of(facts);
  if (activity < 0) {
    return;  // Neither was sent: the event lacks its action.
  }
  Action action = at_or(actions_of(facts.class_uid), activity, Action::other);
  if (activity == other_activity && !facts.activity_name.empty()) {
    action = from_word<Action>(facts.activity_name);
  }
  if (facts.is_export) {
    action = Action::export_;
  }
  if (action == Action::other) {
    reader.count_unknown(Vocabulary::action);
  }
  put(event, Field::action, event.action, action);
}

// Failure says little: the status or response code tells refused and not found from broken.
Outcome outcome_of(const OcsfFacts& facts) noexcept {
  constexpr std::int64_t success = 1;
  constexpr std::int64_t failure = 2;
  constexpr std::int64_t denied_action = 2;
  if (facts.action_id == denied_action) {
    return Outcome::denied;
  }
  if (facts.status_id == success) {
    return Outcome::ok;
  }
  if (facts.status_id != failure) {
    return facts.status_id == 0 ? Outcome::absent : Outcome::other;
  }
  const std::string_view code = facts.status_code;
  if (facts.response_code == 401 || facts.response_code == 403 || code == "401" || code == "403") {
    return Outcome::denied;
  }
  return facts.response_code == 404 || code == "404" ? Outcome::not_found : Outcome::error;
}

void finish_resource(RawEvent& event, const OcsfFacts& facts) noexcept {
  const std::string_view table = first_of({facts.table_name, facts.table_uid});
  const std::string_view name = first_of({table,
                                          facts.bucket_name,
                                          facts.database_name,
                                          facts.resource_name,
                                          facts.resource_uid,
                                          facts.service_name});
  put(event, Field::resource_name, event.resource_name, name);
  ResourceKind kind = table.empty() ? ResourceKind::absent : ResourceKind::table;
  if (table.empty() && !facts.bucket_name.empty()) {
    kind = ResourceKind::file;
  }
  put(event, Field::resource_kind, event.resource_kind, kind);
  if (event.resource_class.empty()) {
    put(event, Field::resource_class, event.resource_class, facts.category);
  }
  if (event.sensitivity == Sensitivity::absent) {
    const Sensitivity by_category =
        facts.category_id == personal_category ? Sensitivity::personal : Sensitivity::absent;
    const auto stated =
        at_or<Sensitivity>(sensitivities, facts.classification_id, Sensitivity::other);
    put(event,
        Field::resource_sensitivity,
        event.sensitivity,
        stated == Sensitivity::absent ? by_category : stated);
  }
}

void finish_principal(RawEvent& event, const OcsfFacts& facts) noexcept {
  put(event,
      Field::principal_id,
      event.principal_id,
      first_of({facts.user_uid, facts.user_name, facts.user_email, facts.app_uid, facts.app_name}));
  if (event.kind == PrincipalKind::absent) {
    const bool is_application = facts.user_uid.empty() && facts.user_name.empty() &&
                                facts.user_email.empty() && !event.principal_id.empty();
    const auto kind = at_or<PrincipalKind>(user_kinds, facts.user_type_id, PrincipalKind::other);
    put(event, Field::principal_kind, event.kind, is_application ? PrincipalKind::service : kind);
  }
  if (event.team.empty()) {
    put(event, Field::principal_team, event.team, facts.group_name);
  }
}

}  // namespace

void finish(Reader& reader, RawEvent& event, const OcsfFacts& facts, const char* at) {
  if (actions_of(facts.class_uid).empty()) {
    reader.fail(
        {reason::unsupported_schema, "expected OCSF class 6001, 6003 or 6005"}, "class_uid", at);
    return;
  }
  if (!facts.version.empty() && !facts.version.starts_with("1.")) {
    reader.fail({reason::unsupported_schema, "expected OCSF version 1"}, "metadata.version", at);
    return;
  }
  if (event.id.empty()) {
    put(event, Field::id, event.id, facts.original_uid);
  }
  finish_principal(event, facts);
  if (event.principal_id.size() > identifier_bytes_max || event.id.size() > identifier_bytes_max) {
    reader.fail({reason::identifier_too_long, "expected an identifier of at most 256 bytes"},
                "actor.user",
                at);
    return;
  }
  finish_action(reader, event, facts);
  put(event, Field::outcome, event.outcome, outcome_of(facts));
  finish_resource(event, facts);
  if (!event.present.contains(Field::records) && facts.data_rows >= 0) {
    event.records = facts.data_rows;
    event.present.insert(Field::records);
  }
  put(event, Field::origin_app, event.app, first_of({facts.app_name, facts.user_agent}));
}

}  // namespace centinela::codec::ocsf
