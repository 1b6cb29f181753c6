#include "centinela/state/explain_access.h"

#include "support/event_builder.h"

#include <gtest/gtest.h>

#include <functional>

namespace centinela::state {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing_support::at;
using testing_support::EventBuilder;

const EventTime noon = at("2026-06-01T12:00:00Z");
constexpr DataSubjectToken customer{50};
constexpr PrincipalToken clerk{7};

struct Case {
  const char* name;
  std::function<void(EventBuilder&)> set;
  ExplanationKind kind;
  double strength;
};

class EventCase : public testing::TestWithParam<Case> {};

TEST_P(EventCase, explains_with_the_strength_of_who_caused_it) {
  EventBuilder event;
  GetParam().set(event);
  const Explained explained = explain_by_event(event.event(), customer);
  EXPECT_EQ(explained.kind, GetParam().kind);
  EXPECT_DOUBLE_EQ(explained.strength, GetParam().strength);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    EventCase,
    testing::Values(Case{"nothing", [](EventBuilder&) {}, ExplanationKind::none, 0},
                    Case{"own_conversation",
                         [](EventBuilder& e) { e.conversation(3, 50); },
                         ExplanationKind::conversation,
                         1},
                    Case{"linked_in_the_conversation",
                         [](EventBuilder& e) { e.conversation(3, 60).linked(50); },
                         ExplanationKind::conversation,
                         1},
                    Case{"someone_elses_conversation",
                         [](EventBuilder& e) { e.conversation(3, 60); },
                         ExplanationKind::none,
                         0},
                    Case{"acting_for_without_a_conversation",
                         [](EventBuilder& e) { e.event().context.acting_for = customer; },
                         ExplanationKind::none,
                         0},
                    Case{"assigned_ticket",
                         [](EventBuilder& e) { e.ticket(9, 50, true); },
                         ExplanationKind::ticket,
                         1},
                    Case{"ticket_of_somebody",
                         [](EventBuilder& e) { e.ticket(9, 50); },
                         ExplanationKind::ticket,
                         0.8},
                    Case{"ticket_of_another_customer",
                         [](EventBuilder& e) { e.ticket(9, 51, true); },
                         ExplanationKind::none,
                         0},
                    Case{"callback",
                         [](EventBuilder& e) { e.event().context.callback = true; },
                         ExplanationKind::callback,
                         0.8},
                    Case{"handover",
                         [](EventBuilder& e) {
                           e.event().context.handover_from = PrincipalToken{8};
                         },
                         ExplanationKind::handover,
                         0.8},
                    Case{"approved_change",
                         [](EventBuilder& e) { e.event().context.change = ChangeToken{8}; },
                         ExplanationKind::job,
                         0.8},
                    Case{"declared_purpose",
                         [](EventBuilder& e) {
                           e.event().context.purpose = WordToken{8};
                           e.event().context.intent = WordToken{9};
                         },
                         ExplanationKind::none,
                         0}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ExplainByEvent, says_when_the_ticket_was_another_customers) {
  EventBuilder event;
  event.ticket(9, 51, true);
  EXPECT_EQ(explain_by_event(event.event(), customer).miss, NearestMiss::other_subjects_ticket);
}

// A ticket of the customer, open for a day around noon.
Explanation ticket() {
  Explanation record;
  record.kind = ContextKind::ticket;
  record.issued_by = IssuedBy::customer;
  record.ticket = TicketToken{9};
  record.principal = clerk;
  record.from = noon - hours{12};
  record.to = noon + hours{12};
  return record;
}

Explained by(const Explanation& record, EventTime when = noon) {
  ExplanationState records;
  records.record(record);
  AccessFacts access;
  access.principal = clerk;
  access.time = when;
  return explain_by_records(access, records);
}

TEST(ExplainByRecords, weighs_a_record_by_who_issued_it) {
  Explanation record = ticket();
  EXPECT_DOUBLE_EQ(by(record).strength, 1.0);
  record.issued_by = IssuedBy::system;
  EXPECT_DOUBLE_EQ(by(record).strength, 1.0);
  record.issued_by = IssuedBy::third_person;
  EXPECT_DOUBLE_EQ(by(record).strength, 0.8);
  record.issued_by = IssuedBy::self;
  EXPECT_DOUBLE_EQ(by(record).strength, 0.2);
  EXPECT_EQ(by(record).kind, ExplanationKind::own_ticket);
  EXPECT_LT(by(record).strength, strength_settled) << "one's own word settles nothing";
}

TEST(ExplainByRecords, reaches_half_an_hour_past_both_ends_and_no_further) {
  const Explanation record = ticket();
  EXPECT_EQ(by(record, record.from - minutes{30}).strength, 1);
  EXPECT_EQ(by(record, record.from - minutes{30} - Duration{1}).strength, 0);
  EXPECT_EQ(by(record, record.to + minutes{30}).strength, 1);
  EXPECT_EQ(by(record, record.to + minutes{30} + Duration{1}).strength, 0);
}

TEST(ExplainByRecords, tells_a_closed_ticket_from_one_that_ended_by_itself) {
  Explanation record = ticket();
  const EventTime later = record.to + days{2};
  EXPECT_EQ(by(record, later).miss, NearestMiss::expired);
  record.is_closed = true;
  EXPECT_EQ(by(record, later).miss, NearestMiss::closed_ticket);
}

TEST(ExplainByRecords, does_not_lend_one_principals_reason_to_another) {
  Explanation record = ticket();
  record.principal = PrincipalToken{8};
  EXPECT_EQ(by(record).strength, 0);
  EXPECT_EQ(by(record).miss, NearestMiss::other_principal);
}

TEST(ExplainByRecords, takes_a_record_that_names_nobody_for_less) {
  Explanation record = ticket();
  record.principal = {};
  EXPECT_DOUBLE_EQ(by(record).strength, 0.8);
}

TEST(ExplainByRecords, a_ticket_that_waits_in_another_queue_settles_nothing) {
  Explanation record = ticket();
  record.principal = {};
  record.queue = WordToken{4};
  ExplanationState records;
  records.record(record);
  AccessFacts access;
  access.principal = clerk;
  access.time = noon;
  access.queue = WordToken{5};
  EXPECT_LT(explain_by_records(access, records).strength, strength_settled);
  access.queue = WordToken{4};
  EXPECT_GE(explain_by_records(access, records).strength, strength_settled);
}

TEST(ExplainByRecords, finds_no_reason_in_a_consent_or_an_employment) {
  for (const ContextKind kind :
       {ContextKind::consent, ContextKind::employment, ContextKind::other}) {
    Explanation record = ticket();
    record.kind = kind;
    EXPECT_EQ(by(record).strength, 0) << to_word(kind);
  }
}

TEST(Stronger, keeps_the_stronger_reason_and_any_near_miss) {
  const Explained weak{ExplanationKind::ticket, NearestMiss::expired, 0.2};
  const Explained strong{ExplanationKind::callback, NearestMiss::none, 0.8};
  EXPECT_EQ(stronger(weak, strong).kind, ExplanationKind::callback);
  EXPECT_EQ(stronger(strong, weak).kind, ExplanationKind::callback);
  EXPECT_EQ(stronger(strong, weak).miss, NearestMiss::expired);
}

TEST(ExplanationState, replaces_the_record_of_the_same_ticket_but_keeps_its_beginning) {
  ExplanationState state;
  state.record(ticket());
  Explanation closed = ticket();
  closed.from = noon;
  closed.to = noon + hours{1};
  closed.is_closed = true;
  state.record(closed);
  ASSERT_EQ(state.explanations.size(), 1U);
  EXPECT_TRUE(state.explanations[0].is_closed);
  EXPECT_EQ(state.explanations[0].from, noon - hours{12});
}

TEST(ExplanationState, lets_the_one_that_ends_first_make_room) {
  ExplanationState state;
  for (std::uint64_t i = 0; i < 13; ++i) {
    Explanation record = ticket();
    record.ticket = TicketToken{100 + i};
    record.to = noon + hours{static_cast<std::int64_t>(i == 4 ? 0 : i + 1)};
    state.record(record);
  }
  EXPECT_EQ(state.explanations.size(), 12U);
  for (const Explanation& kept : state.explanations) {
    EXPECT_NE(kept.ticket, TicketToken{104});
  }
}

TEST(ExplanationFrom, gives_each_kind_its_usual_validity_when_the_record_has_no_end) {
  ContextRecord record;
  record.valid_from = noon;
  const auto validity = [&record](ContextKind kind) {
    record.kind = kind;
    return explanation_from(record).to - noon;
  };
  EXPECT_EQ(validity(ContextKind::ticket), days{30});
  EXPECT_EQ(validity(ContextKind::assignment), days{14});
  EXPECT_EQ(validity(ContextKind::handover), hours{8});
  EXPECT_EQ(validity(ContextKind::callback), hours{24});
  record.valid_to = noon + hours{1};
  EXPECT_EQ(validity(ContextKind::ticket), hours{1});
}

}  // namespace
}  // namespace centinela::state
