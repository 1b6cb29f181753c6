// What bots and AI agents do in conversations: chains, intents, tools, deputies, retrieval, walks.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::uint64_t agent = 90;
constexpr std::uint64_t customer = 50;
constexpr std::uint64_t summarise = 70;

class Talk : public testing::Test {
 protected:
  EventBuilder turn(std::uint64_t conversation, std::uint64_t record_class, Action action) {
    now_ = now_ + seconds{5};
    EventBuilder event(now_);
    event.by(agent).kind(PrincipalKind::agent).conversation(conversation, customer);
    event.resource(record_class, 1).action(action);
    event.event().context.intent = WordToken{summarise};
    event.event().resource.sensitivity = Sensitivity::personal;
    return event;
  }
  // Ticket, customer, reply: what the intent usually does.
  void usual(std::uint64_t conversation) {
    EventBuilder ticket = turn(conversation, 1, Action::read).subjects({customer});
    office.judge(ticket);
    EventBuilder person = turn(conversation, 2, Action::read).subjects({customer});
    office.judge(person);
    EventBuilder reply = turn(conversation, 1, Action::update).subjects({customer});
    office.judge(reply);
  }
  void learn_the_intent(std::uint64_t conversations = 200) {
    for (std::uint64_t i = 0; i < conversations; ++i) {
      usual(1000 + i);
      if (i % 60 == 59) {
        now_ = now_ + one_day;
      }
    }
  }
  std::optional<Evidence> say(EventBuilder event, DetectorId detector, Leg leg = 0) {
    return office.judge(event, detector, leg);
  }
  EventBuilder tainted(std::uint64_t conversation) {
    EventBuilder event = turn(conversation, 1, Action::read).subjects({customer});
    event.event().context.untrusted_input = true;
    return event;
  }
  EventBuilder share(std::uint64_t conversation) {
    EventBuilder event = turn(conversation, 1, Action::share).subjects({customer});
    event.event().destination = DestinationToken{5};
    return event;
  }

  Office office;
  EventTime now_ = testing_support::at("2026-06-01T09:00:00Z");
};

TEST_F(Talk, that_reads_foreign_data_after_outside_text_and_shares_it_is_a_broken_promise) {
  EXPECT_FALSE(say(tainted(3), DetectorId::tainted_chain));
  EXPECT_FALSE(say(turn(3, 2, Action::read).subjects({61}), DetectorId::tainted_chain));
  const auto chain = say(share(3), DetectorId::tainted_chain);
  ASSERT_TRUE(chain);
  EXPECT_TRUE(chain->is_invariant);
  EXPECT_EQ(chain->invariant_route, Route::page);
  EXPECT_EQ(chain->entity.type, EntityType::conversation);
  EXPECT_EQ(chain->facts[0], 10) << "seconds since the taint";
}

TEST_F(Talk, that_writes_after_reading_foreign_data_may_carry_it_out) {
  say(tainted(3), DetectorId::tainted_chain);
  EXPECT_FALSE(say(turn(3, 2, Action::update).subjects({customer}), DetectorId::tainted_chain))
      << "a write before the read carries nothing";
  say(turn(3, 3, Action::read).subjects({61}), DetectorId::tainted_chain);
  EXPECT_TRUE(say(turn(3, 4, Action::update).subjects({customer}), DetectorId::tainted_chain));
}

TEST_F(Talk, that_shares_what_its_own_customer_may_see_is_no_chain) {
  say(tainted(3), DetectorId::tainted_chain);
  say(turn(3, 2, Action::read).subjects({customer}), DetectorId::tainted_chain);
  EXPECT_FALSE(say(share(3), DetectorId::tainted_chain));
}

TEST_F(Talk, that_had_its_foreign_read_before_the_outside_text_is_no_chain) {
  say(turn(3, 2, Action::read).subjects({61}), DetectorId::tainted_chain);
  say(tainted(3), DetectorId::tainted_chain);
  EXPECT_FALSE(say(share(3), DetectorId::tainted_chain));
}

TEST_F(Talk, whose_scope_is_unknown_satisfies_no_leg) {
  const auto unknown = [](EventBuilder event) {
    event.event().context.acting_for = {};
    return event;
  };
  say(unknown(tainted(3)), DetectorId::tainted_chain);
  say(unknown(turn(3, 2, Action::read).subjects({61})), DetectorId::tainted_chain);
  EXPECT_FALSE(say(unknown(share(3)), DetectorId::tainted_chain));
}

TEST_F(Talk, that_was_refused_the_foreign_data_is_no_chain) {
  say(tainted(3), DetectorId::tainted_chain);
  say(turn(3, 2, Action::read).subjects({61}).outcome(Outcome::denied), DetectorId::tainted_chain);
  EXPECT_FALSE(say(share(3), DetectorId::tainted_chain));
}

