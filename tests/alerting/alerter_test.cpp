#include "centinela/codec/alert_encoder.h"

#include "desk.h"

#include <gtest/gtest.h>

#include <numeric>

namespace centinela::alerting {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Alerter, makes_of_one_episode_one_alert_that_is_revised) {
  Desk desk;
  const auto opened = desk.judge({desk.volume(rare), desk.unjustified(rare)});
  ASSERT_EQ(opened.size(), 1U);
  EXPECT_EQ(opened[0].reason, DecisionReason::opened);
  EXPECT_EQ(opened[0].alert.state, AlertState::open);
  EXPECT_EQ(opened[0].alert.revision, 1U);
  const auto grown = desk.judge({desk.volume(rare)}, 30);
  ASSERT_EQ(grown.size(), 1U);
  EXPECT_EQ(grown[0].reason, DecisionReason::evidence_grew);
  EXPECT_EQ(grown[0].alert.id, opened[0].alert.id);
  EXPECT_EQ(grown[0].alert.revision, 2U);
  const auto closed = desk.wait(minutes{32});
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].reason, DecisionReason::episode_ended);
  EXPECT_EQ(closed[0].alert.state, AlertState::closed);
  EXPECT_EQ(closed[0].alert.id, opened[0].alert.id);
  EXPECT_EQ(desk.alerter.open_alerts(), 0U);
}

TEST(Alerter, weighs_the_evidence_of_accounts_whose_circumstances_call_for_it) {
  const auto p_of = [](double weight) {
    Desk desk;
    Evidence promise = desk.promise(Route::ticket);
    Evidence volume = desk.volume(1e-3);
    volume.weight = weight;
    const std::vector<Decision> told = desk.judge({promise, volume});
    for (const AlertReason& reason : told.at(0).alert.reasons) {
      if (reason.family == "volume") {
        return reason.p_value;
      }
    }
    return -1.0;
  };
  EXPECT_NEAR(p_of(2), p_of(1) / 2, 1e-12);
}

TEST(Alerter, says_nothing_again_while_nothing_is_new) {
  Desk desk;
  ASSERT_EQ(desk.judge({desk.volume(rare), desk.unjustified(rare)}, 40).size(), 1U);
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(desk.judge({desk.volume(rare), desk.unjustified(rare)}, 0).empty());
  }
}

TEST(Alerter, lets_severity_and_route_only_rise) {
  Desk desk;
  Severity severity = Severity::none;
  Route route = Route::digest;
  double p = 1e-3;
  for (int i = 0; i < 40; ++i) {
    p = i % 3 == 0 ? p / 5 : 0.1;
    for (const Decision& decision : desk.judge({desk.volume(p), desk.unjustified(p)}, 3)) {
      EXPECT_GE(decision.alert.severity, severity);
      EXPECT_GE(decision.alert.route, route);
      severity = decision.alert.severity;
      route = decision.alert.route;
    }
    p = i % 3 == 0 ? p : 1e-3 / (i + 1);
  }
  EXPECT_EQ(severity, Severity::critical);
}

TEST(Alerter, ends_an_alert_of_which_nothing_is_left) {
  Desk desk;
  Evidence gap = desk.promise(Route::ticket);
  gap.replaces = true;
  gap.observed = 12;
  ASSERT_EQ(desk.judge({gap}).size(), 1U);
  gap.is_invariant = false;
  gap.p_value = 1;
  gap.observed = 5;
  EXPECT_TRUE(desk.judge({gap}).empty());
  gap.observed = 0;
  const std::vector<Decision> ended = desk.judge({gap});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].reason, DecisionReason::episode_ended);
  EXPECT_EQ(ended[0].alert.reasons[0].observed, 0);
  EXPECT_EQ(desk.alerter.open_alerts(), 0U);
}

TEST(Alerter, says_at_the_end_what_is_still_open) {
  Desk desk;
  Evidence gap = desk.promise(Route::ticket);
  gap.replaces = true;
  gap.observed = 12;
  desk.judge({gap});
  gap.is_invariant = false;
  gap.p_value = 1;
  gap.observed = 5;
  desk.judge({gap});
  const std::vector<Decision> ended = desk.wait(std::chrono::minutes{40});
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].alert.reasons[0].observed, 5);
}

