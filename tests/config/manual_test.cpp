// The three generated files are what the field tables say, and they work.
#include "config/manual.h"

#include "config/config_files.h"
#include "config/fields.h"
#include "config/print.h"
#include "config/wording.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace centinela::config {
namespace {

using ::testing::HasSubstr;

std::string committed(const std::string& path) {
  std::ifstream stream(std::string(CENTINELA_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

// "  #name: value" of the example, told from the prose beside it by the missing space.
bool is_setting(const std::string& line) {
  const auto hash = line.find_first_not_of(' ');
  return hash != std::string::npos && line[hash] == '#' && hash + 1 < line.size() &&
         line[hash + 1] >= 'a' && line[hash + 1] <= 'z';
}

TEST(Manual, is_committed_as_it_is_generated) {
  EXPECT_EQ(committed("docs/config.md"), manual_markdown())
      << "renew it: centinela print-config --docs > docs/config.md";
}

TEST(Example, is_committed_as_it_is_generated) {
  EXPECT_EQ(committed("config/centinela.yaml"), example_yaml())
      << "renew it: centinela print-config --example > config/centinela.yaml";
}

TEST(Schema, is_committed_as_it_is_generated) {
  EXPECT_EQ(committed("config/centinela.schema.json"), json_schema())
      << "renew it: centinela print-config --schema > config/centinela.schema.json";
}

TEST(Example, is_the_default_configuration) {
  const auto loaded = load_text(example_yaml());
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_TRUE(changes(Config{}, *loaded).empty());
}

TEST(Example, loads_with_any_one_line_uncommented) {
  const ScratchDirectory scratch;
  const std::string secret = scratch.write("secret", "x").string();
  const auto lines = lines_of(example_yaml());
  std::size_t tried = 0;
  for (std::size_t chosen = 0; chosen < lines.size(); ++chosen) {
    if (!is_setting(lines[chosen])) {
      continue;
    }
    ++tried;
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::string line = lines[i];
      if (i == chosen) {
        line.erase(line.find('#'), 1);
      }
      const auto file = line.find("/run/secrets/kafka");
      text += (file == std::string::npos ? line : line.replace(file, 18, secret)) + "\n";
    }
    const auto loaded = load_text(text);
    EXPECT_TRUE(loaded) << lines[chosen] << ": " << loaded.error().detail;
  }
  EXPECT_GT(tried, 50U);
}

void expect_complete(Fields fields, const std::string& path) {
  std::set<std::string_view> names;
  for (const Field& field : fields) {
    SCOPED_TRACE(join_path(path, field.name));
    EXPECT_TRUE(names.insert(field.name).second);
    EXPECT_TRUE(field.meaning.ends_with('.') && field.meaning.size() > 4);
    const bool is_number = field.type == Type::integer || field.type == Type::duration ||
                           field.type == Type::size || field.type == Type::real;
    if (is_number) {
      EXPECT_LT(field.traits.minimum, field.traits.maximum);
    }
    if (field.type == Type::integer) {
      EXPECT_FALSE(field.traits.unit.empty());
    }
    if (field.fields != nullptr) {
      expect_complete(field.fields(), join_path(path, field.name));
    }
  }
}

TEST(Fields, have_a_meaning_bounds_and_a_unit_each) {
  expect_complete(fields_of<Config>(), "");
}

void expect_secret_has_twin(Fields fields) {
  for (const Field& field : fields) {
    if (field.traits.is_secret) {
      EXPECT_NE(find_field(fields, std::string(field.name) + "_file"), nullptr) << field.name;
    }
    if (field.fields != nullptr) {
      expect_secret_has_twin(field.fields());
    }
  }
}

TEST(Fields, give_each_secret_a_file_twin) {
  expect_secret_has_twin(fields_of<Config>());
}

TEST(Manual, names_every_key_of_the_contract) {
  const std::string manual = manual_markdown();
  for (const char* key : {"kafka.bootstrap_servers",
                          "kafka.topics",
                          "kafka.group_id",
                          "kafka.commit",
                          "kafka.commit_interval",
                          "kafka.start",
                          "kafka.dead_letters",
                          "kafka.properties",
                          "input.format",
                          "input.default_tenant",
                          "alerting.topic",
                          "alerting.format",
                          "alerting.alertmanagers",
                          "alerting.budget_per_day",
                          "alerting.tickets_per_day",
                          "alerting.max_age",
                          "http.listen",
                          "http.web_config_file",
                          "state.directory",
                          "state.store",
                          "privacy.key_file",
                          "privacy.principals",
                          "detection.profile",
                          "detection.warm_up",
                          "detection.warm_up_principals",
                          "detection.explanation_grace",
                          "engine.threads",
                          "engine.lateness",
                          "engine.warm_up",
                          "model.directory",
                          "log.format",
                          "log.level",
                          "reference.intents",
                          "reference.purposes",
                          "reference.vendors",
                          "reference.rosters",
                          "reference.calendar.holidays",
                          "reference.vocabulary",
                          "suppressions[].reason"}) {
    EXPECT_THAT(manual, HasSubstr(std::string("`").append(key).append("`"))) << key;
  }
}

}  // namespace
}  // namespace centinela::config
