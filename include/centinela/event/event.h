// Event: one data access after the privacy boundary. Floor 1, fixed size, trivially copyable.
//
// Holds tokens, numbers and closed vocabularies only: no member can hold a name (compile_fail
// tests show it). What a producer did not send is absent: `present` says so, numbers are then 0.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/field.h"
#include "centinela/event/position.h"
#include "centinela/event/time_zones.h"
#include "centinela/event/token.h"
#include "centinela/event/words.h"

#include <cstdint>
#include <type_traits>

namespace centinela {

inline constexpr std::size_t data_subjects_max = 256;
inline constexpr std::size_t linked_max = 320;
inline constexpr std::size_t fields_max = 64;

using CountryCode = Strong<struct CountryTag, std::uint16_t>;  // two ASCII letters; 0 = absent

struct PrincipalRef {
  PrincipalToken id;
  WordToken role;
  WordToken team;
  WordToken site;
  EventTime since;  // first day of employment; epoch when absent
  EventTime until;  // last day; epoch when absent
  ZoneIndex time_zone;
  PrincipalKind kind = PrincipalKind::absent;
  FixedVector<PrincipalToken, 4> on_behalf_of;
};

struct ResourceRef {
  WordToken name;
  WordToken record_class;
  ResourceKind kind = ResourceKind::absent;
  Sensitivity sensitivity = Sensitivity::absent;
  std::uint16_t field_total = 0;  // all fields named, also those beyond the first 64
  FixedVector<WordToken, fields_max> fields;
};

struct QueryFacts {
  QueryShape shape = QueryShape::absent;
  std::int64_t limit = 0;
  std::int64_t page = 0;
};

struct ContextFacts {
  ConversationToken conversation;
  DataSubjectToken acting_for;
  TicketToken ticket;
  DataSubjectToken ticket_subject;
  WordToken queue;
  PrincipalToken handover_from;
  WordToken purpose;
  WordToken intent;
  WordToken version;
  AutomationToken automation;
  ChangeToken change;
  IncidentToken incident;
  std::int64_t turn = 0;
  std::int64_t without_consent = 0;
  bool assigned = false;
  bool callback = false;
  bool untrusted_input = false;
  FixedVector<DataSubjectToken, linked_max> linked;
};

struct OriginFacts {
  IpToken ip;
  DeviceToken device;
  SessionToken session;
  ClientToken client;
  WordToken app;
  WordToken city;
  CountryCode country;
  std::uint32_t asn = 0;
  float latitude = 0;   // degrees north; only for speed, never shown
  float longitude = 0;  // degrees east
};

struct ProducerFacts {
  WordToken name;
  std::int64_t boot = 0;
  std::int64_t sequence = 0;
};

struct Event {
  Position position;
  EventIdToken id;
  EventTime time;      // when it happened; never more than 5 min ahead of `received`
  EventTime received;  // when the log took it
  TenantToken tenant;
  FieldSet present;

  Action action = Action::absent;
  Reach reach = Reach::absent;  // resolved: listed or opened, never absent
  Outcome outcome = Outcome::absent;
  LabelSet labels;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  WordToken tool;          // server/name without its version
  WordToken tool_version;  // the hash behind @, when there is one
  DestinationToken destination;

  PrincipalRef principal;
  ResourceRef resource;
  QueryFacts query;
  ContextFacts context;
  OriginFacts origin;
  ProducerFacts producer;

  std::uint32_t data_subject_total = 0;  // all that were named, also those beyond the first 256
  FixedVector<DataSubjectToken, data_subjects_max> data_subjects;
  // (number + K) mod 2^32 of an identifier that ends in a number, 0 when it does not: differences
  // survive, values do not. Parallel to data_subjects; short state only, never in an alert.
  FixedVector<std::uint32_t, data_subjects_max> ordinals;

  [[nodiscard]] bool has(Field field) const noexcept { return present.contains(field); }
  // The data subject's records were really opened: reached and not refused.
  [[nodiscard]] bool opens() const noexcept {
    return reach == Reach::opened && outcome != Outcome::denied && outcome != Outcome::not_found &&
           outcome != Outcome::error;
  }
};

static_assert(std::is_trivially_copyable_v<Event>);

// Bots and AI agents act in conversations; their state is keyed by conversation.
[[nodiscard]] constexpr bool acts_in_conversations(PrincipalKind kind) noexcept {
  return kind == PrincipalKind::bot || kind == PrincipalKind::agent;
}
// A producer that does not say the kind is taken to speak of people: the stricter reading.
[[nodiscard]] constexpr bool is_person(PrincipalKind kind) noexcept {
  return kind == PrincipalKind::human || kind == PrincipalKind::absent ||
         kind == PrincipalKind::other;
}

}  // namespace centinela
