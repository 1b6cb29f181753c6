#include "app/erase_command.h"

#include "centinela/codec/decoder.h"
#include "centinela/event/token.h"

#include "app/key_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace centinela::app {
namespace {

struct Said {
  Result<void> result;
  std::string out;
};

class EraseTest : public ::testing::Test {
 protected:
  EraseTest()
      : directory_(std::filesystem::temp_directory_path() /
                   ("erase_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(directory_);
    options_.output = "-";
    options_.reason = "request 17";
    options_.config.sets.push_back("privacy.key_file=" + key_file().string());
  }
  ~EraseTest() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::filesystem::path key_file() const { return directory_ / "token.key"; }
  Said say(const std::string& input) {
    std::istringstream in{input};
    std::ostringstream out;
    const EraseHost host{*parse_rfc3339("2026-11-21T20:05:00Z"), 1000, {}};
    Result<void> result = erase(options_, host, in, out);
    return {std::move(result), out.str()};
  }

  std::filesystem::path directory_;
  EraseOptions options_;
};

TEST_F(EraseTest, writes_a_record_that_names_a_token_and_never_the_name) {
  ASSERT_TRUE(make_key_file(key_file()));
  options_.are_data_subjects = true;
  options_.tenant = "acme";
  const Said said = say("c-00025603\n");
  ASSERT_TRUE(said.result) << said.result.error().detail;
  EXPECT_EQ(said.out.find("c-00025603"), std::string::npos);
  codec::Decoder decoder{{}};
  codec::RecordView record;
  const std::string line = said.out.substr(0, said.out.size() - 1);
  record.value = line;
  const auto items = decoder.decode(record).items;
  ASSERT_EQ(items.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<RawControl>(items[0]));
  const auto& control = std::get<RawControl>(items[0]);
  EXPECT_EQ(control.kind, ControlKind::erase);
  EXPECT_EQ(control.tenant, "acme");
  EXPECT_TRUE(parse_token(TokenKind::data_subject, control.data_subject));
  EXPECT_EQ(control.principal, "");
}

TEST_F(EraseTest, takes_the_token_of_an_alert_without_any_key) {
  options_.are_principals = true;
  const Said said = say("p-7f3c91d20b44e8a1\n\np-0000000000000001\r\n");
  ASSERT_TRUE(said.result) << said.result.error().detail;
  EXPECT_EQ(std::count(said.out.begin(), said.out.end(), '\n'), 2);
  EXPECT_NE(said.out.find(R"("principal":"p-7f3c91d20b44e8a1")"), std::string::npos);
}

TEST_F(EraseTest, takes_no_token_of_another_kind_and_none_that_is_shortened_for_a_name) {
  ASSERT_TRUE(make_key_file(key_file()));
  options_.are_data_subjects = true;
  for (const char* const line : {"p-901d4c876672209a\n", "p-901d\n", "ds-af42\n"}) {
    const Said said = say(line);
    ASSERT_FALSE(said.result) << line;
    EXPECT_EQ(said.result.error().code, Errc::usage);
    EXPECT_TRUE(said.out.empty());
  }
  EXPECT_TRUE(say("p-90\n").result) << "a name";
}

TEST_F(EraseTest, needs_the_key_for_a_name) {
  options_.are_principals = true;
  const Said said = say("u-42\n");
  ASSERT_FALSE(said.result);
  EXPECT_EQ(said.result.error().code, Errc::config);
  EXPECT_EQ(said.result.error().detail.find("u-42"), std::string::npos);
}

TEST_F(EraseTest, wants_to_know_what_the_lines_name_and_why) {
  EXPECT_EQ(say("p-7f3c91d20b44e8a1\n").result.error().code, Errc::usage);
  options_.are_principals = true;
  options_.are_data_subjects = true;
  EXPECT_EQ(say("p-7f3c91d20b44e8a1\n").result.error().code, Errc::usage);
  options_.are_data_subjects = false;
  options_.reason.clear();
  EXPECT_EQ(say("p-7f3c91d20b44e8a1\n").result.error().code, Errc::usage);
  options_.reason = "x";
  EXPECT_EQ(say("\n").result.error().code, Errc::bad_data);
}

}  // namespace
}  // namespace centinela::app