TEST(Alerter, ends_an_episode_after_a_day_however_busy_it_is) {
  Desk desk;
  desk.judge({desk.volume(rare)});
  bool was_closed = false;
  for (int i = 0; i < 74; ++i) {
    for (const Decision& decision : desk.judge({}, 0, minutes{20})) {
      was_closed = was_closed || decision.reason == DecisionReason::episode_ended;
    }
  }
  EXPECT_TRUE(was_closed);
}

TEST(Alerter, stays_in_the_shadow_until_the_tenant_is_warm) {
  Desk desk;
  desk.first_event = desk.now - hours{24 * 6};
  const auto early = desk.judge({desk.volume(rare), desk.unjustified(rare)});
  ASSERT_EQ(early.size(), 1U);
  EXPECT_EQ(early[0].alert.state, AlertState::shadow);
  const auto closed = desk.wait(minutes{40});
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].alert.state, AlertState::shadow) << "what began so ends so";
}

TEST(Alerter, speaks_of_broken_promises_from_the_first_day) {
  Desk desk;
  desk.first_event = desk.now;
  const auto broken = desk.judge({desk.promise(Route::page)});
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].alert.state, AlertState::open);
  EXPECT_EQ(broken[0].alert.route, Route::page);
}

TEST(Alerter, never_pages_for_what_may_raise_a_line_at_most) {
  Desk desk;
  Evidence novelty = desk.evidence(DetectorId::first_access, Family::novelty, 1e-9);
  novelty.route_max = Route::digest;
  EXPECT_TRUE(desk.judge({novelty}).empty());
}

TEST(Alerter, never_tells_what_passed_no_practical_gate) {
  Desk desk;
  Evidence small = desk.volume(1e-9);
  small.passes_gate = false;
  EXPECT_TRUE(desk.judge({small}).empty());
}

TEST(Alerter, wakes_nobody_for_what_is_not_rare_in_itself_however_quiet_the_tenant) {
  Desk desk;
  const auto told = desk.judge({desk.volume(4e-3), desk.unjustified(4e-3)});
  for (const Decision& decision : told) {
    EXPECT_NE(decision.alert.route, Route::page) << decision.alert.p_value;
  }
  const auto rarer = desk.judge({desk.volume(1e-5), desk.unjustified(1e-5)});
  ASSERT_FALSE(rarer.empty());
  EXPECT_EQ(rarer.back().alert.route, Route::page);
}

TEST(Alerter, spends_no_more_pages_a_day_than_its_ceiling) {
  Settings settings;
  settings.pages_per_day = 2;
  settings.tickets_per_day = 1;
  Desk desk(settings);
  int pages = 0;
  for (std::uint64_t who = 10; who < 40; ++who) {
    desk.who = who;
    for (const Decision& decision : desk.judge({desk.volume(2e-6), desk.unjustified(2e-6)})) {
      pages += decision.alert.route == Route::page ? 1 : 0;
    }
  }
  EXPECT_EQ(pages, 7) << "2·2 + 3";
  EXPECT_EQ(desk.alerter.pages_withheld(), 23U) << "and says how many it kept back";
}

TEST(Alerter, never_throttles_what_is_beyond_doubt) {
  Settings settings;
  settings.pages_per_day = 2;
  Desk desk(settings);
  int pages = 0;
  for (std::uint64_t who = 10; who < 40; ++who) {
    desk.who = who;
    for (const Decision& decision : desk.judge({desk.volume(1e-10), desk.unjustified(1e-10)})) {
      pages += decision.alert.route == Route::page ? 1 : 0;
    }
  }
  EXPECT_EQ(pages, 30);
}

TEST(Alerter, turns_a_promise_that_is_broken_all_the_time_into_a_ticket) {
  Desk desk;
  std::vector<Route> routes;
  for (std::uint64_t conversation = 1; conversation <= 5; ++conversation) {
    Evidence broken = desk.promise(Route::page);
    broken.entity = {EntityType::conversation, TenantToken{1}, conversation};
    routes.push_back(desk.judge({broken}).front().alert.route);
  }
  EXPECT_EQ(
      routes,
      (std::vector<Route>{Route::page, Route::page, Route::page, Route::ticket, Route::ticket}));
}

