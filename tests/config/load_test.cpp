#include "config/load.h"

#include "config/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Load, takes_an_empty_file_as_all_defaults) {
  const auto loaded = load_text("");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->kafka.bootstrap_servers, "localhost:9092");
  EXPECT_THAT(loaded->kafka.topics, ElementsAre("data-access"));
  EXPECT_EQ(loaded->kafka.commit, Commit::transactional);
  EXPECT_EQ(loaded->kafka.commit_interval, Duration{200});
  EXPECT_EQ(loaded->kafka.dead_letters, "data-access.DLT");
  EXPECT_EQ(loaded->alerting.topic, "centinela.alerts");
  EXPECT_EQ(loaded->alerting.budget_per_day, 5);
  EXPECT_EQ(loaded->alerting.tickets_per_day, 20);
  EXPECT_EQ(loaded->alerting.max_age, one_hour);
  EXPECT_EQ(loaded->http.listen, "127.0.0.1:9464");
  EXPECT_EQ(loaded->detection.warm_up, 7 * one_day);
  EXPECT_EQ(loaded->detection.warm_up_principals, 30);
  EXPECT_EQ(loaded->detection.explanation_grace, 30 * one_minute);
  EXPECT_EQ(loaded->engine.lateness, 10 * one_minute);
  EXPECT_EQ(loaded->privacy.principals, PrincipalDisplay::token);
  EXPECT_EQ(loaded->log.level, LogLevel::info);
}

TEST(Load, takes_sections_whose_keys_are_all_commented_out) {
  const auto loaded = load_text("kafka:\n  # group_id: x\nsuppressions:\nreference:\n");
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->kafka.group_id, "centinela");
}

TEST(Load, reads_every_kind_of_value) {
  const auto loaded = load_text(R"(
kafka:
  topics: [a, b]
  queue_size_max: 16MiB
  start: fail
  properties:
    security.protocol: sasl_ssl
engine:
  lateness: 1h30m
  threads: 2
privacy: {principals: clear}
detection:
  profile: eu-strict
  ceilings:
    contact: {records_per_access: 10000}
reference:
  intents:
    order_status: {classes: [order], fields: [status]}
  purposes: {agent_l1: [support, billing]}
  vendors:
    chat-vendor: {actions: [read], asns: [64500]}
  rosters:
    - {team: BOG-AGE1, days: [mon, tue], start: "22:00", end: "06:00", time_zone: America/Bogota}
  calendar:
    holidays: [{date: 2026-12-25, name: Christmas}]
    events: [{name: sale, owner: ops, start: 2026-11-27, end: 2026-12-01T12:00:00Z, factor: 2.5}]
  vocabulary: [contact, email]
suppressions:
  - {team: QA, owner: ana, reason: load test, expires: 2027-01-31}
)");
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_THAT(loaded->kafka.topics, ElementsAre("a", "b"));
  EXPECT_EQ(loaded->kafka.queue_size_max.bytes, 16 << 20);
  EXPECT_EQ(loaded->kafka.start, Start::fail);
  EXPECT_THAT(loaded->kafka.properties, ElementsAre(Pair("security.protocol", "sasl_ssl")));
  EXPECT_EQ(loaded->engine.lateness, 90 * one_minute);
  EXPECT_EQ(loaded->engine.threads, 2);
  EXPECT_EQ(loaded->privacy.principals, PrincipalDisplay::clear);
  EXPECT_EQ(loaded->detection.profile, Profile::eu_strict);
  EXPECT_EQ(loaded->detection.ceilings.at("contact").records_per_access, 10'000);
  EXPECT_THAT(loaded->reference.intents.at("order_status").fields, ElementsAre("status"));
  EXPECT_THAT(loaded->reference.purposes.at("agent_l1"), ElementsAre("support", "billing"));
  EXPECT_THAT(loaded->reference.vendors.at("chat-vendor").asns, ElementsAre(64500));
  ASSERT_EQ(loaded->reference.rosters.size(), 1U);
  EXPECT_EQ(loaded->reference.rosters[0].start.minutes, 22 * 60);
  ASSERT_EQ(loaded->reference.calendar.holidays.size(), 1U);
  EXPECT_EQ(format_rfc3339(loaded->reference.calendar.holidays[0].date.start),
            "2026-12-25T00:00:00.000Z");
  ASSERT_EQ(loaded->reference.calendar.events.size(), 1U);
  EXPECT_DOUBLE_EQ(loaded->reference.calendar.events[0].factor, 2.5);
  EXPECT_EQ(format_rfc3339(loaded->reference.calendar.events[0].end), "2026-12-01T12:00:00.000Z");
  ASSERT_EQ(loaded->suppressions.size(), 1U);
  EXPECT_EQ(loaded->suppressions[0].team, "QA");
}

TEST(Load, lets_the_command_line_win_over_the_environment_over_the_file_over_the_default) {
  const ScratchDirectory scratch;
  const auto file = scratch.write(
      "c.yaml", "engine: {lateness: 1m, batch_size: 10, threads: 2}\nlog: {level: warn}\n");
  const auto loaded = load_with_origins({.file = file,
                                         .environment = {{"CENTINELA_ENGINE__BATCH_SIZE", "20"},
                                                         {"CENTINELA_ENGINE__THREADS", "3"},
                                                         {"LANG", "C"}},
                                         .sets = {"engine.threads=4"}});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->config.engine.lateness, one_minute);
  EXPECT_EQ(loaded->config.engine.batch_size, 20);
  EXPECT_EQ(loaded->config.engine.threads, 4);
  EXPECT_EQ(loaded->config.log.level, LogLevel::warn);
  EXPECT_EQ(loaded->config.engine.queue_batches, 8);
  EXPECT_EQ(loaded->origins.at("engine.lateness"), file.string() + ":1:20");
  EXPECT_EQ(loaded->origins.at("engine.batch_size"), "environment CENTINELA_ENGINE__BATCH_SIZE");
  EXPECT_EQ(loaded->origins.at("engine.threads"), "--set");
  EXPECT_FALSE(loaded->origins.contains("engine.queue_batches"));
}

TEST(Load, replaces_lists_and_merges_maps_between_layers) {
  const ScratchDirectory scratch;
  const auto file = scratch.write(
      "c.yaml", "kafka: {topics: [a, b], properties: {client.rack: x, linger.ms: 5}}\n");
  const auto loaded = load({.file = file,
                            .environment = {{"CENTINELA_KAFKA__TOPICS", "c"}},
                            .sets = {"kafka.properties.linger.ms=9"}});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_THAT(loaded->kafka.topics, ElementsAre("c"));
  EXPECT_THAT(loaded->kafka.properties,
              UnorderedElementsAre(Pair("client.rack", "x"), Pair("linger.ms", "9")));
}

TEST(Load, names_a_file_that_it_cannot_read) {
  for (const char* path : {"/nonexistent/centinela.yaml", "/tmp"}) {
    const auto loaded = load({.file = path, .environment = {}, .sets = {}});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, Errc::io);
    EXPECT_THAT(loaded.error().detail, HasSubstr(path));
  }
}

}  // namespace
}  // namespace centinela::config
