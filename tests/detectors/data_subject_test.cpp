// The data-subject view: hot records, takeovers, and people who look at those close to them.
#include "centinela/state/observe_subject.h"

#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::uint64_t famous = 77;

class Subject : public testing::Test {
 protected:
  Subject() {
    office_.settings.disabled = 0;
    office_.work(5);
    now_ = office_.at_hour(9);
  }
  // Looks and waits until nothing can explain it any more.
  std::vector<Evidence> look(std::uint64_t who, Label label = Label::absent) {
    now_ = now_ + minutes{2};
    EventBuilder event = office_.usual(now_, who).subjects({famous});
    event.team(5, 1 + who % 3);
    if (label != Label::absent) {
      event.event().labels.insert(label);
      event.event().context.queue = WordToken{43};
    }
    office_.judge(event);
    return settle();
  }
  std::vector<Evidence> settle() {
    office_.watched.resolved.clear();
    now_ = now_ + minutes{31};
    office_.watched.wait_until(now_);
    EvidenceList list{};
    for (const state::ResolvedAccess& resolved : office_.watched.resolved) {
      const state::PrincipalState& principal =
          office_.watched.principal(resolved.access.principal.id);
      const state::GroupPath path =
          state::group_path(TenantToken{1}, principal.kind, principal.role, principal.team);
      const JustificationInput input{resolved,
                                     principal,
                                     office_.watched.world.groups.touch(path, principal.kind),
                                     office_.settings,
                                     now_};
      unjustified_access(input, list);
      hot_record(input, list);
      relationship_snoop(input, list);
    }
    return {list.begin(), list.end()};
  }
  static std::optional<Evidence> of(const std::vector<Evidence>& all, DetectorId detector) {
    const auto at = std::find_if(all.begin(), all.end(), [detector](const Evidence& one) {
      return one.detector == detector;
    });
    return at == all.end() ? std::nullopt : std::optional<Evidence>(*at);
  }

  Office office_;
  EventTime now_;
};

TEST_F(Subject, is_hot_when_six_people_look_without_a_reason) {
  EXPECT_FALSE(of(look(1), DetectorId::hot_record)) << "one is nobody's crowd";
  const auto two = of(look(2), DetectorId::hot_record);
  ASSERT_TRUE(two);
  EXPECT_FALSE(two->passes_gate);
  look(3);
  look(4);
  look(5);
  const auto six = of(look(6), DetectorId::hot_record);
  ASSERT_TRUE(six);
  EXPECT_EQ(six->entity.type, EntityType::data_subject);
  EXPECT_EQ(six->observed, 6);
  EXPECT_EQ(six->facts[0], 3) << "teams";
  EXPECT_TRUE(six->passes_gate);
  EXPECT_LT(six->p_value, 1e-3);
}

TEST_F(Subject, is_not_hot_for_one_person_who_looks_again_and_again) {
  for (int i = 0; i < 8; ++i) {
    EXPECT_FALSE(of(look(1), DetectorId::hot_record));
  }
}

TEST_F(Subject, opened_again_and_again_without_a_reason_is_told_at_the_third_day) {
  const auto repeated = [](const std::vector<Evidence>& all) {
    const auto at = std::find_if(all.begin(), all.end(), [](const Evidence& one) {
      return one.detector == DetectorId::unjustified_access && one.leg == 1;
    });
    return at == all.end() ? std::nullopt : std::optional<Evidence>(*at);
  };
  EXPECT_FALSE(repeated(look(1)));
  now_ = now_ + one_day;
  const auto second = repeated(look(1));
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->passes_gate);
  now_ = now_ + one_day;
  EXPECT_FALSE(repeated(look(2))) << "another person's days are not added";
  const auto third = repeated(look(1));
  ASSERT_TRUE(third);
  EXPECT_EQ(third->observed, 3);
  EXPECT_TRUE(third->passes_gate);
  EXPECT_EQ(third->route_max, Route::ticket);
  EXPECT_EQ(third->word, famous);
  EXPECT_EQ(third->opportunity, second->opportunity);
  EXPECT_LT(third->p_value, second->p_value);
  now_ = now_ + 40 * one_day;
  EXPECT_FALSE(repeated(look(1))) << "forgotten after thirty days";
}

TEST_F(Subject, is_not_hot_when_the_visits_are_days_apart) {
  for (std::uint64_t who = 1; who <= 6; ++who) {
    EXPECT_FALSE(of(look(who), DetectorId::hot_record));
    now_ = now_ + one_day;
  }
}

// Where every twentieth access lacks a reason, thirty with one leave room for one or two without.
TEST(HotSight, expects_more_of_somebody_whom_many_had_reason_to_open) {
  WatchedWorld watched;
  state::PendingAccess access;
  access.principal = {EntityType::principal, TenantToken{1}, 1};
  access.time = testing_support::at("2026-06-01T09:00:00Z");
  const auto visit = [&](std::uint64_t who, std::uint64_t whom) {
    access.principal.id = who;
    access.data_subject = DataSubjectToken{whom};
    return state::note_unexplained_access(watched.world, access);
  };
  for (std::uint64_t who = 1; who <= 30; ++who) {
    access.principal.id = who;
    access.data_subject = DataSubjectToken{famous};
    state::note_explained_access(watched.world, access);
    visit(who, 5000 + who);
  }
  const state::HotSight of_few = visit(99, 80);
  const state::HotSight of_many = visit(99, famous);
  EXPECT_NEAR(of_many.explained, 30, 0.1);
  EXPECT_GT(of_many.mean, 5 * of_few.mean);
}

