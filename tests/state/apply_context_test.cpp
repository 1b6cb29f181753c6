#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::minutes;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

const EventTime nine = at("2026-06-01T09:00:00Z");

ContextRecord ticket_for(std::uint64_t data_subject, EventTime when) {
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.kind = ContextKind::ticket;
  record.issued_by = IssuedBy::customer;
  record.principal = PrincipalToken{7};
  record.data_subject = DataSubjectToken{data_subject};
  record.ticket = TicketToken{data_subject};
  record.time = when;
  record.received = when;
  record.valid_from = when;
  return record;
}

TEST(Apply, retracts_an_access_that_had_been_judged_unexplained) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50, 51}));
  watched.wait_until(nine + minutes{31});
  ASSERT_EQ(watched.principal(7).justification.unexplained, 2);

  EXPECT_TRUE(watched.apply(ticket_for(50, nine + minutes{20})));
  EXPECT_EQ(watched.principal(7).justification.unexplained, 1);
  EXPECT_FALSE(watched.apply(ticket_for(50, nine + minutes{20}))) << "once is enough";
  EXPECT_EQ(watched.principal(7).justification.unexplained, 1);
}

TEST(Apply, retracts_nothing_that_is_still_in_its_grace_time) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  EXPECT_FALSE(watched.apply(ticket_for(50, nine + minutes{5})));
  watched.wait_until(nine + minutes{31});
  EXPECT_EQ(watched.principal(7).justification.unexplained, 0) << "it was explained in time";
  EXPECT_EQ(watched.principal(7).justification.resolved, 1);
}

TEST(Apply, does_not_retract_with_somebody_elses_ticket) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  watched.wait_until(nine + minutes{31});
  ContextRecord record = ticket_for(50, nine);
  record.principal = PrincipalToken{8};
  EXPECT_FALSE(watched.apply(record));
  EXPECT_EQ(watched.principal(7).justification.unexplained, 1);
}

TEST(Apply, lets_an_assigned_queue_explain_at_once) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  ContextRecord queue;
  queue.tenant = TenantToken{1};
  queue.kind = ContextKind::assignment;
  queue.principal = PrincipalToken{7};
  queue.queue = WordToken{77};
  queue.received = nine;
  watched.apply(queue);
  EventBuilder event(nine + minutes{1});
  event.subjects({51}).event().context.queue = WordToken{77};
  EXPECT_EQ(watched.count(event).unexplained, 0);
  EventBuilder other(nine + minutes{2});
  other.subjects({52}).event().context.queue = WordToken{78};
  EXPECT_EQ(watched.count(other).unexplained, 1);
}

TEST(Apply, keeps_the_eight_queues_assigned_last) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine));
  for (std::uint64_t queue = 1; queue <= 10; ++queue) {
    ContextRecord record;
    record.tenant = TenantToken{1};
    record.kind = ContextKind::assignment;
    record.principal = PrincipalToken{7};
    record.queue = WordToken{queue};
    watched.apply(record);
  }
  const auto& queues = watched.principal(7).queues;
  EXPECT_EQ(queues.size(), 8U);
  EXPECT_FALSE(queues.contains(WordToken{2}));
  EXPECT_TRUE(queues.contains(WordToken{10}));
}

TEST(Apply, remembers_when_somebody_leaves) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine));
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.kind = ContextKind::employment;
  record.principal = PrincipalToken{7};
  record.until = nine + one_day;
  EXPECT_FALSE(watched.apply(record));
  EXPECT_EQ(watched.principal(7).until, nine + one_day);
  EXPECT_EQ(watched.principal(7).since, EventTime{}) << "what the record lacks stays";
}

TEST(Apply, remembers_the_last_day_of_somebody_not_yet_seen) {
  WatchedWorld watched;
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.kind = ContextKind::employment;
  record.principal = PrincipalToken{7};
  record.valid_to = nine - one_day;
  EXPECT_FALSE(watched.apply(record));
  watched.count(EventBuilder(nine));
  EXPECT_EQ(watched.principal(7).until, nine - one_day);
  EXPECT_EQ(watched.principal(7).first_seen, nine);
}

TEST(Apply, makes_nobody_of_a_principal_that_was_never_seen) {
  WatchedWorld watched;
  ContextRecord record = ticket_for(50, nine);
  EXPECT_FALSE(watched.apply(record));
  EXPECT_EQ(watched.world.principals.size(), 0U);
  EXPECT_EQ(watched.world.explanations.size(), 1U) << "but the ticket is on record";
}

