#include "support/golden_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

namespace centinela::telemetry {
namespace {

using ::testing::HasSubstr;

std::string shipped(const std::string& file) {
  const std::string text =
      testing_support::read_whole(fmt::format("{}/{}", CENTINELA_SOURCE_DIR, file));
  EXPECT_FALSE(text.empty()) << file;
  return text;
}

std::set<std::string> find_all(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), expression);
       it != std::sregex_iterator();
       ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

std::set<std::string> rules() {
  return find_all(shipped("config/rules/centinela.yml"), "- alert: (\\w+)");
}

TEST(Rules, each_has_a_runbook_and_each_runbook_a_rule) {
  std::set<std::string> runbooks;
  const std::string directory = fmt::format("{}/docs/runbooks", CENTINELA_SOURCE_DIR);
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().filename() != "README.md") {
      runbooks.insert(entry.path().stem());
    }
  }
  EXPECT_EQ(rules(), runbooks);
}

TEST(Rules, each_links_the_runbook_of_its_own_name) {
  const std::string text = shipped("config/rules/centinela.yml");
  for (const std::string& rule : rules()) {
    EXPECT_THAT(text, HasSubstr(fmt::format("/runbooks/{}.md\n", rule)));
  }
}

TEST(Rules, each_has_a_case_that_fires_and_one_that_stays_silent) {
  const std::string tests =
      shipped("config/rules/centinela_test.yml") + shipped("config/rules/centinela_slow_test.yml");
  for (const std::string& rule : rules()) {
    EXPECT_THAT(tests, HasSubstr(fmt::format("- name: {} fires\n", rule)));
    EXPECT_THAT(tests, HasSubstr(fmt::format("- name: {} silent\n", rule)));
  }
}

TEST(Runbooks, each_says_how_to_find_the_cause_and_how_to_mend_it) {
  for (const std::string& rule : rules()) {
    const std::string text = shipped(fmt::format("docs/runbooks/{}.md", rule));
    EXPECT_THAT(text, HasSubstr("\n## Find the cause\n\n1. ")) << rule;
    EXPECT_THAT(text, HasSubstr("\n## Mend it\n\n- ")) << rule;
  }
}

TEST(Dashboard, can_be_provisioned_everywhere) {
  const std::string text = shipped("config/grafana/dashboards/centinela-overview.json");
  EXPECT_THAT(text, HasSubstr("\"uid\": \"centinela-overview\""));
  EXPECT_THAT(text, HasSubstr("\"id\": null"));
  EXPECT_THAT(text, HasSubstr("\"uid\": \"${datasource}\""));
  EXPECT_EQ(find_all(text, "(rate\\([^)]*\\[[0-9]+[smh]\\])").size(), 0U)
      << "rate() asks for $__rate_interval";
}

TEST(AlertmanagerRoutes, group_by_episode_and_never_wake_anybody_for_an_end) {
  const std::string text = shipped("config/alertmanager.yml");
  EXPECT_THAT(text, HasSubstr("group_by: [tenant, entity, episode]"));
  const std::size_t page = text.find("- name: analysts-page");
  ASSERT_NE(page, std::string::npos);
  EXPECT_LT(text.find("send_resolved: false", page), text.find("- name: analysts-ticket"));
}

TEST(Compose, publishes_ports_on_loopback_only) {
  const std::string text = shipped("docker/compose.yaml");
  for (const std::string& ports : find_all(text, "ports: \\[\"([^\"]*)")) {
    EXPECT_EQ(ports.rfind("127.0.0.1:", 0), 0U) << ports;
  }
  EXPECT_THAT(text, HasSubstr("read_only: true"));
  EXPECT_THAT(text, HasSubstr("cap_drop: [ALL]"));
}

TEST(Dockerfile, runs_as_an_unprivileged_user_with_a_health_check) {
  const std::string text = shipped("docker/Dockerfile");
  EXPECT_THAT(text, HasSubstr("\nUSER 65532:65532\n"));
  EXPECT_THAT(text, HasSubstr("\nHEALTHCHECK "));
  EXPECT_THAT(text, HasSubstr("\"/usr/bin/centinela\", \"healthcheck\""));
}

}  // namespace
}  // namespace centinela::telemetry
