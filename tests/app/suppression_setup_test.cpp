#include "app/suppression_setup.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

privacy::TokenKey key() {
  privacy::TokenKey::Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(i + 1);
  }
  return *privacy::TokenKey::from_random(bytes);
}

class SuppressionSetup : public testing::Test {
 protected:
  alerting::SuppressionRule rule_of(config::Suppression from) {
    config::Config config;
    config.suppressions = {std::move(from)};
    const auto rules = suppressions_of(config, tokens_);
    EXPECT_EQ(rules.size(), 1U);
    return rules.empty() ? alerting::SuppressionRule{} : rules.front();
  }

  config::Suppression of_entity(std::string entity) {
    config::Suppression from;
    from.entity = std::move(entity);
    return from;
  }

  TimeZones zones_;
  privacy::Pseudonymiser tokens_{key(), {}, zones_};
};

TEST_F(SuppressionSetup, leaves_open_what_is_not_scoped) {
  const alerting::SuppressionRule rule = rule_of({});
  EXPECT_FALSE(rule.tenant || rule.detector || rule.entity_type || rule.entity);
  EXPECT_FALSE(rule.role || rule.team || rule.record_class);
}

TEST_F(SuppressionSetup, turns_words_into_the_tokens_that_events_carry) {
  config::Suppression from;
  from.tenant = "acme";
  from.detector = "bulk_export";
  from.role = "agent_l1";
  from.team = "BOG-AGE1";
  from.record_class = "contact";
  const alerting::SuppressionRule rule = rule_of(from);
  EXPECT_EQ(rule.tenant, tokens_.token<TokenKind::tenant>("acme"));
  EXPECT_EQ(rule.detector, detectors::DetectorId::bulk_export);
  EXPECT_EQ(rule.role, tokens_.token<TokenKind::word>("agent_l1"));
  EXPECT_EQ(rule.team, tokens_.token<TokenKind::word>("BOG-AGE1"));
  EXPECT_EQ(rule.record_class, tokens_.token<TokenKind::word>("contact"));
}

TEST_F(SuppressionSetup, keeps_owner_reason_and_end) {
  config::Suppression from;
  from.owner = "team-lead";
  from.reason = "quarter end";
  from.expires = *parse_rfc3339("2026-12-31T00:00:00Z");
  const alerting::SuppressionRule rule = rule_of(from);
  EXPECT_EQ(rule.owner, "team-lead");
  EXPECT_EQ(rule.reason, "quarter end");
  EXPECT_EQ(rule.expires, from.expires);
}

TEST_F(SuppressionSetup, reads_an_entity_as_alerts_print_it) {
  const alerting::SuppressionRule person = rule_of(of_entity("p-00000000000000ff"));
  EXPECT_EQ(person.entity_type, EntityType::principal);
  EXPECT_EQ(person.entity, 255U);
  EXPECT_EQ(rule_of(of_entity("cv-00000000000000ff")).entity_type, EntityType::conversation);
  EXPECT_EQ(rule_of(of_entity("ds-00000000000000ff")).entity_type, EntityType::data_subject);
}

TEST_F(SuppressionSetup, takes_anything_else_for_a_principal_in_clear) {
  for (const std::string name : {"ana.diaz", "p-12", "p-00000000000000fg", "svc-x", "-"}) {
    const alerting::SuppressionRule rule = rule_of(of_entity(name));
    EXPECT_EQ(rule.entity_type, EntityType::principal) << name;
    EXPECT_EQ(rule.entity, tokens_.token<TokenKind::principal>(name).value()) << name;
  }
}

TEST_F(SuppressionSetup, drops_a_rule_of_a_detector_that_is_not_built) {
  config::Config config;
  config.suppressions.resize(2);
  config.suppressions[0].detector = "prompt_log_access";
  config.suppressions[1].detector = "forest";
  const auto rules = suppressions_of(config, tokens_);
  ASSERT_EQ(rules.size(), 1U) << "withheld everything of nothing, or of all";
  EXPECT_EQ(rules[0].detector, detectors::DetectorId::forest);
}

TEST_F(SuppressionSetup, takes_over_planned_events_in_their_order) {
  config::Config config;
  config::PlannedEvent campaign;
  campaign.tenant = "acme";
  campaign.team = "BOG-AGE1";
  campaign.start = *parse_rfc3339("2026-11-27T00:00:00Z");
  campaign.end = *parse_rfc3339("2026-11-30T00:00:00Z");
  campaign.factor = 3;
  config.reference.calendar.events = {campaign, {}};
  const auto planned = planned_of(config, tokens_);
  ASSERT_EQ(planned.size(), 2U);
  EXPECT_EQ(planned[0].tenant, tokens_.token<TokenKind::tenant>("acme"));
  EXPECT_EQ(planned[0].team, tokens_.token<TokenKind::word>("BOG-AGE1"));
  EXPECT_EQ(planned[0].start, campaign.start);
  EXPECT_EQ(planned[0].end, campaign.end);
  EXPECT_EQ(planned[0].factor, 3);
  EXPECT_FALSE(planned[1].tenant || planned[1].team);
}

}  // namespace
}  // namespace centinela::app