TEST_F(Subject, is_no_matter_of_machines) {
  for (std::uint64_t who = 200; who < 210; ++who) {
    EventBuilder event = office_.usual(now_, who).kind(PrincipalKind::service).subjects({famous});
    office_.judge(event);
    const auto said = settle();
    EXPECT_FALSE(of(said, DetectorId::hot_record));
    EXPECT_FALSE(of(said, DetectorId::relationship_snoop));
  }
}

TEST_F(Subject, cools_when_an_explanation_comes_after_all) {
  look(1);
  look(2);
  look(3);
  ContextRecord ticket{};
  ticket.tenant = TenantToken{1};
  ticket.kind = ContextKind::ticket;
  ticket.issued_by = IssuedBy::customer;
  ticket.principal = PrincipalToken{3};
  ticket.data_subject = DataSubjectToken{famous};
  ticket.ticket = TicketToken{8};
  ticket.received = now_;
  ticket.valid_from = now_ - hours{2};
  ASSERT_TRUE(office_.watched.apply(ticket));
  const auto next = of(look(4), DetectorId::hot_record);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->observed, 3);
}

TEST_F(Subject, close_to_somebody_is_told_at_the_third_unexplained_day) {
  EXPECT_FALSE(of(look(1, Label::household), DetectorId::relationship_snoop));
  now_ = now_ + one_day;
  const auto second = of(look(1, Label::household), DetectorId::relationship_snoop);
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->passes_gate);
  now_ = now_ + one_day;
  const auto third = of(look(1, Label::household), DetectorId::relationship_snoop);
  ASSERT_TRUE(third);
  EXPECT_TRUE(third->passes_gate);
  EXPECT_EQ(third->entity.type, EntityType::principal);
  EXPECT_EQ(third->route_max, Route::ticket);
}

// A ticket of the customer in some other queue explains a stranger's look, not a relative's.
TEST_F(Subject, close_to_somebody_is_not_explained_by_a_ticket_of_another_queue) {
  ContextRecord ticket{};
  ticket.tenant = TenantToken{1};
  ticket.kind = ContextKind::ticket;
  ticket.issued_by = IssuedBy::customer;
  ticket.data_subject = DataSubjectToken{famous};
  ticket.ticket = TicketToken{8};
  ticket.queue = WordToken{44};
  ticket.received = now_;
  ticket.valid_from = now_;
  office_.watched.apply(ticket);
  look(1, Label::household);
  now_ = now_ + one_day;
  const auto again = of(look(1, Label::household), DetectorId::relationship_snoop);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->observed, 2);
  EXPECT_FALSE(of(look(2), DetectorId::hot_record)) << "nor is a stranger's look odd";
}

TEST_F(Subject, not_flagged_as_close_is_no_relation) {
  for (int day = 0; day < 4; ++day) {
    EXPECT_FALSE(of(look(1), DetectorId::relationship_snoop));
    now_ = now_ + one_day;
  }
}

class Takeover : public testing::Test {
 protected:
  Takeover() {
    office_.watched.settings.fields = {{WordToken{31}}, {WordToken{32}}, {WordToken{33}}};
  }
  EventBuilder change(std::uint64_t field, Duration after = hours{1}) {
    now_ = now_ + after;
    EventBuilder event = office_.usual(now_, clerk).subjects({famous}).action(Action::update);
    event.event().resource.fields.push_back(WordToken{field});
    event.event().resource.field_total = 1;
    return event;
  }
  std::optional<Evidence> see(EventBuilder event) {
    return office_.judge(event, DetectorId::takeover_chain);
  }
  Office office_;
  EventTime now_ = office_.at_hour(8);
};

TEST_F(Takeover, is_told_when_all_three_steps_follow_within_three_days) {
  EXPECT_FALSE(see(change(31)));
  EXPECT_FALSE(see(change(32)));
  const auto chain = see(change(33));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->entity.type, EntityType::data_subject);
  EXPECT_EQ(chain->family, Family::integrity);
  EXPECT_EQ(chain->route_max, Route::page);
  EXPECT_LE(chain->p_value, 1e-3);
  EXPECT_FALSE(see(change(33))) << "told once";
}

TEST_F(Takeover, is_a_ticket_at_most_when_the_customer_asked_for_the_first_step) {
  EventBuilder first = change(31);
  first.conversation(famous, famous);
  see(first);
  see(change(32));
  const auto chain = see(change(33));
  ASSERT_TRUE(chain);
  EXPECT_EQ(chain->route_max, Route::ticket);
}

TEST_F(Takeover, is_none_out_of_order_or_out_of_time) {
  EXPECT_FALSE(see(change(33)));
  EXPECT_FALSE(see(change(32)));
  EXPECT_FALSE(see(change(31)));
  EXPECT_FALSE(see(change(33))) << "no reset between contact and payout";
  see(change(31, hours{100}));
  see(change(32));
  EXPECT_FALSE(see(change(33, hours{73})));
}

TEST_F(Takeover, does_not_begin_with_a_machine_nor_with_a_refusal) {
  EventBuilder bot = change(31);
  bot.kind(PrincipalKind::service);
  see(bot);
  see(change(32));
  EXPECT_FALSE(see(change(33)));
  EventBuilder refused = change(31);
  refused.outcome(Outcome::denied);
  see(refused);
  see(change(32));
  EXPECT_FALSE(see(change(33)));
}

}  // namespace
}  // namespace centinela::detectors
