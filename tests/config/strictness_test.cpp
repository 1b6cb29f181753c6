// What a wrong file, variable or --set is told: place, expected, found, how to mend.
#include "config/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(Strictness, names_the_key_that_was_meant) {
  EXPECT_EQ(error_of("engine:\n  latenes: 5m\n"),
            "centinela.yaml:2:3: unknown key \"engine.latenes\"; did you mean engine.lateness?");
  EXPECT_EQ(error_of("kafak: {}\n"),
            "centinela.yaml:1:1: unknown key \"kafak\"; did you mean kafka?");
}

TEST(Strictness, finds_the_section_that_a_misplaced_key_belongs_to) {
  EXPECT_EQ(error_of("budget_per_day: 3\n"),
            "centinela.yaml:1:1: unknown key \"budget_per_day\"; did you mean "
            "alerting.budget_per_day?");
  EXPECT_THAT(error_of("kafka: {lateness: 1m}\n"), HasSubstr("did you mean engine.lateness?"));
}

TEST(Strictness, points_to_the_manual_when_no_key_is_near) {
  EXPECT_EQ(error_of("colour: blue\n"),
            "centinela.yaml:1:1: unknown key \"colour\"; docs/config.md lists all keys");
}

TEST(Strictness, says_which_bounds_a_value_is_out_of) {
  EXPECT_EQ(error_of("kafka:\n  commit_interval: 5ms\n"),
            "centinela.yaml:2:20: kafka.commit_interval: expected between 10ms and 1m, found "
            "\"5ms\"");
  EXPECT_EQ(error_of("alerting: {budget_per_day: -1}\n"),
            "centinela.yaml:1:28: alerting.budget_per_day: expected between 0 and 10000 pages per "
            "day, found \"-1\"");
  EXPECT_THAT(error_of("kafka: {queue_size_max: 1KiB}\n"), HasSubstr("between 1MiB and 2GiB"));
}

TEST(Strictness, refuses_values_of_the_wrong_kind) {
  EXPECT_THAT(error_of("kafka: {topics: a}\n"), HasSubstr("expected a list, found \"a\""));
  EXPECT_THAT(error_of("kafka: {group_id: [a]}\n"), HasSubstr("expected one value, found a list"));
  EXPECT_THAT(error_of("kafka: {group_id: }\n"), HasSubstr("expected one value, found nothing"));
  EXPECT_THAT(error_of("kafka: 5\n"), HasSubstr("expected keys and values, found \"5\""));
  EXPECT_THAT(error_of("- kafka\n"), HasSubstr("expected keys and values, found a list"));
  EXPECT_THAT(error_of("engine: {threads: '2'}\n"), HasSubstr("a number without quotes"));
  EXPECT_THAT(error_of("engine: {threads: 010}\n"), HasSubstr("whole number in decimal digits"));
  EXPECT_THAT(error_of("engine: {lateness: 5}\n"), HasSubstr("duration such as 5m"));
  EXPECT_THAT(error_of("suppressions: {a: b}\n"), HasSubstr("expected a list"));
  EXPECT_THAT(error_of("detection: {ceilings: [1]}\n"), HasSubstr("expected names"));
}

TEST(Strictness, lists_the_words_of_a_choice) {
  EXPECT_EQ(error_of("log: {format: jason}\n"),
            "centinela.yaml:1:15: log.format: expected one of text, json; did you mean json?, "
            "found \"jason\"");
}

TEST(Strictness, checks_urls_addresses_topics_and_words) {
  EXPECT_THAT(error_of("http: {listen: localhost}\n"), HasSubstr("expected host:port"));
  EXPECT_THAT(error_of("http: {listen: '::1:9464'}\n"), HasSubstr("expected host:port"));
  EXPECT_EQ(error_of("http: {listen: '[::1]:0'}\n"), "loaded");
  EXPECT_THAT(error_of("alerting: {alertmanagers: [localhost:9093]}\n"), HasSubstr("http://"));
  EXPECT_THAT(error_of("alerting: {topic: 'a b'}\n"), HasSubstr("a topic name"));
  EXPECT_THAT(error_of("kafka: {topics: []}\n"), HasSubstr("at least one topic"));
  EXPECT_THAT(error_of("detection: {disabled: [unusual_tim]}\n"),
              HasSubstr("did you mean unusual_time"));
  EXPECT_THAT(error_of("reference: {vendors: {v: {actions: [reed]}}}\n"),
              HasSubstr("did you mean read"));
  EXPECT_THAT(error_of("reference: {vendors: {v: {asns: [-1]}}}\n"), HasSubstr("between 0"));
  EXPECT_THAT(error_of("reference: {vocabulary: ['']}\n"), HasSubstr("1 to 64 bytes"));
}

