// Whatever comes, evidence stays within its bounds.
#include "centinela/base/rng.h"

#include "office.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace centinela::detectors {
namespace {

EventBuilder anything(Rng& rng, EventTime now) {
  EventBuilder event(now - Duration{static_cast<std::int64_t>(rng.below(900'000))});
  event.received(now).by(1 + rng.below(6)).team(5, 1 + rng.below(2));
  event.kind(static_cast<PrincipalKind>(rng.below(word_count<PrincipalKind>)));
  event.action(static_cast<Action>(rng.below(word_count<Action>)),
               static_cast<Reach>(rng.below(word_count<Reach>)));
  event.outcome(static_cast<Outcome>(rng.below(word_count<Outcome>)));
  event.subjects_from(1 + rng.below(3000), rng.below(40));
  event.resource(rng.below(4), static_cast<std::int64_t>(rng.below(1'000'000)));
  event.origin("ES", static_cast<float>(rng.uniform() * 180 - 90), 200);
  event.producer(rng.below(2), static_cast<std::int64_t>(rng.below(300)));
  if (rng.below(2) == 0) {
    event.conversation(rng.below(30), rng.below(3) * rng.below(3000));
  }
  event.event().tool = WordToken{rng.below(9)};
  event.event().tool_version = WordToken{rng.below(3)};
  event.event().context.intent = WordToken{rng.below(3)};
  event.event().context.version = WordToken{rng.below(3)};
  event.event().context.untrusted_input = rng.below(9) == 0;
  event.event().resource.field_total = static_cast<std::uint16_t>(rng.below(60));
  event.event().resource.sensitivity = static_cast<Sensitivity>(rng.below(word_count<Sensitivity>));
  event.event().origin.session = SessionToken{rng.below(5)};
  event.event().query.page = static_cast<std::int64_t>(rng.below(40));
  if (event.event().data_subjects.size() == 1) {
    event.event().ordinals.push_back(static_cast<std::uint32_t>(rng.below(12)));
  }
  if (rng.below(4) == 0) {
    event.event().principal.on_behalf_of.push_back(PrincipalToken{1 + rng.below(6)});
  }
  event.event().origin.device = DeviceToken{rng.below(9)};
  event.event().labels.insert(static_cast<Label>(rng.below(word_count<Label>)));
  return event;
}

void expect_in_bounds(const Evidence& evidence) {
  const std::string_view who = name(evidence.detector);
  EXPECT_GT(evidence.p_value, 0) << who;
  EXPECT_LE(evidence.p_value, 1) << who;
  EXPECT_GT(evidence.p_at_least, 0) << who;
  EXPECT_LE(evidence.p_at_least, 1) << who;
  EXPECT_TRUE(std::isfinite(evidence.observed)) << who;
  EXPECT_LE(evidence.expected_low, evidence.expected_high + 1e-9) << who;
  EXPECT_GE(evidence.maturity_days, 0) << who;
  EXPECT_NE(evidence.opportunity, 0U) << who;
  for (const double fact : evidence.facts) {
    EXPECT_TRUE(std::isfinite(fact)) << who;
  }
  const SentenceWords words{"E", "p", "kind", "team", "word", "word 2", "then"};
  const std::string sentence = info(evidence.detector).sentence(evidence, words);
  EXPECT_TRUE(sentence.ends_with('.')) << sentence;
  EXPECT_EQ(sentence.find("nan"), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find("inf"), std::string::npos) << sentence;
}

TEST(Evidence, stays_within_bounds_and_can_be_told_whatever_comes) {
  Rng rng(51);
  Office office;
  office.settings.canaries = {DataSubjectToken{77}};
  office.settings.ceilings = {{WordToken{3}, 5000}};
  EventTime now = office.at_hour(0);
  std::array<int, detector_count> spoke{};
  for (int i = 0; i < 1500; ++i) {
    now = now + Duration{static_cast<std::int64_t>(rng.below(1'200'000))};
    EventBuilder event = anything(rng, now);
    for (const Evidence& one : office.judge(event)) {
      ++spoke[static_cast<std::size_t>(one.detector)];
      expect_in_bounds(one);
      const bool is_gap = one.detector == DetectorId::audit_silence;
      EXPECT_TRUE(is_gap || one.position == event.event().position);
    }
  }
  // Some need weeks of order, which chaos never brings, and two speak later; the others must have
  // been met here, or their bounds were not tested.
  constexpr std::array must_speak = {DetectorId::conversation_scope,
                                     DetectorId::excessive_subjects,
                                     DetectorId::bulk_export,
                                     DetectorId::first_access,
                                     DetectorId::new_origin,
                                     DetectorId::audit_silence,
                                     DetectorId::canary_touch,
                                     DetectorId::bulk_change,
                                     DetectorId::unmask_rate,
                                     DetectorId::deny_then_allow,
                                     DetectorId::vendor_client_drift};
  for (const DetectorId detector : must_speak) {
    EXPECT_GT(spoke[static_cast<std::size_t>(detector)], 0) << name(detector);
  }
}

}  // namespace
}  // namespace centinela::detectors
