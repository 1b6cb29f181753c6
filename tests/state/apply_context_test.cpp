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

}  // namespace
}  // namespace centinela::state
