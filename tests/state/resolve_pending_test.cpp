#include "centinela/state/justification.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

const EventTime nine = at("2026-06-01T09:00:00Z");

TEST(ResolvePending, waits_for_the_grace_time_and_settles_once) {
  WatchedWorld watched;
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50})).unexplained, 1);
  watched.wait_until(nine + minutes{30} - Duration{1});
  EXPECT_TRUE(watched.resolved.empty());
  watched.wait_until(nine + minutes{30});
  ASSERT_EQ(watched.resolved.size(), 1U);
  EXPECT_EQ(watched.resolved[0].access.data_subject, DataSubjectToken{50});
  EXPECT_EQ(watched.resolved[0].explained.strength, 0);
  watched.wait_until(nine + minutes{60});
  EXPECT_EQ(watched.resolved.size(), 1U);
  EXPECT_EQ(watched.principal(7).justification.resolved, 1);
  EXPECT_EQ(watched.principal(7).justification.unexplained, 1);
}

TEST(ResolvePending, counts_an_explained_access_at_once_and_never_twice) {
  WatchedWorld watched;
  const Counted counted = watched.count(EventBuilder(nine).subjects({50}).conversation(3, 50));
  EXPECT_EQ(counted.new_today, 1);
  EXPECT_EQ(counted.unexplained, 0);
  EXPECT_EQ(watched.principal(7).justification.resolved, 1);
  watched.wait_until(nine + minutes{40});
  EXPECT_TRUE(watched.resolved.empty());
}

TEST(ResolvePending, takes_a_repeat_within_a_fortnight_as_explained_before) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}).conversation(3, 50));
  EXPECT_EQ(watched.count(EventBuilder(nine + days{3}).subjects({50})).unexplained, 0);
  EXPECT_EQ(watched.count(EventBuilder(nine + days{3}).subjects({51})).unexplained, 1);
  watched.count(EventBuilder(nine + days{60}).subjects({99}).conversation(4, 99));
  EXPECT_EQ(watched.count(EventBuilder(nine + days{60}).subjects({50})).unexplained, 1)
      << "two months later it is a new access";
}

TEST(ResolvePending, does_not_take_an_unexplained_access_for_a_reason) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}));
  EXPECT_EQ(watched.count(EventBuilder(nine + days{1}).subjects({50})).unexplained, 1);
}

TEST(ResolvePending, judges_early_when_too_many_wait_and_counts_that) {
  WatchedWorld watched;
  watched.world.bounds.pending_max = 10;
  watched.count(EventBuilder(nine).subjects_from(100, 25));
  resolve_pending(watched.world, watched.settings, watched.resolved);
  EXPECT_EQ(watched.resolved.size(), 15U);
  EXPECT_EQ(watched.world.pending_overflows, 15U);
  EXPECT_EQ(watched.resolved[0].access.data_subject, DataSubjectToken{100}) << "oldest first";
}

TEST(ResolvePending, settles_what_was_opened_before_midnight_on_the_day_it_was_opened) {
  WatchedWorld watched;
  const EventTime late = at("2026-06-01T23:50:00Z");
  watched.count(EventBuilder(late).subjects({50}));
  watched.count(EventBuilder(late + minutes{15}).subjects({51}).conversation(3, 51));
  watched.wait_until(late + minutes{40});
  ASSERT_EQ(watched.resolved.size(), 1U);
  EXPECT_EQ(watched.principal(7).justification.unexplained, 0);
  EXPECT_EQ(watched.principal(7).justification.resolved, 1) << "today's, which was explained";
  const JustificationTrack yesterday =
      justification_of(watched.principal(7).justification, watched.resolved[0].access.day);
  EXPECT_EQ(yesterday.unexplained, 1);
  EXPECT_EQ(yesterday.resolved, 1);
}

TEST(ResolvePending, keeps_the_near_miss_for_the_sentence) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}).ticket(9, 51, true));
  watched.wait_until(nine + minutes{31});
  ASSERT_EQ(watched.resolved.size(), 1U);
  EXPECT_EQ(watched.resolved[0].explained.miss, NearestMiss::other_subjects_ticket);
}

TEST(ResolvePending, does_not_take_the_readers_own_ticket_for_a_reason) {
  WatchedWorld watched;
  ContextRecord record;
  record.tenant = TenantToken{1};
  record.kind = ContextKind::ticket;
  record.issued_by = IssuedBy::self;
  record.principal = PrincipalToken{7};
  record.data_subject = DataSubjectToken{50};
  record.ticket = TicketToken{9};
  record.time = nine;
  record.received = nine;
  watched.apply(record);
  EXPECT_EQ(watched.count(EventBuilder(nine).subjects({50}).ticket(9, 50, true)).unexplained, 1);
  watched.wait_until(nine + minutes{31});
  ASSERT_EQ(watched.resolved.size(), 1U);
  EXPECT_EQ(watched.resolved[0].explained.miss, NearestMiss::own_ticket);
  EXPECT_EQ(watched.count(EventBuilder(nine + minutes{40}).by(8).subjects({50}).ticket(9, 50, true))
                .unexplained,
            0)
      << "whoever works on a colleague's ticket did not write it to have one";
}

TEST(ResolvePending, believes_one_ticket_less_the_more_customers_it_is_named_for) {
  WatchedWorld watched;
  EventBuilder household(nine);
  household.subjects_from(100, 5).ticket(9, 0, true);
  EXPECT_EQ(watched.count(household).unexplained, 0);
  EventBuilder crowd(nine + minutes{1});
  crowd.subjects_from(200, 40).ticket(9, 0, true);
  EXPECT_EQ(watched.count(crowd).unexplained, 35) << "from the eleventh customer on";
  EventBuilder named(nine + minutes{2});
  EXPECT_EQ(watched.count(named.subjects({300}).ticket(9, 300, true)).unexplained, 0)
      << "who names the ticket's customer has one for each";
  watched.wait_until(nine + minutes{40});
  EXPECT_EQ(watched.resolved.back().explained.miss, NearestMiss::reused_ticket);
}

TEST(ResolvePending, sums_up_for_the_tenant_what_is_explained) {
  WatchedWorld watched;
  watched.count(EventBuilder(nine).subjects({50}).conversation(3, 50));
  watched.count(EventBuilder(nine).subjects({51, 52}));
  watched.wait_until(nine + minutes{31});
  const TenantState& tenant = watched.tenant();
  EXPECT_EQ(tenant.explained, 1);
  EXPECT_EQ(tenant.unexplained, 2);
}

}  // namespace
}  // namespace centinela::state
