#include "app/check_command.h"

#include "app/stub_server.h"
#include "config/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

// A state directory with a token key, as it should be.
class Check : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::permissions(scratch_.path(), fs::perms::owner_all);
    key_ = scratch_.write("token.key", key_text());
    fs::permissions(key_, fs::perms::owner_read | fs::perms::owner_write);
    options_.config.sets = {"state.directory=" + scratch_.path().string()};
    options_.is_offline = true;
  }

  static std::string key_text() {
    return "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef\n";
  }

  Result<void> run() {
    out_.str("");
    return check(options_, out_);
  }

  config::ScratchDirectory scratch_;
  fs::path key_;
  CheckOptions options_;
  std::ostringstream out_;
};

TEST_F(Check, finds_nothing_wrong_with_a_sound_set_up) {
  const auto result = run();
  EXPECT_TRUE(result) << result.error().detail << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("ok       token key"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("failure")));
  EXPECT_THAT(out_.str(), Not(HasSubstr("\x1b")));
}

TEST_F(Check, passes_on_an_error_of_the_configuration_with_its_place) {
  options_.config.sets.push_back("engine.latenes=5m");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::config);
  EXPECT_THAT(result.error().detail, HasSubstr("engine.lateness"));
}

TEST_F(Check, says_how_to_make_a_token_key_that_is_missing) {
  fs::remove(key_);
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::config);
  EXPECT_THAT(out_.str(), HasSubstr("centinela token --new-key " + key_.string()));
  EXPECT_THAT(result.error().detail, HasSubstr("the check found 1 failure:"));
}

TEST_F(Check, finds_a_token_key_that_others_can_read) {
  fs::permissions(key_, fs::perms::others_read, fs::perm_options::add);
  EXPECT_FALSE(run());
  EXPECT_THAT(out_.str(), HasSubstr("chmod 600"));
}

TEST_F(Check, finds_a_token_key_that_is_none_without_showing_it) {
  const auto mode = fs::perms::owner_read | fs::perms::owner_write;
  fs::permissions(scratch_.write("token.key", "not-a-key\n"), mode);
  EXPECT_FALSE(run());
  EXPECT_THAT(out_.str(), Not(HasSubstr("not-a-key")));
}

TEST_F(Check, warns_of_an_open_state_directory_and_does_not_fail) {
  fs::permissions(scratch_.path(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_TRUE(run());
  EXPECT_THAT(out_.str(), HasSubstr("warning  state"));
  EXPECT_THAT(out_.str(), HasSubstr("chmod 700"));
}

TEST_F(Check, finds_a_model_directory_that_is_not_there) {
  options_.config.sets.push_back("model.directory=/nonexistent/model");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::bad_data);
  EXPECT_THAT(out_.str(), HasSubstr("centinela train"));
}

TEST_F(Check, finds_a_web_configuration_that_does_not_load) {
  options_.config.sets.push_back("http.web_config_file=/nonexistent/web.yml");
  EXPECT_FALSE(run());
  EXPECT_THAT(out_.str(), HasSubstr("failure  http"));
}

TEST_F(Check, finds_a_broken_kafka_property) {
  options_.config.sets.push_back(
      "kafka.properties.partition.assignment.strategy=cooperative-sticky");
  EXPECT_FALSE(run());
  EXPECT_THAT(out_.str(), HasSubstr("cooperative-sticky"));
}

TEST_F(Check, reports_everything_that_is_wrong_not_only_the_first) {
  fs::remove(key_);
  options_.config.sets.push_back("model.directory=/nonexistent/model");
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().detail, HasSubstr("the check found 2 failures:"));
  EXPECT_EQ(result.error().code, Errc::config);
}

TEST_F(Check, adds_what_the_input_report_finds) {
  options_.input = "events.jsonl";
  options_.report_input = [](const config::Config&, const fs::path& path) {
    return Result<std::vector<CheckLine>>(
        {CheckLine{Finding::warning, "input", path.string() + ": tier T0", Errc::internal}});
  };
  EXPECT_TRUE(run());
  EXPECT_THAT(out_.str(), HasSubstr("warning  input          events.jsonl: tier T0"));
}

TEST_F(Check, colours_the_findings_on_a_terminal) {
  options_.has_colour = true;
  EXPECT_TRUE(run());
  EXPECT_THAT(out_.str(), HasSubstr("\x1b[32mok"));
}

}  // namespace
}  // namespace centinela::app