TEST(Alerter, closes_every_open_alert_at_the_end_and_only_once) {
  Desk desk;
  for (std::uint64_t who = 10; who < 13; ++who) {
    desk.who = who;
    desk.judge({desk.volume(rare), desk.unjustified(rare)});
  }
  std::vector<Decision> out;
  desk.alerter.close_all(desk.point(), out);
  EXPECT_EQ(out.size(), 3U);
  for (const Decision& decision : out) {
    EXPECT_EQ(decision.alert.state, AlertState::closed);
  }
  out.clear();
  desk.alerter.close_all(desk.point(), out);
  EXPECT_TRUE(out.empty());
}

TEST(Alerter, gives_the_same_alerts_to_the_same_judgements) {
  const auto run = [] {
    Desk desk;
    std::string text;
    for (int i = 0; i < 30; ++i) {
      desk.who = 10 + static_cast<std::uint64_t>(i % 4);
      const double p = i % 5 == 0 ? 1e-6 : 0.3;
      for (const Decision& decision : desk.judge({desk.volume(p), desk.unjustified(p)}, 2)) {
        text += codec::encode_alert(decision.alert) + "\n";
      }
    }
    return text;
  };
  const std::string once = run();
  EXPECT_FALSE(once.empty());
  EXPECT_EQ(once, run());
}

TEST(AlertId, depends_on_the_entity_and_the_key) {
  const auto id_under = [](const char* key, std::uint64_t who) {
    Desk desk;
    desk.who = who;
    Alerter alerter{desk.settings, {"", "", key, {}}, desk.names};
    Judgement judgement;
    judgement.log_time = desk.now;
    judgement.tenant = {TenantToken{1}, desk.first_event, desk.now, 40};
    judgement.principal.id = PrincipalToken{who};
    const std::vector<Evidence> said = {desk.volume(1e-9)};
    judgement.evidence = said;
    std::vector<Decision> out;
    alerter.judge(judgement, out);
    return out.empty() ? std::string{} : print(out[0].alert.id);
  };
  EXPECT_EQ(id_under("1c9e04b7", 7), id_under("1c9e04b7", 7));
  EXPECT_NE(id_under("1c9e04b7", 7), id_under("1c9e04b7", 8));
  EXPECT_NE(id_under("1c9e04b7", 7), id_under("00000000", 7));
  EXPECT_EQ(id_under("1c9e04b7", 7).size(), 32U);
}

