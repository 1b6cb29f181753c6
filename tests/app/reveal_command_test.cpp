#include "app/reveal_command.h"

#include "centinela/privacy/pseudonymiser.h"

#include "app/audit_file.h"
#include "app/token_resolver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* access =
    R"({"id":"e1","time":"2026-11-21T19:49:26Z","tenant":"acme","principal":{"id":"u-42","team":"BOG"},)"
    R"("action":"read","resource":{"name":"/customers/7"},"data_subjects":["c-00025603","c-2"]})";

constexpr const char* alert =
    R"({"id":"000102030405060708090a0b0c0d0e0f","revision":1,"state":"open","route":"page",)"
    R"("time":"2026-11-21T19:50:02.101Z","tenant":"acme","severity":"high","score":93.1,)"
    R"("p_value":0.000021,"entity":{"type":"principal","id":"p-dc8192a6cac22566"},)"
    R"("principal":null,"principals":[],"summary":"p-dc8192a6cac22566 opened ds-2ef29f423d7c5a9b.",)"
    R"("reasons":[],"evidence":["0:1"],"key":"ae216c2e",)"
    R"("episode":{"start":"2026-11-21T19:00:00Z","end":"2026-11-21T19:50:00Z","events":1},)"
    R"("position":{"topic":"data-access","partition":0,"offset":1}})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

