// EventBuilder: one access after the privacy boundary, field by field. Tests only.
//
// Tokens are small numbers. What is set is present; what is not set was never sent.
#pragma once

#include "centinela/event/event.h"

#include <initializer_list>

namespace centinela::testing_support {

inline EventTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

class EventBuilder {
 public:
  explicit EventBuilder(EventTime time = at("2026-06-01T09:00:00Z")) {
    event_.tenant = TenantToken{1};
    event_.reach = Reach::opened;
    event_.outcome = Outcome::ok;
    event_.action = Action::read;
    when(time).by(7).kind(PrincipalKind::human);
  }

  // Happened and was received then.
  EventBuilder& when(EventTime time) {
    event_.time = time;
    event_.received = time;
    return *this;
  }
  EventBuilder& received(EventTime time) {
    event_.received = time;
    return *this;
  }
  EventBuilder& offset(std::int64_t offset) {
    event_.position.offset = Offset{offset};
    event_.id = EventIdToken{static_cast<std::uint64_t>(offset) + 1};
    return *this;
  }
  EventBuilder& by(std::uint64_t principal) {
    event_.principal.id = PrincipalToken{principal};
    return has(Field::principal_id);
  }
  EventBuilder& kind(PrincipalKind kind) {
    event_.principal.kind = kind;
    return has(Field::principal_kind);
  }
  EventBuilder& team(std::uint64_t role, std::uint64_t team) {
    event_.principal.role = WordToken{role};
    event_.principal.team = WordToken{team};
    return has(Field::principal_role).has(Field::principal_team);
  }
  EventBuilder& zone(ZoneIndex zone) {
    event_.principal.time_zone = zone;
    return has(Field::principal_time_zone);
  }
  EventBuilder& action(Action action, Reach reach = Reach::opened) {
    event_.action = action;
    event_.reach = reach;
    return *this;
  }
  EventBuilder& outcome(Outcome outcome) {
    event_.outcome = outcome;
    return *this;
  }
  EventBuilder& subjects(std::initializer_list<std::uint64_t> tokens) {
    for (const std::uint64_t token : tokens) {
      add_subject(token);
    }
    return *this;
  }
  // `count` data subjects from that token on.
  EventBuilder& subjects_from(std::uint64_t first, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      add_subject(first + i);
    }
    return *this;
  }
  EventBuilder& resource(std::uint64_t record_class, std::int64_t records) {
    event_.resource.record_class = WordToken{record_class};
    event_.records = records;
    return has(Field::resource_class).has(Field::records);
  }
  EventBuilder& special() {
    event_.resource.sensitivity = Sensitivity::special;
    return has(Field::resource_sensitivity);
  }
  EventBuilder& conversation(std::uint64_t conversation, std::uint64_t acting_for = 0) {
    event_.context.conversation = ConversationToken{conversation};
    event_.context.acting_for = DataSubjectToken{acting_for};
    return has(Field::conversation);
  }
  EventBuilder& linked(std::uint64_t data_subject) {
    event_.context.linked.push_back(DataSubjectToken{data_subject});
    return has(Field::linked);
  }
  EventBuilder& ticket(std::uint64_t ticket, std::uint64_t data_subject, bool assigned = false) {
    event_.context.ticket = TicketToken{ticket};
    event_.context.ticket_subject = DataSubjectToken{data_subject};
    event_.context.assigned = assigned;
    return has(Field::ticket);
  }
  EventBuilder& origin(std::string_view country, float latitude, float longitude) {
    event_.origin.country = CountryCode{static_cast<std::uint16_t>((country[0] << 8) | country[1])};
    event_.origin.latitude = latitude;
    event_.origin.longitude = longitude;
    return has(Field::origin_country).has(Field::origin_latitude).has(Field::origin_longitude);
  }
  EventBuilder& producer(std::uint64_t name, std::int64_t sequence, std::int64_t boot = 0) {
    event_.producer = {WordToken{name}, boot, sequence};
    return has(Field::producer_name).has(Field::producer_sequence);
  }
  EventBuilder& has(Field field) {
    event_.present.insert(field);
    return *this;
  }

  // For whatever has no word of its own above.
  [[nodiscard]] Event& event() noexcept { return event_; }

 private:
  void add_subject(std::uint64_t token) {
    event_.data_subjects.push_back(DataSubjectToken{token});
    ++event_.data_subject_total;
    event_.present.insert(Field::data_subjects);
  }

  Event event_{};
};

}  // namespace centinela::testing_support