TEST_F(Talk, that_reads_a_table_unknown_to_the_intent_and_writes_it_out_is_a_chain) {
  learn_the_intent();
  say(tainted(3), DetectorId::tainted_chain);
  say(turn(3, 9, Action::read), DetectorId::tainted_chain);
  EXPECT_TRUE(say(share(3), DetectorId::tainted_chain)) << "nobody's data in particular";
}

TEST_F(Talk, that_reads_what_its_intent_never_reads_is_told_from_fifty_conversations_on) {
  learn_the_intent(40);
  EXPECT_FALSE(say(turn(3, 8, Action::read).subjects({customer}), DetectorId::intent_mismatch));
  learn_the_intent();
  const auto odd = say(turn(4, 8, Action::read).subjects({customer}), DetectorId::intent_mismatch);
  ASSERT_TRUE(odd);
  EXPECT_LT(odd->p_value, 0.01);
  EXPECT_TRUE(odd->passes_gate);
  EXPECT_EQ(odd->route_max, Route::ticket) << "novelty never pages";
  EXPECT_FALSE(say(turn(4, 8, Action::read).subjects({customer}), DetectorId::intent_mismatch))
      << "once a conversation";
}

TEST_F(Talk, with_a_step_that_one_in_ten_takes_is_hardly_news_after_forty_of_them) {
  learn_the_intent(1500);
  double first = 1;
  double last = 1;
  for (std::uint64_t i = 0; i < 400; ++i) {
    usual(5000 + i);
    if (i % 10 == 0) {
      EventBuilder step = share(5000 + i);
      const auto odd = office.judge(step, DetectorId::intent_mismatch);
      last = odd ? odd->p_value : 1;
      first = i == 0 ? last : first;
    }
  }
  EXPECT_LT(first, 1e-3) << "rare enough to be quarantined";
  EXPECT_GT(last, 5e-3);
}

TEST_F(Talk, that_reads_the_usual_or_the_declared_is_no_mismatch) {
  learn_the_intent();
  EXPECT_FALSE(say(turn(3, 2, Action::read).subjects({customer}), DetectorId::intent_mismatch));
  office.settings.intents = {{WordToken{summarise}, {WordToken{8}}, {}}};
  EXPECT_FALSE(say(turn(3, 8, Action::read).subjects({customer}), DetectorId::intent_mismatch));
}

TEST_F(Talk, with_a_new_tool_is_a_line_and_its_first_sensitive_read_a_ticket) {
  const auto with_tool = [](EventBuilder event, std::uint64_t tool, std::uint64_t version) {
    event.event().tool = WordToken{tool};
    event.event().tool_version = WordToken{version};
    return event;
  };
  for (int day = 0; day < 5; ++day) {
    now_ = now_ + one_day;
    EXPECT_FALSE(say(with_tool(turn(10, 1, Action::tool_call), 40, 1), DetectorId::tool_surface));
  }
  const auto change = say(with_tool(turn(11, 1, Action::tool_call).outcome(Outcome::error), 41, 1),
                          DetectorId::tool_surface);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->route_max, Route::digest);
  const auto read = say(with_tool(turn(11, 2, Action::read).subjects({customer}), 41, 1),
                        DetectorId::tool_surface,
                        1);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->passes_gate);
  EXPECT_FALSE(say(with_tool(turn(11, 2, Action::read).subjects({customer}), 41, 1),
                   DetectorId::tool_surface,
                   1));
  EXPECT_TRUE(say(with_tool(turn(12, 1, Action::tool_call).outcome(Outcome::error), 40, 2),
                  DetectorId::tool_surface))
      << "the same tool under another schema";
}

class Deputy : public Talk {
 protected:
  EventBuilder for_clerk(std::uint64_t conversation, std::uint64_t record_class) {
    EventBuilder event = turn(conversation, record_class, Action::read).subjects({customer});
    event.event().principal.on_behalf_of.push_back(PrincipalToken{clerk});
    return event;
  }
};

TEST_F(Deputy, is_told_when_it_reads_for_a_person_what_neither_ever_reads) {
  office.work(15);
  now_ = office.at_hour(8);
  for (std::uint64_t i = 0; i < 120; ++i) {
    EXPECT_FALSE(say(for_clerk(2000 + i, usual_class), DetectorId::confused_deputy));
  }
  const auto odd = say(for_clerk(3000, 77), DetectorId::confused_deputy);
  ASSERT_TRUE(odd);
  EXPECT_LT(odd->p_value, 0.05);
  EXPECT_EQ(odd->route_max, Route::ticket);
}

TEST_F(Deputy, is_not_judged_for_a_person_without_a_past) {
  now_ = office.at_hour(8);
  for (std::uint64_t i = 0; i < 120; ++i) {
    say(for_clerk(2000 + i, usual_class), DetectorId::confused_deputy);
  }
  EXPECT_FALSE(say(for_clerk(3000, 77), DetectorId::confused_deputy));
}

class Retrieval : public Talk {
 protected:
  EventBuilder search(std::uint64_t conversation, std::int64_t chunks) {
    EventBuilder event = turn(conversation, 5, Action::retrieve);
    event.event().records = chunks;
    event.event().query.shape = QueryShape::semantic;
    return event;
  }
};