class RevealCommand : public testing::Test {
 protected:
  RevealCommand() {
    directory_ =
        fs::temp_directory_path() / (std::string("centinela_reveal_command_") +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
    const fs::path key = directory_ / "token.key";
    std::ofstream(key) << "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n";
    fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(directory_ / "events.jsonl") << "{\"broken\":\n" << access << '\n';
    options_.config.sets = {"state.directory=" + directory_.string()};
    options_.reason = "case 4711";
    options_.input = directory_ / "events.jsonl";
    host_.time = *parse_rfc3339("2026-11-22T08:00:00Z");
    host_.user_id = 1000;
  }
  RevealCommand(const RevealCommand&) = delete;
  RevealCommand& operator=(const RevealCommand&) = delete;
  RevealCommand(RevealCommand&&) = delete;
  RevealCommand& operator=(RevealCommand&&) = delete;
  ~RevealCommand() override { fs::remove_all(directory_); }

  std::string run(const std::string& input) {
    std::istringstream in(input);
    std::ostringstream out;
    const auto result = reveal(options_, host_, in, out);
    EXPECT_TRUE(result || out.str().empty()) << "an error shows nothing";
    return result ? out.str() : "error: " + result.error().detail;
  }
  [[nodiscard]] std::string audit() const {
    std::ostringstream content;
    content << std::ifstream(directory_ / "reveal-audit.jsonl").rdbuf();
    return content.str();
  }

  fs::path directory_;
  RevealOptions options_;
  RevealHost host_;
};

TEST_F(RevealCommand, tells_the_identifiers_behind_the_tokens_of_an_alert_and_no_others) {
  EXPECT_EQ(run(alert), "ds-2ef29f423d7c5a9b\tc-00025603\np-dc8192a6cac22566\tu-42\n");
}

TEST_F(RevealCommand, writes_who_asked_and_why_but_no_identifier) {
  run(alert);
  EXPECT_EQ(audit(),
            "{\"time\":\"2026-11-22T08:00:00.000Z\",\"uid\":1000,"
            "\"alerts\":[\"000102030405060708090a0b0c0d0e0f\"],\"key\":\"ae216c2e\",\"tokens\":2,"
            "\"reason\":\"case 4711\"}\n");
  EXPECT_EQ(fs::status(directory_ / "reveal-audit.jsonl").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
  run(alert);
  const std::string both = audit();
  EXPECT_EQ(std::count(both.begin(), both.end(), '\n'), 2) << "appended, not replaced";
}

TEST_F(RevealCommand, shows_nothing_when_the_audit_record_cannot_be_written) {
  options_.audit = directory_ / "missing" / "audit.jsonl";
  EXPECT_THAT(run(alert), HasSubstr("nothing is revealed without an audit record"));
}

TEST_F(RevealCommand, refuses_without_a_reason) {
  for (const std::string& reason : {std::string(), std::string(" \t\n"), std::string(2000, 'x')}) {
    options_.reason = reason;
    EXPECT_THAT(run(alert), StartsWith("error: reveal: expected a --reason"));
  }
  EXPECT_EQ(audit(), "");
}

TEST_F(RevealCommand, refuses_an_alert_of_another_key_and_names_both) {
  EXPECT_THAT(run(replaced(alert, "ae216c2e", "deadbeef")),
              AllOf(HasSubstr("deadbeef"), HasSubstr("ae216c2e")));
  EXPECT_EQ(audit(), "");
}

TEST_F(RevealCommand, says_plainly_which_evidence_cannot_be_read_and_which_token_it_lacks) {
  const std::string said = run(replaced(alert, R"(["0:1"])", R"(["0:0","0:99","3:1"])"));
  EXPECT_THAT(said, HasSubstr("# ds-2ef29f423d7c5a9b is in no evidence that was read\n"));
  EXPECT_THAT(said, HasSubstr("# evidence 0:0 cannot be read: does not decode"));
  EXPECT_THAT(said, HasSubstr("# evidence 0:99 cannot be read: the file has no such record"));
  EXPECT_THAT(said, HasSubstr("# evidence 3:1 cannot be read"));
  EXPECT_THAT(said, Not(HasSubstr("broken")));
}

TEST_F(RevealCommand, takes_several_alerts_on_lines_of_their_own_or_spread_over_lines) {
  std::string spread = alert;
  for (std::size_t at = 0; (at = spread.find(",\"", at)) != std::string::npos; at += 2) {
    spread.insert(at + 1, "\n  ");
  }
  EXPECT_THAT(run(spread + "\n" + alert + "\n" + alert), HasSubstr("\tc-00025603\n"));
  EXPECT_THAT(audit(), HasSubstr("0f\",\"0001"));
}

TEST_F(RevealCommand, says_that_no_broker_answers_where_neither_file_nor_callback_is_given) {
  options_.input.reset();
  options_.config.sets.emplace_back("kafka.bootstrap_servers=127.0.0.1:1");
  const std::string said = run(replaced(alert, R"(["0:1"])", R"(["0:1","0:2"])"));
  EXPECT_THAT(said, HasSubstr("# evidence 0:1 cannot be read: "));
  EXPECT_THAT(said, HasSubstr("# evidence 0:2 cannot be read: "));
}

TEST_F(RevealCommand, says_which_alert_is_none) {
  for (const auto* text : {"", "p-dc8192a6cac22566", "{}", "[1]", "{\"id\":"}) {
    EXPECT_THAT(run(text), HasSubstr("alert 1: expected an alert in native JSON")) << text;
  }
  EXPECT_THAT(run(std::string(alert) + "{}"), HasSubstr("alert 2"));
}

TEST_F(RevealCommand, asks_the_callback_for_records_where_no_file_is_given) {
  options_.input.reset();
  host_.read = [](Position position) -> Result<std::string> {
    EXPECT_EQ(position.offset, Offset{1});
    return std::string(access);
  };
  EXPECT_THAT(run(alert), HasSubstr("\tu-42\n"));
  host_.read = [](Position) -> Result<std::string> {
    return Error{Errc::unavailable, "no longer retained"};
  };
  EXPECT_THAT(run(alert), HasSubstr("no longer retained"));
}

TEST_F(RevealCommand, lets_no_identifier_steer_the_terminal) {
  std::ofstream(directory_ / "events.jsonl") << "{}\n"
                                             << replaced(access, "c-2", "c-3\\u001b[2J") << '\n';
  const auto key =
      privacy::TokenKey::parse("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
  const TimeZones zones;
  const privacy::Pseudonymiser pseudonymiser(*key, {}, zones);
  const std::string token = print(pseudonymiser.token<TokenKind::data_subject>("c-3\x1B[2J"));
  const std::string said = run(replaced(alert, "ds-2ef29f423d7c5a9b", token));
  EXPECT_THAT(said, HasSubstr(token + "\tc-3\\x1b[2J\n"));
}

TEST(FindTokens, finds_whole_printed_tokens_only) {
  EXPECT_THAT(find_tokens(R"("p-7f3c91d20b44e8a1", (ds-0000000000000001).)"),
              ElementsAre("ds-0000000000000001", "p-7f3c91d20b44e8a1"));
  for (const auto* text : {"p-7f3c91d20b44e8a",
                           "p-7f3c91d20b44e8a12",
                           "xp-7f3c91d20b44e8a1",
                           "p-7F3C91D20B44E8A1",
                           "zz-7f3c91d20b44e8a1",
                           "p_7f3c91d20b44e8a1",
                           "-7f3c91d20b44e8a1",
                           "a-p-7f3c91d20b44e8a1",
                           ""}) {
    EXPECT_THAT(find_tokens(text), testing::IsEmpty()) << text;
  }
}

TEST(AuditRecord, stays_one_line_whatever_the_reason_holds) {
  AuditRecord record;
  record.reason = "a\n\"b\"\x1B";
  const std::string line = to_json_line(record);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_THAT(line, Not(HasSubstr("\x1B")));
  EXPECT_THAT(line, HasSubstr("\\\"b\\\""));
}

}  // namespace
}  // namespace centinela::app
