#include "config/print.h"

#include "config/config_files.h"
#include "config/emit.h"
#include "config/fields.h"
#include "config/quote.h"
#include "config/tree.h"
#include "config/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

namespace centinela::config {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view rich_file = R"(
kafka:
  topics: [a, "true"]
  properties: {client.rack: "x: y", ssl.key.pem: key-text, sasl.username: ana}
alerting: {alertmanager_username: u, alertmanager_password: hunter2, alertmanagers: ["http://a:1"]}
detection: {ceilings: {contact: {records_per_day: 7}, "01": {records_per_access: 1}}}
reference:
  purposes: {r: [a, b]}
  vendors: {v: {asns: [1, 2]}}
  rosters: [{team: T, days: [mon], start: "08:00", end: "17:00"}]
  calendar: {events: [{name: n, owner: o, start: 2026-01-01, end: 2026-01-02}]}
suppressions: [{role: r, owner: "ana \"x\"", reason: "a # b", expires: 2027-01-31}]
)";

Loaded load_rich() {
  const ScratchDirectory scratch;
  auto loaded = load_with_origins(
      {.file = scratch.write("c.yaml", rich_file), .environment = {}, .sets = {}});
  EXPECT_TRUE(loaded) << loaded.error().detail;
  return *std::move(loaded);
}

TEST(PrintConfig, prints_what_loads_as_the_same_configuration) {
  Loaded loaded = load_rich();
  loaded.config.alerting.alertmanager_password.clear();
  loaded.config.alerting.alertmanager_username.clear();
  loaded.config.kafka.properties.erase("ssl.key.pem");
  const std::string printed = print_config(loaded, false);
  const auto again = load_text(printed);
  ASSERT_TRUE(again) << again.error().detail << "\n" << printed;
  EXPECT_TRUE(changes(loaded.config, *again).empty()) << changes(loaded.config, *again)[0].path;
}

TEST(PrintConfig, hides_secrets) {
  const std::string printed = print_config(load_rich(), true);
  EXPECT_THAT(printed, Not(HasSubstr("hunter2")));
  EXPECT_THAT(printed, Not(HasSubstr("key-text")));
  EXPECT_THAT(printed, HasSubstr("alertmanager_password: \"***\""));
  EXPECT_THAT(printed, HasSubstr("sasl.username: ana"));
}

TEST(PrintConfig, hides_values_that_came_from_files) {
  const ScratchDirectory scratch;
  const auto file = scratch.write("v", "from-a-file");
  const auto loaded =
      load_with_origins({.file = std::nullopt,
                         .environment = {},
                         .sets = {"kafka.properties_file.client.rack=" + file.string()}});
  ASSERT_TRUE(loaded);
  EXPECT_THAT(print_config(*loaded, false), Not(HasSubstr("from-a-file")));
}

TEST(PrintConfig, says_where_each_value_comes_from) {
  const auto loaded = load_with_origins({.file = std::nullopt,
                                         .environment = {{"CENTINELA_LOG__LEVEL", "warn"}},
                                         .sets = {"engine.threads=2"}});
  ASSERT_TRUE(loaded);
  const std::string printed = print_config(*loaded, true);
  EXPECT_THAT(printed, HasSubstr("level: warn  # environment CENTINELA_LOG__LEVEL\n"));
  EXPECT_THAT(printed, HasSubstr("threads: 2  # --set\n"));
  EXPECT_THAT(printed, HasSubstr("lateness: 10m  # default\n"));
}