TEST(Render, keeps_to_three_reasons_whose_shares_add_up_to_one) {
  Desk desk;
  const auto told = desk.judge({desk.volume(1e-7),
                                desk.unjustified(1e-6),
                                desk.evidence(DetectorId::bulk_export, Family::volume, 1e-5),
                                desk.evidence(DetectorId::unusual_time, Family::cadence, 1e-4),
                                desk.evidence(DetectorId::forest, Family::forest, 1e-9)});
  ASSERT_EQ(told.size(), 1U);
  const Alert& alert = told[0].alert;
  ASSERT_EQ(alert.reasons.size(), 3U);
  double sum = 0;
  for (std::size_t i = 0; i < alert.reasons.size(); ++i) {
    sum += alert.reasons[i].share;
    EXPECT_NE(alert.reasons[i].detector, "forest") << "it repeats what the others said";
    EXPECT_TRUE(i == 0 || alert.reasons[i].p_value >= alert.reasons[i - 1].p_value);
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_TRUE(alert.summary.starts_with(alert.reasons[0].sentence));
  EXPECT_EQ(alert.key, "1c9e04b7");
  EXPECT_EQ(alert.topic, "data-access");
  EXPECT_EQ(alert.entity, "p-0000000000000007");
}

TEST(Render, tells_the_cause_before_its_echoes) {
  const auto first_of = [](const std::vector<Evidence>& said, Desk& desk) {
    const auto told = desk.judge(said);
    return told.size() == 1 ? told[0].alert.reasons[0].detector : std::string{"nothing told"};
  };
  Desk promises;
  EXPECT_EQ(first_of({promises.volume(1e-9), promises.promise(Route::page)}, promises),
            "conversation_scope")
      << "a broken promise, however rare the rest";
  Desk gates;
  Evidence first_sight = gates.evidence(DetectorId::first_access, Family::novelty, 1e-5);
  first_sight.passes_gate = false;
  EXPECT_EQ(first_of({first_sight, gates.unjustified(7e-5)}, gates), "unjustified_access")
      << "what is worth an action";
  Desk sights;
  first_sight.p_value = 1e-8;
  EXPECT_EQ(first_of({first_sight, sights.unjustified(7e-5)}, sights), "first_access")
      << "unless the first sight is far rarer";
  Desk sums;
  EXPECT_EQ(first_of({sums.evidence(DetectorId::entity_risk, Family::risk, 1e-7),
                      sums.evidence(DetectorId::bulk_export, Family::volume, 1e-3)},
                     sums),
            "bulk_export")
      << "not the sum before what it sums";
  Desk weak;
  Evidence odd_hour = weak.evidence(DetectorId::unusual_time, Family::cadence, 1e-5);
  odd_hour.passes_gate = false;
  EXPECT_EQ(first_of({odd_hour, weak.volume(0.03)}, weak), "unusual_time")
      << "not what is hardly rare";
}

TEST(Render, keeps_what_was_worth_an_action_when_it_is_not_any_more) {
  Desk desk;
  ASSERT_EQ(desk.judge({desk.volume(1e-6), desk.unjustified(1e-6)}).size(), 1U);
  Evidence small = desk.volume(1e-7);
  small.observed = 11;
  small.passes_gate = false;
  desk.judge({small});
  const auto closed = desk.wait(minutes{40});
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_TRUE(std::all_of(closed[0].alert.reasons.begin(),
                          closed[0].alert.reasons.end(),
                          [](const AlertReason& reason) { return reason.observed == 71; }));
}

TEST(Render, never_says_that_what_fired_would_not_have) {
  Desk desk;
  Evidence short_of_it = desk.volume(rare);
  short_of_it.would_not_fire_below = short_of_it.observed + 1;
  const auto told = desk.judge({short_of_it, desk.unjustified(1e-2)});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_FALSE(told[0].alert.would_not_fire_below.has_value());
  Desk other;
  Evidence beyond = other.volume(rare);
  beyond.would_not_fire_below = beyond.observed;
  const auto second = other.judge({beyond, other.unjustified(1e-2)});
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].alert.would_not_fire_below, beyond.observed);
}

TEST(Render, does_not_tell_what_reads_as_usual_beside_a_better_reason) {
  Desk desk;
  Evidence usual = desk.evidence(DetectorId::bulk_export, Family::volume, 1e-3);
  usual.observed = usual.expected_high - 1;
  const auto told = desk.judge({desk.unjustified(rare), usual});
  ASSERT_EQ(told.size(), 1U);
  ASSERT_EQ(told[0].alert.reasons.size(), 1U);
  EXPECT_EQ(told[0].alert.reasons[0].detector, "unjustified_access");
}

TEST(Render, does_not_tell_what_was_taken_back_beside_what_stands) {
  Desk desk;
  Evidence back = desk.evidence(DetectorId::audit_silence, Family::telemetry, 1e-7);
  back.replaces = true;
  back.observed = 0;
  const auto told = desk.judge({desk.unjustified(rare), back});
  ASSERT_EQ(told.size(), 1U);
  ASSERT_EQ(told[0].alert.reasons.size(), 1U);
  EXPECT_EQ(told[0].alert.reasons[0].detector, "unjustified_access");
}

TEST(Render, prints_no_probability_that_no_history_could_support) {
  Desk desk;
  const auto told = desk.judge({desk.volume(1e-200), desk.unjustified(1e-200)});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_GE(told[0].alert.p_value, 1e-12);
  EXPECT_GE(told[0].alert.reasons[0].p_value, 1e-12);
}

TEST(Render, names_at_most_twenty_places_the_strongest_first) {
  Desk desk;
  std::vector<Decision> last;
  for (int i = 0; i < 40; ++i) {
    auto told = desk.judge({desk.volume(1e-6 / (i + 1)), desk.unjustified(1e-6)}, 1U << (i / 8));
    if (!told.empty()) {
      last = std::move(told);
    }
  }
  ASSERT_FALSE(last.empty());
  const auto closed = desk.wait(minutes{40});
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].alert.evidence.size(), 20U);
  EXPECT_EQ(closed[0].alert.evidence[0].offset, Offset{139}) << "the last was the rarest";
}

}  // namespace
}  // namespace centinela::alerting