TEST_F(Retrieval, of_the_index_in_one_session_is_told_against_the_usual_sessions) {
  for (std::uint64_t i = 0; i < 60; ++i) {
    say(search(100 + i, 5), DetectorId::retrieval_scope);
  }
  EXPECT_FALSE(say(search(300, 5), DetectorId::retrieval_scope));
  std::optional<Evidence> sweep;
  for (int page = 0; page < 60; ++page) {
    sweep = say(search(301, 50), DetectorId::retrieval_scope);
  }
  ASSERT_TRUE(sweep);
  EXPECT_LT(sweep->p_value, 1e-4);
  EXPECT_TRUE(sweep->passes_gate);
}

TEST_F(Retrieval, that_names_foreign_customers_is_told_from_the_third_on) {
  for (std::uint64_t i = 0; i < 60; ++i) {
    say(search(100 + i, 5), DetectorId::retrieval_scope);
  }
  std::optional<Evidence> foreign;
  for (std::uint64_t i = 0; i < 4; ++i) {
    EventBuilder hit = search(300, 5).subjects({61 + i});
    hit.action(Action::retrieve, Reach::listed);
    foreign = say(hit, DetectorId::retrieval_scope, 1);
  }
  ASSERT_TRUE(foreign);
  EXPECT_TRUE(foreign->passes_gate);
  EXPECT_LT(foreign->p_value, 0.01);
}

class Walk : public Talk {
 protected:
  EventBuilder ask(std::uint64_t conversation, std::uint32_t ordinal) {
    EventBuilder event = turn(conversation, 5, Action::read).subjects({ordinal});
    event.event().ordinals.push_back(ordinal);
    event.event().query.shape = QueryShape::by_id;
    return event;
  }
  EventBuilder miss(std::uint64_t conversation) {
    EventBuilder event = turn(conversation, 5, Action::read).outcome(Outcome::not_found);
    event.event().query.shape = QueryShape::by_id;
    return event;
  }
  void ask_as_usual(std::uint64_t conversations) {
    std::uint32_t ordinal = 7;
    for (std::uint64_t i = 0; i < conversations; ++i) {
      for (int n = 0; n < 4; ++n) {
        ordinal = ordinal * 2'654'435'761U + 1;
        say(ask(5000 + i, ordinal), DetectorId::id_enumeration);
      }
    }
  }
};

TEST_F(Walk, through_neighbouring_identifiers_is_told_with_refusals_between_them) {
  ask_as_usual(60);
  std::optional<Evidence> run;
  for (std::uint32_t ordinal = 100'417; ordinal < 100'430; ++ordinal) {
    const bool exists = ordinal % 3 != 0;
    run = say(exists ? ask(3, ordinal) : miss(3), DetectorId::id_enumeration);
  }
  run = say(ask(3, 100'430), DetectorId::id_enumeration);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->observed, 14);
  EXPECT_LT(run->p_value, 1e-3);
  EXPECT_TRUE(run->passes_gate);
}

TEST_F(Walk, is_told_downwards_too) {
  ask_as_usual(60);
  std::optional<Evidence> run;
  for (std::uint32_t i = 0; i < 12; ++i) {
    run = say(ask(3, 500 - i), DetectorId::id_enumeration);
  }
  ASSERT_TRUE(run);
  EXPECT_EQ(run->observed, 12);
}

TEST_F(Walk, is_none_for_identifiers_apart_nor_for_the_same_one_again) {
  ask_as_usual(60);
  std::optional<Evidence> run;
  for (std::uint32_t i = 0; i < 12; ++i) {
    run = say(ask(3, 100 + 10 * i), DetectorId::id_enumeration);
    EXPECT_FALSE(run);
    EXPECT_FALSE(say(ask(4, 100), DetectorId::id_enumeration));
  }
}

TEST_F(Walk, is_the_trade_of_service_accounts_and_registered_macros) {
  std::optional<Evidence> run;
  for (std::uint32_t i = 0; i < 20; ++i) {
    EventBuilder service = ask(3, 100 + i);
    service.kind(PrincipalKind::service);
    service.event().origin.session = SessionToken{9};
    EXPECT_FALSE(office.judge(service, DetectorId::id_enumeration));
    EventBuilder macro = ask(4, 100 + i);
    macro.event().context.automation = AutomationToken{1};
    EXPECT_FALSE(office.judge(macro, DetectorId::id_enumeration));
  }
}

TEST_F(Walk, into_nothing_is_told_by_its_refusals) {
  ask_as_usual(60);
  std::optional<Evidence> refused;
  for (int i = 0; i < 9; ++i) {
    refused = say(miss(3), DetectorId::id_enumeration, 1);
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->observed, 9);
  EXPECT_LT(refused->p_value, 1e-3);
}

}  // namespace
}  // namespace centinela::detectors
