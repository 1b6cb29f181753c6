// RawEvent and its kin: decoded, names still in them. Floor 1, borrowed, lives for one record.
//
// These are the only types that hold names. Every view points into the decoder's buffers and dies
// with the next record; only the pseudonymiser (privacy) may read them.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/field.h"
#include "centinela/event/words.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace centinela {

// Text is empty and numbers are 0 where `present` lacks the field.
struct RawEvent {
  FieldSet present;
  std::string_view id;
  EventTime time;
  EventTime received;
  std::string_view tenant;

  std::string_view principal_id;
  std::string_view role;
  std::string_view team;
  std::string_view site;
  std::string_view time_zone;
  EventTime since;
  EventTime until;
  std::span<const std::string_view> on_behalf_of;
  PrincipalKind kind = PrincipalKind::absent;

  Action action = Action::absent;
  Reach reach = Reach::absent;
  Outcome outcome = Outcome::absent;
  ResourceKind resource_kind = ResourceKind::absent;
  Sensitivity sensitivity = Sensitivity::absent;
  QueryShape query_shape = QueryShape::absent;
  LabelSet labels;

  std::string_view resource_name;
  std::string_view resource_class;
  std::span<const std::string_view> resource_fields;
  std::uint32_t resource_field_total = 0;
  std::span<const std::string_view> data_subjects;  // the first 256
  std::uint32_t data_subject_total = 0;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::int64_t query_limit = 0;
  std::int64_t query_page = 0;
  std::string_view tool;

  std::string_view conversation;
  std::string_view acting_for;
  std::span<const std::string_view> linked;
  std::string_view ticket;
  std::string_view ticket_subject;
  std::string_view queue;
  std::string_view handover_from;
  std::string_view purpose;
  std::string_view intent;
  std::string_view version;
  std::string_view automation;
  std::string_view change;
  std::string_view incident;
  std::int64_t turn = 0;
  std::int64_t without_consent = 0;
  bool assigned = false;
  bool callback = false;
  bool untrusted_input = false;

  std::string_view ip;
  std::string_view country;
  std::string_view city;
  double latitude = 0;
  double longitude = 0;
  std::int64_t asn = 0;
  std::string_view device;
  std::string_view app;
  std::string_view session;
  std::string_view client;
  std::string_view destination;

  std::string_view producer_name;
  std::int64_t producer_boot = 0;
  std::int64_t producer_sequence = 0;
};

struct RawContext {
  EventTime time;
  EventTime received;  // epoch when absent
  std::string_view id;
  std::string_view tenant;
  ContextKind kind = ContextKind::absent;
  IssuedBy issued_by = IssuedBy::absent;
  std::string_view principal;
  std::string_view data_subject;
  std::string_view conversation;
  EventTime valid_from;
  EventTime valid_to;
  // From `value`.
  std::string_view ticket;
  std::string_view change;
  std::string_view incident;
  std::string_view from;
  std::string_view queue;
  std::string_view team;
  std::string_view role;
  std::string_view record_class;
  EventTime since;
  EventTime until;
  bool is_closed = false;
};

struct RawControl {
  EventTime time;
  EventTime received;
  std::string_view id;
  std::string_view tenant;
  ControlKind kind = ControlKind::absent;
  Ruling ruling = Ruling::absent;
  std::string_view alert;  // 32 hex digits
  EventTime expires;
  std::string_view author;
  std::string_view principal;
  std::string_view data_subject;
  std::string_view model;   // switch: "sha256:…"
  std::string_view config;  // switch: "sha256:…"
};

// Why a record, or one event of it, did not decode. Static text only: never a payload.
struct DecodeFailure {
  std::string_view reason;  // a few fixed words: a metric label, e.g. "time_out_of_range"
  std::string_view detail;  // what was expected, in words that hold no part of the record
  std::string_view field;   // dotted path of the field concerned, empty when none
  std::uint64_t byte = 0;   // offset in the record's value
};

using RawItem = std::variant<RawEvent, RawContext, RawControl, DecodeFailure>;

}  // namespace centinela
