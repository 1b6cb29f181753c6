// OpenTelemetry: GenAI and MCP spans in OTLP/JSON. Floor 2.
//
// Names of the semantic conventions 1.40 (with `gen_ai.system` and `enduser.id` of before). Only
// the attributes of the table are read: prompts, messages, arguments and results never.
#pragma once

#include "codec/rows.h"

namespace centinela::codec::otel {

// Of a resource, and then of each of its spans.
struct SpanFacts {
  std::string_view operation;
  std::string_view method;
  std::string_view tool;
  std::string_view agent_id;
  std::string_view agent_name;
  std::string_view agent_version;
  std::string_view conversation;
  std::string_view data_source;
  std::string_view uri;
  std::string_view user;
  std::string_view mcp_session;
  std::string_view session;
  std::string_view address;
  std::string_view server;
  std::string_view service;
  std::string_view error;
  std::string_view tenant;
  std::string_view acting_for;
  std::string_view data_subject;
  std::string_view purpose;
  std::string_view intent;
  std::int64_t returned_rows = -1;
  std::int64_t status = 0;
  std::int64_t start_nanoseconds = -1;
};

// A message while it is split into its spans.
struct Batch {
  SpanFacts resource;
  void* owner = nullptr;
  void (*on_span)(void* owner, Cell& cell, const SpanFacts& resource) = nullptr;
  bool has_spans = false;
};

[[nodiscard]] Rows batch_rows() noexcept;  // extra: Batch
[[nodiscard]] Rows span_rows() noexcept;   // extra: SpanFacts

void finish(Reader& reader, RawEvent& event, const SpanFacts& facts, const char* at);

}  // namespace centinela::codec::otel
