#include "app/token_command.h"

#include "app/key_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class TokenCommand : public testing::Test {
 protected:
  TokenCommand() {
    directory_ =
        fs::temp_directory_path() / (std::string("centinela_token_command_") +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    std::ofstream(key_path())
        << "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n";
    fs::permissions(key_path(), fs::perms::owner_read | fs::perms::owner_write);
  }
  TokenCommand(const TokenCommand&) = delete;
  TokenCommand& operator=(const TokenCommand&) = delete;
  TokenCommand(TokenCommand&&) = delete;
  TokenCommand& operator=(TokenCommand&&) = delete;
  ~TokenCommand() override { fs::remove_all(directory_); }

  [[nodiscard]] fs::path key_path() const { return directory_ / "token.key"; }

  [[nodiscard]] TokenOptions options(std::string kind = "principal") const {
    TokenOptions made;
    made.config.sets = {"state.directory=" + directory_.string()};
    made.kind = std::move(kind);
    return made;
  }
  static std::string run(const TokenOptions& options, const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out;
    const auto result = token(options, in, out);
    return result ? out.str() : "error: " + result.error().detail;
  }

  fs::path directory_;
};

TEST_F(TokenCommand, prints_a_token_for_each_identifier_in_order) {
  EXPECT_EQ(run(options(), "u-42\r\n\nu-42\n"), "p-dc8192a6cac22566\np-dc8192a6cac22566\n");
  EXPECT_EQ(run(options("data_subject"), "c-00025603"), "ds-2ef29f423d7c5a9b\n");
  EXPECT_EQ(run(options("word"), "crm.customers\n"), "w-a2e12d3d0db0481f\n");
}

TEST_F(TokenCommand, templates_resources_as_events_do) {
  EXPECT_EQ(run(options("resource"), "/customers/7\n"), run(options("word"), "/customers/{id}\n"));
}

TEST_F(TokenCommand, says_which_kinds_there_are) {
  EXPECT_THAT(run(options("person"), "x"), HasSubstr("principal, data_subject"));
}

TEST_F(TokenCommand, says_which_line_is_too_long_but_not_what_it_says) {
  const std::string said = run(options(), "u-1\n" + std::string(300, 'Z') + "\n");
  EXPECT_THAT(said, HasSubstr("line 2"));
  EXPECT_THAT(said, Not(HasSubstr("ZZ")));
}

TEST_F(TokenCommand, names_the_command_that_makes_a_missing_key) {
  fs::remove(key_path());
  EXPECT_THAT(run(options(), "u-1\n"), HasSubstr("centinela token --new-key"));
}

TEST_F(TokenCommand, makes_a_private_key_and_tells_its_fingerprint_only) {
  TokenOptions made = options();
  made.new_key = directory_ / "new.key";
  const std::string said = run(made, "");
  const auto key = read_key_file(*made.new_key);
  ASSERT_TRUE(key);
  EXPECT_THAT(said, HasSubstr(key->fingerprint()));
  EXPECT_THAT(said, Not(HasSubstr(key->file_text().substr(0, 64))));
  EXPECT_EQ(fs::status(*made.new_key).permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(TokenCommand, makes_the_directories_of_a_key_for_its_owner_alone) {
  TokenOptions made = options();
  made.new_key = directory_ / "state" / "keys" / "new.key";
  run(made, "");
  ASSERT_TRUE(fs::exists(*made.new_key));
  EXPECT_EQ(fs::status(directory_ / "state").permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(directory_ / "state" / "keys").permissions(), fs::perms::owner_all);
}

TEST_F(TokenCommand, names_the_key_and_the_setting_that_a_failure_is_about) {
  const auto tokens = make_key_file("/proc/none/token.key");
  ASSERT_FALSE(tokens);
  EXPECT_EQ(tokens.error().code, Errc::io);
  EXPECT_THAT(tokens.error().detail, HasSubstr("the directory /proc/none cannot be made"));
  const auto state = make_key_file(directory_, KeyUse::state);
  ASSERT_FALSE(state);
  EXPECT_THAT(state.error().detail,
              HasSubstr("cannot make the state key (state.key_file names another place)"));
  fs::permissions(key_path(), fs::perms::others_read, fs::perm_options::add);
  EXPECT_THAT(read_key_file(key_path(), KeyUse::state).error().detail,
              HasSubstr("the state key at"));
}

TEST_F(TokenCommand, never_overwrites_a_key) {
  TokenOptions made = options();
  made.new_key = key_path();
  EXPECT_THAT(run(made, ""), HasSubstr("error:"));
  EXPECT_EQ(read_key_file(key_path())->fingerprint(), "ae216c2e");
}

TEST_F(TokenCommand, refuses_a_key_that_others_can_read) {
  fs::permissions(key_path(), fs::perms::others_read, fs::perm_options::add);
  EXPECT_THAT(run(options(), "u-1\n"), HasSubstr("chmod 600"));
}

}  // namespace
}  // namespace centinela::app