TEST(Apply, retracts_with_a_record_that_names_no_principal) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  watched.count(EventBuilder(nine).by(8).subjects({50}));
  watched.wait_until(nine + minutes{31});
  ContextRecord record = ticket_for(50, nine);
  record.principal = {};
  EXPECT_TRUE(watched.apply(record));
  EXPECT_NEAR(watched.principal(7).justification.unexplained, 0.2, 1e-6);
  EXPECT_NEAR(watched.principal(8).justification.unexplained, 0.2, 1e-6);
  EXPECT_EQ(watched.principal(7).justification.explained_late, 1);
}

TEST(Apply, judges_by_the_time_of_the_access_and_not_of_the_latest_event) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  watched.count(EventBuilder(nine + std::chrono::hours{5}).subjects({51}).conversation(3, 51));
  ContextRecord record = ticket_for(50, nine);
  record.valid_to = nine + std::chrono::hours{1};
  record.received = nine + std::chrono::hours{5};
  EXPECT_TRUE(watched.apply(record)) << "it held when the customer was opened";
  EXPECT_EQ(watched.principal(7).justification.unexplained, 0);
}

TEST(Apply, retracts_what_was_opened_the_day_before) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  watched.count(EventBuilder(nine + one_day).subjects({51}).conversation(3, 51));
  ASSERT_EQ(watched.principal(7).justification.last_unexplained, 1);
  ContextRecord record = ticket_for(50, nine);
  record.received = nine + one_day;
  EXPECT_TRUE(watched.apply(record));
  EXPECT_EQ(watched.principal(7).justification.last_unexplained, 0);
}

ContextRecord about(ContextKind kind, std::uint64_t principal, EventTime when) {
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.kind = kind;
  record.issued_by = IssuedBy::system;
  record.principal = PrincipalToken{principal};
  record.time = when;
  record.received = when;
  record.valid_from = when;
  return record;
}

TEST(Apply, lets_a_hand_over_explain_the_customers_of_whoever_went) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).by(8).subjects({50}).conversation(3, 50));
  ContextRecord record = about(ContextKind::handover, 7, nine);
  record.from = PrincipalToken{8};
  watched.apply(record);
  EXPECT_EQ(watched.count(EventBuilder(nine + minutes{5}).subjects({50})).unexplained, 0);
  EXPECT_EQ(watched.count(EventBuilder(nine + minutes{6}).subjects({51})).unexplained, 1)
      << "nobody had that one";
  EXPECT_EQ(watched.count(EventBuilder(nine + std::chrono::hours{10}).subjects({52})).unexplained,
            1);
}

TEST(Apply, limits_an_approval_to_its_class_and_time) {
  WatchedWorld watched;
  ContextRecord record = about(ContextKind::approval, 7, nine);
  record.change = ChangeToken{5};
  record.record_class = WordToken{33};
  watched.apply(record);
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50}).resource(33, 1)).unexplained, 0);
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({51}).resource(34, 1)).unexplained, 1);
  EXPECT_EQ(
      watched.count(EventBuilder(nine + 2 * one_day).subjects({52}).resource(33, 1)).unexplained, 1)
      << "without an end it holds for a day";
}

TEST(Apply, takes_a_mere_permission_for_no_reason) {
  WatchedWorld watched;
  watched.apply(about(ContextKind::grant, 7, nine));
  watched.apply(about(ContextKind::roster, 7, nine));
  ContextRecord consent = ticket_for(50, nine);
  consent.kind = ContextKind::consent;
  watched.apply(consent);
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50})).unexplained, 1);
}

TEST(Apply, lets_a_shift_at_a_queue_explain_while_it_lasts) {
  WatchedWorld watched;
  ContextRecord shift = about(ContextKind::roster, 7, nine);
  shift.queue = WordToken{77};
  shift.valid_to = nine + std::chrono::hours{8};
  watched.apply(shift);
  const auto open = [&](EventTime when, std::uint64_t data_subject) {
    EventBuilder event(when);
    event.subjects({data_subject}).event().context.queue = WordToken{77};
    return watched.count(event).unexplained;
  };
  EXPECT_EQ(open(nine + minutes{5}, 50), 0);
  EXPECT_EQ(open(nine + std::chrono::hours{12}, 51), 1);
}

TEST(Apply, lets_a_conversation_speak_for_whom_another_system_links_to_it) {
  WatchedWorld watched;
  ContextRecord record = ticket_for(51, nine);
  record.kind = ContextKind::link;
  record.principal = {};
  record.conversation = ConversationToken{3};
  record.issued_by = IssuedBy::system;
  watched.apply(record);
  EventBuilder event(nine);
  event.kind(PrincipalKind::bot).subjects({50, 51, 52}).conversation(3, 50);
  EXPECT_EQ(watched.count(event).new_foreign, 1);
}

}  // namespace
}  // namespace centinela::state