TEST(Strictness, asks_for_the_required_keys_of_an_element) {
  EXPECT_EQ(error_of("suppressions:\n  - {team: QA, owner: ana, expires: 2027-01-01}\n"),
            "centinela.yaml:2:5: suppressions[0]: expected the key reason, found none");
  EXPECT_THAT(
      error_of("suppressions:\n  - {team: QA, owner: '', reason: x, expires: 2027-01-01}\n"),
      HasSubstr("suppressions[0].owner: expected text that is not empty"));
  EXPECT_THAT(error_of("reference: {rosters: [{team: A}]}\n"), HasSubstr("expected the key days"));
}

TEST(Strictness, refuses_a_suppression_that_would_withhold_everything) {
  EXPECT_THAT(
      error_of("suppressions:\n  - {tenant: a, owner: b, reason: c, expires: 2027-01-01}\n"),
      StartsWith("centinela.yaml:2:5: suppressions[0]: expected one of detector"));
}

TEST(Strictness, refuses_a_planned_event_that_ends_before_it_starts) {
  EXPECT_THAT(
      error_of("reference: {calendar: {events: [{name: n, owner: o, start: 2026-01-02, end: "
               "2026-01-01}]}}\n"),
      HasSubstr("expected end after start"));
}

TEST(Strictness, refuses_to_read_the_topic_that_it_writes) {
  EXPECT_THAT(error_of("kafka: {topics: [centinela.alerts]}\n"), HasSubstr("would read what it"));
  EXPECT_THAT(error_of("kafka: {dead_letters: centinela.alerts}\n"), HasSubstr("another topic"));
}

TEST(Strictness, refuses_shards_that_could_not_move_with_their_partition) {
  EXPECT_THAT(error_of("engine: {shards: per_partition}\nkafka: {commit: at_least_once}\n"),
              HasSubstr("expected kafka.commit: transactional"));
  EXPECT_THAT(error_of("engine: {shards: per_partition}\nkafka: {properties: "
                       "{partition.assignment.strategy: roundrobin}}\n"),
              HasSubstr("expected range"));
}

TEST(KafkaProperties, pass_through_with_their_dots) {
  const auto loaded = load_sets(
      {"kafka.properties.ssl.ca.location=/etc/ca.pem", "kafka.properties.client.rack=x=y"});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->kafka.properties.at("ssl.ca.location"), "/etc/ca.pem");
  EXPECT_EQ(loaded->kafka.properties.at("client.rack"), "x=y");
}

TEST(KafkaProperties, of_centinelas_own_are_refused_with_the_key_to_use) {
  EXPECT_EQ(error_of("kafka:\n  properties:\n    group.id: x\n"),
            "centinela.yaml:3:5: kafka.properties: expected a librdkafka property that Centinela "
            "does not set itself; set kafka.group_id instead, found \"group.id\"");
  for (const char* name : {"bootstrap.servers",
                           "enable.auto.commit",
                           "enable.auto.offset.store",
                           "auto.offset.reset",
                           "transactional.id"}) {
    EXPECT_THAT(error_of_set(std::string("kafka.properties.") + name + "=x"),
                HasSubstr("does not set itself"));
  }
}

