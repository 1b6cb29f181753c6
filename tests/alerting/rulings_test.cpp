#include "desk.h"

#include <gtest/gtest.h>

namespace centinela::alerting {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr double rare = 1e-6;

ControlRecord word_on(const AlertId& alert, Ruling ruling, EventTime expires = {}) {
  ControlRecord record;
  record.kind = ControlKind::verdict;
  record.ruling = ruling;
  record.alert_high = alert.high;
  record.alert_low = alert.low;
  record.expires = expires;
  return record;
}

struct Ruled {
  AppliedRuling applied;
  std::vector<Decision> told;
};

Ruled rule(Desk& desk, const AlertId& alert, Ruling ruling, EventTime expires = {}) {
  Ruled ruled;
  ruled.applied = desk.alerter.rule(word_on(alert, ruling, expires), desk.point(), ruled.told);
  return ruled;
}

AlertId opened(Desk& desk) {
  const auto told = desk.judge({desk.volume(rare), desk.unjustified(rare)});
  return told.empty() ? AlertId{} : told[0].alert.id;
}

TEST(Ruling, closes_the_episode_when_it_is_benign_expected_or_duplicate) {
  for (const Ruling ruling : {Ruling::benign, Ruling::expected, Ruling::duplicate}) {
    Desk desk;
    const AlertId alert = opened(desk);
    const Ruled ruled = rule(desk, alert, ruling);
    EXPECT_EQ(ruled.applied.outcome, RulingOutcome::applied);
    ASSERT_EQ(ruled.told.size(), 1U);
    EXPECT_EQ(ruled.told[0].reason, DecisionReason::ruled);
    EXPECT_EQ(ruled.told[0].alert.state, AlertState::closed);
    EXPECT_EQ(ruled.told[0].alert.ruling, ruling);
    EXPECT_EQ(ruled.told[0].alert.revision, 2U);
    EXPECT_EQ(desk.alerter.open_alerts(), 0U);
  }
}

TEST(Ruling, leaves_a_malicious_episode_open_and_says_so) {
  Desk desk;
  const AlertId alert = opened(desk);
  const Ruled ruled = rule(desk, alert, Ruling::malicious);
  ASSERT_EQ(ruled.told.size(), 1U);
  EXPECT_EQ(ruled.told[0].alert.state, AlertState::update);
  EXPECT_EQ(desk.alerter.open_alerts(), 1U);
  EXPECT_TRUE(ruled.applied.ends_firing());
}

TEST(Ruling, keeps_the_malicious_out_of_the_calibrators_until_it_is_taken_back) {
  Desk desk;
  const AlertId alert = opened(desk);
  const state::EntityKey who{EntityType::principal, TenantToken{1}, desk.who};
  EXPECT_FALSE(desk.alerter.is_malicious(who));
  rule(desk, alert, Ruling::malicious);
  EXPECT_TRUE(desk.alerter.is_malicious(who));
  EXPECT_FALSE(desk.alerter.is_malicious({EntityType::principal, TenantToken{1}, desk.who + 1}));
  rule(desk, alert, Ruling::benign);
  EXPECT_FALSE(desk.alerter.is_malicious(who));
}

TEST(Ruling, counts_a_word_said_twice_once) {
  Desk desk;
  const AlertId alert = opened(desk);
  rule(desk, alert, Ruling::benign);
  const Ruled again = rule(desk, alert, Ruling::benign);
  EXPECT_EQ(again.applied.outcome, RulingOutcome::repeated);
  EXPECT_TRUE(again.told.empty());
  EXPECT_EQ(desk.alerter.ledger().tally(TenantToken{1}, desk.now).benign, 1);
}

TEST(Ruling, on_an_alert_that_was_never_told_changes_nothing) {
  Desk desk;
  const Ruled ruled = rule(desk, {1, 2}, Ruling::benign);
  EXPECT_EQ(ruled.applied.outcome, RulingOutcome::unknown_alert);
  EXPECT_FALSE(ruled.applied.ends_firing());
  EXPECT_EQ(rule(desk, opened(desk), Ruling::other).applied.outcome, RulingOutcome::unknown_ruling);
}

TEST(Ruling, can_come_long_after_the_episode_has_ended) {
  Desk desk;
  const AlertId alert = opened(desk);
  desk.wait(hours{50});
  const Ruled ruled = rule(desk, alert, Ruling::malicious);
  EXPECT_EQ(ruled.applied.outcome, RulingOutcome::applied);
  EXPECT_TRUE(ruled.told.empty()) << "there is no open episode to revise";
  EXPECT_TRUE(ruled.applied.ends_firing());
}

TEST(Ruling, acknowledging_is_no_judgement) {
  Desk desk;
  const AlertId alert = opened(desk);
  const Ruled ruled = rule(desk, alert, Ruling::ack);
  EXPECT_TRUE(ruled.applied.ends_firing());
  EXPECT_EQ(desk.alerter.open_alerts(), 1U);
  EXPECT_FALSE(desk.alerter.ledger().tally(TenantToken{1}, desk.now).precision());
}

TEST(Precision, is_the_share_of_malicious_among_what_was_judged_in_28_days) {
  Desk desk;
  std::vector<AlertId> alerts;
  for (std::uint64_t who = 10; who < 14; ++who) {
    desk.who = who;
    alerts.push_back(opened(desk));
  }
  rule(desk, alerts[0], Ruling::malicious);
  rule(desk, alerts[1], Ruling::benign);
  rule(desk, alerts[2], Ruling::expected);
  rule(desk, alerts[3], Ruling::duplicate);
  const auto precision = desk.alerter.ledger().tally(TenantToken{1}, desk.now).precision();
  ASSERT_TRUE(precision);
  EXPECT_NEAR(*precision, 1.0 / 3, 1e-12);
  const EventTime later = desk.now + hours{29 * 24};
  EXPECT_FALSE(desk.alerter.ledger().tally(TenantToken{1}, later).precision());
}

TEST(ExpectedWork, withholds_what_the_ruled_alert_was_about_until_it_expires) {
  Desk desk;
  const AlertId alert = opened(desk);
  rule(desk, alert, Ruling::expected, desk.now + hours{48});
  EXPECT_TRUE(desk.judge({desk.volume(rare, 2), desk.unjustified(rare)}, 1, hours{2}).empty());
  EXPECT_EQ(desk.alerter.suppressed(), 1U);
  EXPECT_FALSE(desk.judge({desk.volume(rare, 3)}, 1, hours{50}).empty()) << "it has expired";
}

TEST(ExpectedWork, does_not_withhold_another_entity_or_another_detector) {
  Desk desk;
  const AlertId alert = opened(desk);
  rule(desk, alert, Ruling::expected, desk.now + hours{48});
  const Evidence exported = desk.evidence(DetectorId::bulk_export, Family::volume, rare, 9);
  EXPECT_FALSE(desk.judge({desk.volume(rare, 2), exported}, 1, hours{2}).empty());
  desk.who = 8;
  EXPECT_FALSE(desk.judge({desk.volume(rare, 2)}).empty());
}

TEST(ExpectedWork, never_withholds_a_broken_promise) {
  Desk desk;
  const auto told = desk.judge({desk.promise(Route::page)});
  ASSERT_EQ(told.size(), 1U);
  rule(desk, told[0].alert.id, Ruling::expected, desk.now + hours{48});
  Evidence again = desk.promise(Route::page);
  again.opportunity += 1;
  const auto broken = desk.judge({again}, 1, hours{2});
  ASSERT_FALSE(broken.empty());
  EXPECT_EQ(broken[0].alert.route, Route::page);
}

TEST(ExpectedWork, ends_with_a_ruling_that_takes_it_back) {
  Desk desk;
  const AlertId alert = opened(desk);
  rule(desk, alert, Ruling::expected, desk.now + hours{480});
  EXPECT_EQ(desk.alerter.suppressions().expected(), 1U);
  rule(desk, alert, Ruling::malicious);
  EXPECT_EQ(desk.alerter.suppressions().expected(), 0U);
}

SuppressionRule load_test(EventTime expires) {
  SuppressionRule made;
  made.detector = DetectorId::excessive_subjects;
  made.team = WordToken{6};
  made.expires = expires;
  made.owner = "ana";
  made.reason = "load test";
  return made;
}

TEST(Suppression, withholds_within_its_whole_scope_and_names_its_reason_in_the_digest) {
  Settings settings;
  settings.suppressions = {load_test(testing_support::at("2026-06-03T00:00:00Z"))};
  Desk desk(settings);
  EXPECT_TRUE(desk.judge({desk.volume(rare)}).empty());
  DayFacts facts;
  facts.tenant = TenantToken{1};
  std::vector<Decision> out;
  desk.alerter.end_day(facts, desk.point(), out);
  ASSERT_EQ(out.size(), 2U);
  ASSERT_TRUE(out[0].alert.daily);
  ASSERT_EQ(out[0].alert.daily->suppressed.size(), 1U);
  EXPECT_EQ(out[0].alert.daily->suppressed[0].owner, "ana");
  EXPECT_EQ(out[0].alert.daily->suppressed[0].reason, "load test");
  EXPECT_EQ(out[0].alert.daily->suppressed[0].episodes, 1);
}

TEST(Suppression, does_nothing_outside_its_scope_or_after_its_expiry) {
  SuppressionRule other_team = load_test(testing_support::at("2027-01-01T00:00:00Z"));
  other_team.team = WordToken{99};
  Settings settings;
  settings.suppressions = {load_test(testing_support::at("2026-06-01T09:01:00Z")), other_team};
  Desk desk(settings);
  EXPECT_EQ(desk.judge({desk.volume(rare)}).size(), 1U);
}

TEST(FloodGuard, leaves_the_fifty_first_alert_of_a_detector_to_the_digest_and_tells_its_owner) {
  Settings settings;
  settings.tickets_per_day = 10'000;
  Desk desk(settings);
  int alerts = 0;
  int owners = 0;
  for (std::uint64_t who = 100; who < 160; ++who) {
    desk.who = who;
    for (const Decision& decision : desk.judge({desk.volume(1e-10)})) {
      alerts += decision.reason == DecisionReason::opened ? 1 : 0;
      owners += decision.reason == DecisionReason::owner_told ? 1 : 0;
    }
  }
  EXPECT_EQ(alerts, 50);
  EXPECT_EQ(owners, 1);
  EXPECT_EQ(desk.alerter.guarded(DetectorId::excessive_subjects), 10U);
  desk.who = 200;
  const auto later = desk.judge({desk.volume(1e-10)}, 1, hours{25});
  ASSERT_FALSE(later.empty());
  EXPECT_EQ(later.back().reason, DecisionReason::opened) << "it has calmed down";
}

TEST(FloodGuard, never_holds_back_a_broken_promise) {
  Desk desk;
  int told = 0;
  for (std::uint64_t who = 100; who < 160; ++who) {
    desk.who = who;
    for (const Decision& decision : desk.judge({desk.promise(Route::ticket)})) {
      told += decision.reason == DecisionReason::opened ? 1 : 0;
    }
  }
  EXPECT_EQ(told, 60);
}

TEST(InvariantAccount, tells_its_owner_once_and_gives_a_page_back_for_a_malicious_ruling) {
  Desk desk;
  const auto break_promise = [&desk](std::uint64_t conversation) {
    Evidence broken = desk.promise(Route::page);
    broken.entity = {EntityType::conversation, TenantToken{1}, conversation};
    return desk.judge({broken});
  };
  AlertId first;
  for (std::uint64_t conversation = 1; conversation <= 3; ++conversation) {
    first = break_promise(conversation)[0].alert.id;
  }
  rule(desk, first, Ruling::malicious);
  EXPECT_EQ(break_promise(4)[0].alert.route, Route::page);
  const auto fifth = break_promise(5);
  ASSERT_EQ(fifth.size(), 2U);
  EXPECT_EQ(fifth[0].alert.route, Route::ticket);
  EXPECT_EQ(fifth[1].reason, DecisionReason::owner_told);
  EXPECT_EQ(break_promise(6).size(), 1U);
}

TEST(Alerter, closes_an_alert_once_whose_entity_was_evicted_and_told_again) {
  Settings settings;
  settings.episodes_max = 1;
  Desk desk(settings);
  desk.judge({desk.volume(rare)});
  desk.who = 8;
  desk.judge({desk.volume(rare)});
  desk.who = 7;
  desk.judge({desk.volume(rare, 2)});
  EXPECT_EQ(desk.alerter.open_alerts(), 2U);
  std::vector<Decision> out;
  desk.alerter.close_all(desk.point(), out);
  EXPECT_EQ(out.size(), 1U) << "what was evicted cannot be closed, and nothing is closed twice";
}

TEST(Digest, counts_what_stayed_below_the_lines_and_lists_the_strongest) {
  Settings settings;
  settings.tickets_per_day = 1;
  settings.pages_per_day = 1;
  Desk desk(settings);
  for (std::uint64_t who = 100; who < 130; ++who) {
    desk.who = who;
    desk.judge({desk.volume(5e-4 / static_cast<double>(who))});
  }
  desk.who = 7;
  desk.judge({desk.volume(5e-3)});
  DayFacts facts;
  facts.tenant = TenantToken{1};
  facts.events = 31;
  facts.producers_active = 1;
  std::vector<Decision> out;
  desk.alerter.end_day(facts, desk.point(), out);
  ASSERT_EQ(out.size(), 2U);
  const Alert& digest = out[0].alert;
  EXPECT_EQ(digest.route, Route::digest);
  ASSERT_TRUE(digest.daily);
  ASSERT_EQ(digest.daily->detectors.size(), 1U);
  EXPECT_EQ(digest.daily->detectors[0].name, "excessive_subjects");
  EXPECT_GT(digest.daily->detectors[0].count, 1);
  EXPECT_LE(digest.daily->strongest.size(), 10U);
  EXPECT_FALSE(digest.daily->strongest.empty());
  EXPECT_EQ(out[1].alert.daily->sight, "clear");
  out.clear();
  desk.alerter.end_day(facts, desk.point(), out);
  EXPECT_TRUE(out[0].alert.daily->strongest.empty()) << "each day begins anew";
}

TEST(Heartbeat, tells_quiet_because_nothing_happened_from_quiet_because_blind) {
  Desk desk;
  const auto sight = [&desk](const DayFacts& facts) {
    std::vector<Decision> out;
    desk.alerter.end_day(facts, desk.point(), out);
    return out[1].alert.daily->sight;
  };
  DayFacts facts;
  facts.tenant = TenantToken{1};
  EXPECT_EQ(sight(facts), "blind");
  facts.events = 100;
  facts.producers_active = 2;
  EXPECT_EQ(sight(facts), "clear");
  facts.producers_silent = 1;
  EXPECT_EQ(sight(facts), "partial");
}

TEST(BelowLine, is_told_once_the_ceiling_binds) {
  Settings settings;
  settings.tickets_per_day = 1;
  settings.pages_per_day = 1;
  Desk desk(settings);
  const auto first = desk.judge({desk.volume(rare), desk.unjustified(rare)});
  ASSERT_EQ(first.size(), 1U);
  EXPECT_FALSE(first[0].alert.below_line);
  std::optional<std::int64_t> below;
  for (std::uint64_t who = 100; who < 130; ++who) {
    desk.who = who;
    for (const Decision& decision : desk.judge({desk.volume(1e-5), desk.unjustified(1e-5)})) {
      below = decision.alert.below_line ? decision.alert.below_line : below;
    }
  }
  EXPECT_TRUE(below);
}

}  // namespace
}  // namespace centinela::alerting
