#include "codec/otel.h"

namespace centinela::codec::otel {
namespace {

using E = RawEvent;
using F = SpanFacts;

consteval Row fact(std::string_view path, ReadCell read) {
  return row(path, read, std::nullopt);
}

struct Attribute {
  std::string_view key;
  std::string_view F::*place;
};
constexpr auto attributes = std::to_array<Attribute>({
    {"gen_ai.operation.name", &F::operation},
    {"gen_ai.tool.name", &F::tool},
    {"gen_ai.agent.id", &F::agent_id},
    {"gen_ai.agent.name", &F::agent_name},
    {"gen_ai.agent.version", &F::agent_version},
    {"gen_ai.conversation.id", &F::conversation},
    {"gen_ai.data_source.id", &F::data_source},
    {"mcp.method.name", &F::method},
    {"mcp.session.id", &F::mcp_session},
    {"mcp.resource.uri", &F::uri},
    {"user.id", &F::user},
    {"enduser.id", &F::user},
    {"session.id", &F::session},
    {"client.address", &F::address},
    {"server.address", &F::server},
    {"service.name", &F::service},
    {"error.type", &F::error},
    {"centinela.tenant", &F::tenant},
    {"centinela.acting_for", &F::acting_for},
    {"centinela.data_subject", &F::data_subject},
    {"centinela.purpose", &F::purpose},
    {"centinela.intent", &F::intent},
});
constexpr std::string_view rows_key = "db.response.returned_rows";

// One attribute while its object is walked: the key stands in front of the value.
struct Cursor {
  F* facts = nullptr;
  std::string_view F::*place = nullptr;
  bool counts_rows = false;
  std::string_view text;
};

bool read_key(Reader& reader, Cell& cell, const Target& target) {
  auto& cursor = *static_cast<Cursor*>(target.extra);
  std::string_view key;
  if (cell.first() != '"' || !reader.text(cell, key)) {
    if (cell.first() != '"') {
      reader.check(cell);
    }
    return false;
  }
  for (const Attribute& attribute : attributes) {
    if (key == attribute.key) {
      cursor.place = attribute.place;
    }
  }
  cursor.counts_rows = key == rows_key;
  return false;
}

bool read_number(Reader& reader, Cell& cell, const Target& target) {
  const auto& cursor = *static_cast<Cursor*>(target.extra);
  std::int64_t number = -1;
  if (rows::loose_integer(reader, cell, number) && cursor.counts_rows) {
    cursor.facts->returned_rows = number;
  }
  return false;
}

constexpr std::array value_rows = {
    fact("attributes.value.stringValue", rows::text_if_any<&Cursor::text>),
    fact("attributes.value.intValue", read_number),
};

// The value of an unknown attribute is passed over: only its structure is checked.
bool read_value(Reader& reader, Cell& cell, const Target& target) {
  const auto& cursor = *static_cast<Cursor*>(target.extra);
  if (cursor.place == nullptr && !cursor.counts_rows) {
    reader.check(cell);
    return false;
  }
  return rows::object_if_any<value_rows>(reader, cell, target);
}

constexpr std::array attribute_rows = {
    fact("attributes.key", read_key),
    fact("attributes.value", read_value),
};

void read_attributes(Reader& reader, Cell& cell, F& facts) {
  if (cell.first() != '[') {
    reader.check(cell);
    return;
  }
  reader.each(cell, [&](Cell& element) {
    Cursor cursor;
    cursor.facts = &facts;
    rows::object_if_any<attribute_rows>(reader, element, {.event = nullptr, .extra = &cursor});
    if (cursor.place != nullptr && !cursor.text.empty()) {
      facts.*cursor.place = cursor.text;
    }
  });
}

bool read_span_attributes(Reader& reader, Cell& cell, const Target& target) {
  read_attributes(reader, cell, *static_cast<F*>(target.extra));
  return false;
}

constexpr std::array status_rows = {
    fact("status.code", rows::integer_if_any<&F::status>),
};
constexpr std::array one_span_rows = {
    row("traceId", rows::unread_text, Field::trace),
    row("spanId", rows::required<rows::identifier<&E::id>>, Field::id),
    fact("startTimeUnixNano", rows::integer_if_any<&F::start_nanoseconds>),
    fact("attributes", read_span_attributes),
    fact("status", rows::object_if_any<status_rows>),
};

bool read_resource_attributes(Reader& reader, Cell& cell, const Target& target) {
  read_attributes(reader, cell, static_cast<Batch*>(target.extra)->resource);
  return false;
}
bool read_spans(Reader& reader, Cell& cell, const Target& target) {
  if (cell.first() != '[') {
    reader.check(cell);
    return false;
  }
  const auto& batch = *static_cast<Batch*>(target.extra);
  reader.each(cell, [&](Cell& span) { batch.on_span(batch.owner, span, batch.resource); });
  return false;
}

constexpr std::array resource_rows = {
    fact("resource.attributes", read_resource_attributes),
};
constexpr std::array scope_rows = {
    fact("scopeSpans.spans", read_spans),
};
constexpr std::array resource_span_rows = {
    fact("resourceSpans.resource", rows::object_if_any<resource_rows>),
    fact("resourceSpans.scopeSpans", rows::objects_if_any<scope_rows>),
};

bool read_resource_spans(Reader& reader, Cell& cell, const Target& target) {
  auto& batch = *static_cast<Batch*>(target.extra);
  batch.has_spans = cell.first() == '[';
  if (!batch.has_spans) {
    reader.check(cell);
    return false;
  }
  reader.each(cell, [&](Cell& element) {
    batch.resource = {};
    rows::object_if_any<resource_span_rows>(reader, element, target);
  });
  return false;
}

constexpr std::array message_rows = {
    fact("type", rows::steering_type),
    fact("specversion", rows::marker<Reroute::envelope>),
    fact("resourceSpans", read_resource_spans),
};

}  // namespace

Rows batch_rows() noexcept {
  return message_rows;
}
Rows span_rows() noexcept {
  return one_span_rows;
}

}  // namespace centinela::codec::otel
