#include "codec/cloudtrail.h"
#include "codec/filling.h"

namespace centinela::codec::cloudtrail {
namespace {

using enum Action;

// By the operation's name. What stands in no row reads or updates, as the event itself says.
constexpr auto actions = std::to_array<NameRule<Action>>({
    {"ConsoleLogin", "", login},
    {"AssumeRole", "", login},
    {"GetSessionToken", "", login},
    {"GetFederationToken", "", login},
    {"StartSession", "", login},
    {"CreateAccessKey", "", auth_change},
    {"DeleteAccessKey", "", auth_change},
    {"UpdateAccessKey", "", auth_change},
    {"", "LoginProfile", auth_change},
    {"ChangePassword", "", auth_change},
    {"", "MFADevice", auth_change},
    {"PutBucketPolicy", "", share},
    {"PutBucketAcl", "", share},
    {"PutObjectAcl", "", share},
    {"Modify", "ImageAttribute", share},
    {"Modify", "SnapshotAttribute", share},
    {"UpdateAssumeRolePolicy", "", grant},
    {"Put", "Policy", grant},
    {"Attach", "Policy", grant},
    {"Detach", "Policy", grant},
    {"AddPermission", "", grant},
    {"RemovePermission", "", grant},
    {"AddUserToGroup", "", grant},
    {"AddRoleTo", "", grant},
    {"CreateGrant", "", grant},
    {"AuthorizeSecurityGroup", "", grant},
    {"RevokeSecurityGroup", "", grant},
    {"Export", "", export_},
    {"StartExport", "", export_},
    {"CreateExport", "", export_},
    {"InvokeModel", "", tool_call},
    {"Invoke", "", tool_call},
    {"SendCommand", "", tool_call},
    {"List", "", list},
    {"Lookup", "", search},
    {"Search", "", search},
    {"Select", "", query},
    {"Query", "", query},
    {"Scan", "", query},
    {"StartQuery", "", query},
    {"ExecuteStatement", "", query},
    {"BatchExecuteStatement", "", query},
    {"Get", "", read},
    {"BatchGet", "", read},
    {"Describe", "", read},
    {"Head", "", read},
    {"Decrypt", "", read},
    {"Create", "", create},
    {"Run", "", create},
    {"Copy", "", create},
    {"Delete", "", delete_},
    {"Terminate", "", delete_},
    {"Remove", "", delete_},
});

constexpr auto kinds = std::to_array<NameRule<PrincipalKind>>({
    {"IAMUser", "", PrincipalKind::human},
    {"Root", "", PrincipalKind::human},
    {"FederatedUser", "", PrincipalKind::human},
    {"SAMLUser", "", PrincipalKind::human},
    {"WebIdentityUser", "", PrincipalKind::human},
    {"IdentityCenterUser", "", PrincipalKind::human},
    {"AssumedRole", "", PrincipalKind::service},
    {"Role", "", PrincipalKind::service},
    {"AWSService", "", PrincipalKind::service},
    {"AWSAccount", "", PrincipalKind::vendor},
});

// Names that software gives to its sessions, a new one each time.
constexpr auto made_up_sessions = std::to_array<NameRule<bool>>({
    {"i-", "", true},
    {"botocore-session-", "", true},
    {"aws-sdk-", "", true},
    {"aws-go-sdk-", "", true},
    {"AWSCLI-Session", "", true},
});

Outcome outcome_of(const CloudTrailFacts& facts) noexcept {
  const std::string_view error = facts.error;
  if (error.empty()) {
    return facts.login == "Failure" ? Outcome::denied : Outcome::ok;
  }
  for (const std::string_view word : {"AccessDenied", "Unauthorized", "Forbidden"}) {
    if (error.find(word) != std::string_view::npos) {
      return Outcome::denied;
    }
  }
  for (const std::string_view word : {"NoSuch", "NotFound", "DoesNotExist"}) {
    if (error.find(word) != std::string_view::npos) {
      return Outcome::not_found;
    }
  }
  return Outcome::error;
}

// "arn:aws:sts::123456789012:assumed-role/ROLE/SESSION"
struct AssumedRole {
  std::string_view principal;  // the whole, or up to ROLE when software made the session's name up
  std::string_view role;
};
AssumedRole assumed_role(std::string_view arn) noexcept {
  constexpr std::string_view mark = ":assumed-role/";
  const std::size_t at = arn.find(mark);
  if (at == std::string_view::npos) {
    return {arn, {}};
  }
  const std::size_t begin = at + mark.size();
  const std::size_t slash = arn.find('/', begin);
  if (slash == std::string_view::npos) {
    return {arn, arn.substr(begin)};
  }
  const std::string_view session = arn.substr(slash + 1);
  const bool is_made_up = session.find_first_not_of("0123456789") == std::string_view::npos ||
                          by_name<bool>(made_up_sessions, session, false);
  return {is_made_up ? arn.substr(0, slash) : arn, arn.substr(begin, slash - begin)};
}

void finish_principal(RawEvent& event, const CloudTrailFacts& facts) noexcept {
  constexpr std::string_view single_sign_on = "AWSReservedSSO_";
  const AssumedRole assumed = assumed_role(facts.arn);
  put(event,
      Field::principal_id,
      event.principal_id,
      first_of({assumed.principal, facts.user_id, facts.invoked_by}));
  const std::string_view role = first_of({facts.issuer_name, assumed.role});
  put(event, Field::principal_role, event.role, role);
  const bool is_person = role.starts_with(single_sign_on);
  put(event,
      Field::principal_kind,
      event.kind,
      is_person ? PrincipalKind::human
                : by_name<PrincipalKind>(kinds, facts.identity_type, PrincipalKind::absent));
}

void finish_resource(RawEvent& event, const CloudTrailFacts& facts) noexcept {
  constexpr std::string_view domain = ".amazonaws.com";
  std::string_view service = facts.service;
  if (service.ends_with(domain)) {
    service.remove_suffix(domain.size());
  }
  put(event, Field::resource_class, event.resource_class, service);
  put(event,
      Field::resource_name,
      event.resource_name,
      first_of({facts.bucket, facts.table, facts.resource, facts.arn_of_resource, service}));
  const bool is_bucket = !facts.bucket.empty() || service == "s3";
  const ResourceKind otherwise = is_bucket ? ResourceKind::file : ResourceKind::absent;
  put(event,
      Field::resource_kind,
      event.resource_kind,
      facts.table.empty() ? otherwise : ResourceKind::table);
}

}  // namespace

void finish(Reader& reader, RawEvent& event, const CloudTrailFacts& facts, const char* at) {
  finish_principal(event, facts);
  if (!facts.operation.empty()) {
    const Action otherwise = facts.is_read_only ? read : update;
    put(event, Field::action, event.action, by_name<Action>(actions, facts.operation, otherwise));
    put(event, Field::tool, event.tool, facts.operation);
  }
  put(event, Field::outcome, event.outcome, outcome_of(facts));
  finish_resource(event, facts);
  if (is_address(facts.address)) {
    put(event, Field::origin_ip, event.ip, facts.address);
  }
  (void)check_identifiers(reader, event, at);
}

}  // namespace centinela::codec::cloudtrail
