// A complete raw event to start a test from; the views point at literals.
#pragma once

#include "centinela/event/raw_event.h"

#include <array>
#include <string_view>

namespace centinela::privacy {

inline constexpr std::array<std::string_view, 2> usual_fields = {"email", "phone"};
inline constexpr std::array<std::string_view, 1> usual_data_subjects = {"c-00025603"};

inline FieldSet all_fields() {
  FieldSet fields;
  for (std::size_t i = 0; i < field_count; ++i) {
    fields.insert(static_cast<Field>(i));
  }
  return fields;
}

inline void add_context(RawEvent& raw) {
  raw.conversation = "k-1061";
  raw.acting_for = "c-00025603";
  raw.ticket = "t-99";
  raw.ticket_subject = "c-00025603";
  raw.queue = "billing";
  raw.purpose = "support";
  raw.intent = "order_status";
  raw.version = "v41";
  raw.turn = 3;
  raw.assigned = true;
}

inline void add_origin(RawEvent& raw) {
  raw.ip = "203.0.113.7";
  raw.country = "es";
  raw.city = "Madrid";
  raw.latitude = 40.4;
  raw.longitude = -3.7;
  raw.asn = 3352;
  raw.device = "d-1";
  raw.app = "agent-desktop/4.1";
  raw.session = "s-9";
}

// The access event of the manual.
inline RawEvent usual_event() {
  RawEvent raw;
  raw.present = all_fields();
  raw.id = "01JD8Z6V3W9S4K2Q5T7X1Y0ABC";
  raw.time = EventTime{1795290566389};
  raw.received = EventTime{1795290566611};
  raw.tenant = "acme";
  raw.principal_id = "u-42";
  raw.kind = PrincipalKind::human;
  raw.role = "agent_l1";
  raw.team = "BOG-AGE1";
  raw.site = "BOG";
  raw.time_zone = "America/Bogota";
  raw.since = EventTime{1735776000000};
  raw.action = Action::read;
  raw.outcome = Outcome::ok;
  raw.resource_kind = ResourceKind::table;
  raw.sensitivity = Sensitivity::personal;
  raw.query_shape = QueryShape::by_id;
  raw.query_limit = 1;
  raw.resource_name = "crm.customers";
  raw.resource_class = "contact";
  raw.resource_fields = usual_fields;
  raw.resource_field_total = 2;
  raw.data_subjects = usual_data_subjects;
  raw.data_subject_total = 1;
  raw.records = 1;
  raw.bytes = 1213;
  add_context(raw);
  add_origin(raw);
  raw.producer_name = "crm-1";
  raw.producer_sequence = 88120;
  return raw;
}

}  // namespace centinela::privacy