TEST(Overrides, take_lists_and_maps_as_yaml_or_with_commas) {
  const auto loaded =
      load_sets({"kafka.topics=a, b",
                 "alerting.alertmanagers=[http://x:1]",
                 "reference.purposes.agent_l1=support",
                 "detection.ceilings.contact.records_per_day=5",
                 "suppressions=[{team: QA, owner: o, reason: r, expires: 2027-01-01}]"});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_THAT(loaded->kafka.topics, ::testing::ElementsAre("a", "b"));
  EXPECT_THAT(loaded->alerting.alertmanagers, ::testing::ElementsAre("http://x:1"));
  EXPECT_THAT(loaded->reference.purposes.at("agent_l1"), ::testing::ElementsAre("support"));
  EXPECT_EQ(loaded->detection.ceilings.at("contact").records_per_day, 5);
  EXPECT_EQ(loaded->suppressions.size(), 1U);
}

TEST(Overrides, name_themselves_in_errors) {
  EXPECT_EQ(error_of_set("engine.latenes=5m"),
            "--set: unknown key \"engine.latenes\"; did you mean engine.lateness?");
  EXPECT_EQ(
      error_of_set("engine.lateness=5"),
      "--set: engine.lateness: expected a duration such as 5m or 1h30m (units d, h, m, s, ms), "
      "found \"5\"");
  EXPECT_THAT(error_of_set("engine.lateness"), HasSubstr("expected section.key=value"));
  const auto loaded = load(
      {.file = std::nullopt, .environment = {{"CENTINELA_ENGINE__LATENES", "5m"}}, .sets = {}});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail,
            "environment CENTINELA_ENGINE__LATENES: unknown key \"engine.latenes\"; did you mean "
            "engine.lateness?");
}

TEST(Overrides, leave_variables_alone_that_kubernetes_sets_for_a_service) {
  EXPECT_TRUE(load({.file = std::nullopt,
                    .environment = {{"CENTINELA_PORT", "tcp://10.0.0.1:9464"},
                                    {"CENTINELA_SERVICE_HOST", "10.0.0.1"},
                                    {"PATH", "/bin"}},
                    .sets = {}}));
}

TEST(Secrets, come_from_their_file_without_the_last_newline) {
  const ScratchDirectory scratch;
  const auto secret = scratch.write("secret", "hunter2\n");
  const auto loaded = load_sets({"alerting.alertmanager_username=u",
                                 "alerting.alertmanager_password_file=" + secret.string(),
                                 "kafka.properties_file.sasl.password=" + secret.string()});
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(loaded->alerting.alertmanager_password, "hunter2");
  EXPECT_EQ(loaded->kafka.properties.at("sasl.password"), "hunter2");
}

TEST(Secrets, are_refused_when_both_twins_are_given) {
  EXPECT_THAT(error_of("alerting: {alertmanager_username: u, alertmanager_password: a, "
                       "alertmanager_password_file: b}\n"),
              HasSubstr("found both"));
  EXPECT_THAT(error_of("kafka: {properties: {sasl.password: a}, properties_file: {sasl.password: "
                       "b}}\n"),
              HasSubstr("found both"));
}

TEST(Secrets, that_cannot_be_read_are_named_with_their_key_and_place) {
  EXPECT_EQ(error_of("kafka: {properties_file: {sasl.password: /nonexistent}}\n"),
            "centinela.yaml:1:42: kafka.properties_file.sasl.password: expected a readable file, "
            "found none (No such file or directory) at /nonexistent; check the path and its access "
            "rights");
  const ScratchDirectory scratch;
  EXPECT_THAT(
      error_of_set("kafka.properties_file.sasl.password=" + scratch.write("e", "").string()),
      HasSubstr("found 0 bytes"));
}

TEST(Secrets, never_stand_in_an_error) {
  const std::string error = error_of("alerting: {alertmanager_password: [hunter2]}\n");
  EXPECT_THAT(error, Not(HasSubstr("hunter2")));
  EXPECT_THAT(error_of("alerting: {alertmanager_password: hunter2}\n"), Not(HasSubstr("hunter2")));
}

TEST(Strictness, prints_control_characters_as_escapes) {
  EXPECT_THAT(error_of("log: {level: \"\\e[31m\"}\n"), HasSubstr("found \"\\x1b[31m\""));
}

}  // namespace
}  // namespace centinela::config