TEST(Changes, list_each_setting_that_differs_and_what_brings_it_into_force) {
  const Config before;
  Config after;
  after.log.level = LogLevel::debug;
  after.kafka.group_id = "other";
  after.engine.entities_max.principals = 17;
  after.reference.vocabulary = {"contact"};
  after.model.directory = "models/november";
  after.alerting.runbook_base = "https://wiki/";
  after.kafka.topics = {"a"};
  const auto found = changes(before, after);
  using Line = std::tuple<std::string, bool, bool>;  // path, needs a switch, needs a restart
  std::vector<Line> lines;
  for (const Change& change : found) {
    lines.emplace_back(change.path, change.needs_switch, change.needs_restart);
  }
  EXPECT_EQ(lines,
            (std::vector<Line>{{"kafka.topics", true, true},
                               {"kafka.group_id", false, true},
                               {"alerting.runbook_base", false, true},
                               {"engine.entities_max.principals", true, false},
                               {"model.directory", true, false},
                               {"log.level", false, false},
                               {"reference.vocabulary", true, false}}));
}

TEST(AlertHash, is_the_same_for_an_empty_file_and_one_that_spells_the_defaults_out) {
  EXPECT_EQ(alert_hash(*load_text("")),
            alert_hash(*load_text("engine: {lateness: 600s}\nalerting: {budget_per_day: 5}\n")));
}

TEST(AlertHash, changes_with_every_section_that_can_change_an_alert) {
  const std::string base = alert_hash(Config{});
  for (const char* text : {"alerting: {budget_per_day: 6}",
                           "alerting: {tickets_per_day: 6}",
                           "detection: {warm_up: 1d}",
                           "detection: {disabled: [forest]}",
                           "detection: {ceilings: {c: {records_per_day: 1}}}",
                           "engine: {lateness: 1m}",
                           "engine: {entities_max: {principals: 50}}",
                           "privacy: {principals: clear}",
                           "reference: {vocabulary: [a]}",
                           "reference: {purposes: {r: [p]}}",
                           "kafka: {topics: [x]}",
                           "input: {default_tenant: x}",
                           "suppressions: [{team: a, owner: b, reason: c, expires: 2027-01-01}]"}) {
    EXPECT_NE(alert_hash(*load_text(text)), base) << text;
  }
}

TEST(AlertHash, stays_when_nothing_of_an_alert_can_change) {
  const std::string base = alert_hash(Config{});
  EXPECT_TRUE(base.starts_with("sha256:"));
  EXPECT_EQ(base.size(), 7U + 64U);
  for (const char* text :
       {"kafka: {group_id: x, bootstrap_servers: 'b:1', properties: {client.rack: c}}",
        "http: {listen: '0.0.0.0:1'}",
        "log: {level: debug}",
        "state: {directory: /x}",
        "engine: {threads: 3, batch_size: 7, warm_up: 1d}",
        "privacy: {key_file: /k}",
        "alerting: {topic: t, alertmanagers: ['http://a'], runbook_base: 'http://r'}",
        "model: {directory: /m}"}) {
    EXPECT_EQ(alert_hash(*load_text(text)), base) << text;
  }
}

TEST(AlertHash, never_has_a_secret_in_its_text) {
  EXPECT_THAT(alert_text(load_rich().config), Not(HasSubstr("hunter2")));
  EXPECT_THAT(alert_text(load_rich().config), HasSubstr("detection.warm_up=7d\n"));
}

TEST(Quote, keeps_words_that_yaml_would_misread_in_quotes) {
  for (const char* text :
       {"true", "No", "null", "", "a: b", "- a", "#x", "{", "1: 2", "*a", "a b"}) {
    const std::string yaml = "k: " + quote_yaml(text) + "\n";
    const auto tree = parse_yaml(yaml, "t");
    ASSERT_TRUE(tree) << yaml;
    EXPECT_EQ(tree->entries.at(0).value.text, text);
  }
  EXPECT_EQ(quote_yaml("http://127.0.0.1:9093/x"), "http://127.0.0.1:9093/x");
  EXPECT_EQ(quote_yaml("plain-word_1.2"), "plain-word_1.2");
}

TEST(Quote, cuts_long_text_in_errors) {
  EXPECT_LT(quote_for_error(std::string(10'000, 'a')).size(), 60U);
}

}  // namespace
}  // namespace centinela::config
