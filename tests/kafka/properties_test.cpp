#include "kafka/properties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::kafka {
namespace {

using ::testing::HasSubstr;

constexpr int debian_12 = 0x020002ff;  // 2.0.2

std::string refusal(const Properties& properties, int version = debian_12) {
  const Result<void> outcome = check_properties(properties, version);
  EXPECT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code, Errc::config);
  return outcome.error().detail;
}

TEST(Properties, pass_through_when_centinela_does_not_own_them) {
  EXPECT_TRUE(check_properties({{"security.protocol", "sasl_ssl"},
                                {"sasl.mechanism", "SCRAM-SHA-512"},
                                {"group.instance.id", "centinela-0"},
                                {"queued.max.messages.kbytes", "1024"}},
                               debian_12));
}

TEST(Properties, that_are_owned_are_refused_with_the_key_to_use_instead) {
  EXPECT_THAT(refusal({{"group.id", "x"}}), HasSubstr("kafka.properties.group.id"));
  EXPECT_THAT(refusal({{"group.id", "x"}}), HasSubstr("use kafka.group_id"));
  EXPECT_THAT(refusal({{"enable.auto.commit", "true"}}), HasSubstr("use kafka.commit"));
  EXPECT_THAT(refusal({{"auto.offset.reset", "latest"}}), HasSubstr("use kafka.start"));
  EXPECT_THAT(refusal({{"metadata.broker.list", "b:9092"}}),
              HasSubstr("use kafka.bootstrap_servers"));
  EXPECT_THAT(refusal({{"transactional.id", "t"}}), HasSubstr("use kafka.commit"));
}

TEST(Properties, do_not_appear_with_their_value_in_a_refusal) {
  EXPECT_THAT(refusal({{"group.id", "canary-value"}}), Not(HasSubstr("canary-value")));
}

TEST(Properties, refuse_the_cooperative_assignor_where_it_is_faulty) {
  const Properties cooperative{{"partition.assignment.strategy", "cooperative-sticky"}};
  EXPECT_THAT(refusal(cooperative), HasSubstr("needs librdkafka 2.6.1, found 2.0.2"));
  EXPECT_THAT(refusal({{"partition.assignment.strategy", "range,cooperative-sticky"}}),
              HasSubstr("use range"));
  EXPECT_TRUE(check_properties(cooperative, 0x020601ff));
  EXPECT_TRUE(check_properties({{"partition.assignment.strategy", "range,roundrobin"}}, debian_12));
}

TEST(Properties, that_hold_a_secret_are_known) {
  for (const std::string_view name : {"sasl.password",
                                      "ssl.key.password",
                                      "ssl.key.pem",
                                      "ssl.keystore.password",
                                      "sasl.oauthbearer.client.secret",
                                      "sasl.oauthbearer.config"}) {
    EXPECT_TRUE(is_secret(name)) << name;
  }
  EXPECT_FALSE(is_secret("sasl.username"));
  EXPECT_FALSE(is_secret("ssl.ca.location"));
}

}  // namespace
}  // namespace centinela::kafka
