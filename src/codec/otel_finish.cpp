#include "codec/completion.h"
#include "codec/filling.h"
#include "codec/otel.h"

namespace centinela::codec::otel {
namespace {

using enum Action;

// Spans of these reach for data or act; chats and the agent's own bookkeeping do not.
constexpr auto operations = std::to_array<NameRule<Action>>({
    {"execute_tool", "", tool_call},
    {"retrieval", "", retrieve},
    {"embeddings", "", embed},
});
constexpr auto methods = std::to_array<NameRule<Action>>({
    {"tools/call", "", tool_call},
    {"resources/read", "", read},
    {"resources/list", "", list},
    {"resources/templates/list", "", list},
    {"prompts/get", "", read},
});

Action action_of(const SpanFacts& facts) noexcept {
  const auto by_method = by_name<Action>(methods, facts.method, absent);
  if (by_method != absent) {
    return by_method;
  }
  const auto by_operation = by_name<Action>(operations, facts.operation, absent);
  return by_operation == absent && !facts.operation.empty() && !facts.data_source.empty()
             ? retrieve
             : by_operation;
}

// Without a declared agent the service itself acts.
void finish_principal(Reader& reader, RawEvent& event, const SpanFacts& facts) {
  const std::string_view agent = first_of({facts.agent_id, facts.agent_name});
  put(event, Field::principal_id, event.principal_id, first_of({agent, facts.service, facts.user}));
  put(event,
      Field::principal_kind,
      event.kind,
      agent.empty() ? PrincipalKind::service : PrincipalKind::agent);
  if (!facts.user.empty() && facts.user != event.principal_id) {
    event.on_behalf_of = reader.keep(facts.user);
    event.present.insert(Field::principal_on_behalf_of);
  }
}

void finish_context(Reader& reader, RawEvent& event, const SpanFacts& facts) {
  put(event, Field::tenant, event.tenant, facts.tenant);
  put(event,
      Field::conversation,
      event.conversation,
      first_of({facts.conversation, facts.session}));
  put(event, Field::acting_for, event.acting_for, facts.acting_for);
  put(event, Field::purpose, event.purpose, facts.purpose);
  put(event, Field::intent, event.intent, facts.intent);
  put(event, Field::version, event.version, facts.agent_version);
  if (!facts.data_subject.empty()) {
    event.data_subjects = reader.keep(facts.data_subject);
    event.data_subject_total = 1;
    event.present.insert(Field::data_subjects);
  }
}

bool finish_time(Reader& reader, RawEvent& event, const SpanFacts& facts, const char* at) {
  constexpr std::int64_t nanoseconds_per_millisecond = 1'000'000;
  if (facts.start_nanoseconds < 0) {
    return true;  // The envelope's time, or a missing field.
  }
  event.time = EventTime{facts.start_nanoseconds / nanoseconds_per_millisecond};
  if (!is_acceptable(event.time)) {
    reader.fail({reason::time_out_of_range, "expected a time from 2000-01-01 to 2100-01-01"},
                "startTimeUnixNano",
                at);
    return false;
  }
  event.present.insert(Field::time);
  return true;
}

}  // namespace

void finish(Reader& reader, RawEvent& event, const SpanFacts& facts, const char* at) {
  constexpr std::int64_t status_error = 2;
  const Action action = action_of(facts);
  if (action == absent) {
    reader.ignore();
    return;
  }
  put(event, Field::action, event.action, action);
  finish_principal(reader, event, facts);
  finish_context(reader, event, facts);
  const bool has_server = !facts.tool.empty() && !facts.server.empty();
  const std::string_view whole =
      has_server ? reader.join(facts.server, '/', facts.tool) : std::string_view{};
  put(event, Field::tool, event.tool, first_of({whole, facts.tool}));
  put(event, Field::resource_name, event.resource_name, first_of({facts.data_source, facts.uri}));
  const bool has_failed = !facts.error.empty() || facts.status == status_error;
  put(event, Field::outcome, event.outcome, has_failed ? Outcome::error : Outcome::ok);
  put(event, Field::origin_session, event.session, first_of({facts.mcp_session, facts.session}));
  if (is_address(facts.address)) {
    put(event, Field::origin_ip, event.ip, facts.address);
  }
  put(event, Field::origin_app, event.app, facts.service);
  put(event, Field::producer_name, event.producer_name, facts.service);
  if (facts.returned_rows >= 0) {
    event.records = facts.returned_rows;
    event.present.insert(Field::records);
  }
  if (finish_time(reader, event, facts, at)) {
    (void)check_identifiers(reader, event, at);
  }
}

}  // namespace centinela::codec::otel
