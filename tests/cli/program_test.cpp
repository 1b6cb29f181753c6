#include "cli/program.h"

#include "cli/commands.h"
#include "cli/recording_app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iomanip>
#include <sstream>

namespace centinela::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Outcome {
  int code = 0;
  std::string call;
  std::string out;
  std::string err;
};

Outcome run_line(const std::vector<std::string>& arguments,
                 const std::string& input = "",
                 bool is_terminal = false) {
  recording().call.clear();
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Terminal terminal{.in = in,
                    .out = out,
                    .err = err,
                    .is_out_terminal = is_terminal,
                    .is_err_terminal = is_terminal,
                    .environment = {{"A", "b"}}};
  const int code = run(arguments, terminal);
  return {code, recording().call, out.str(), err.str()};
}

class Program : public ::testing::Test {
 protected:
  void SetUp() override { recording() = {}; }
};

TEST_F(Program, hands_every_option_of_replay_to_its_function) {
  const Outcome outcome = run_line({"replay",
                                    "--config",
                                    "c.yaml",
                                    "--set",
                                    "log.level=warn",
                                    "--set",
                                    "engine.threads=2",
                                    "--input",
                                    "-",
                                    "--alerts",
                                    "a",
                                    "--dead-letters",
                                    "d",
                                    "--verdicts",
                                    "v",
                                    "--summary",
                                    "s",
                                    "--partitions",
                                    "8",
                                    "--against",
                                    "x.yaml",
                                    "--close"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.call,
            "replay config=c.yaml sets=log.level=warn;engine.threads=2 environment=1 input=- "
            "alerts=a dead_letters=d verdicts=v summary=s against=x.yaml partitions=8 close=true "
            "progress=false");
}

TEST_F(Program, leaves_defaults_where_nothing_is_given) {
  EXPECT_EQ(run_line({"replay", "--input", "e.jsonl"}).call,
            "replay config=none sets= environment=1 input=e.jsonl alerts=- dead_letters=none "
            "verdicts=none summary=none against=none partitions=1 close=false progress=false");
  EXPECT_EQ(run_line({"demo"}).call, "demo duration=0 seed=1 colour=false progress=false");
  EXPECT_EQ(run_line({"forest", "fit", "--input", "t.csv", "--model", "m"}).call,
            "forest_fit input=t.csv label=none trees=100 sample=256 seed=1 ensemble=false");
  EXPECT_EQ(run_line({"series", "score", "--input", "t.csv.gz", "--output", "-"}).call,
            "series_score input=t.csv.gz output=-");
}

TEST_F(Program, understands_durations_lists_and_repeated_files) {
  EXPECT_EQ(run_line({"demo", "--duration", "60s", "--seed", "7"}).call,
            "demo duration=60000 seed=7 colour=false progress=false");
  EXPECT_EQ(run_line({"evaluate", "--truth", "t", "--alerts", "a", "--budget", "5,20,50"}).call,
            "evaluate truth=t alerts=a budgets=5;20;50 against=");
  EXPECT_EQ(run_line({"train", "--input", "a", "b", "--output", "o"}).call,
            "train inputs=a;b; output=o seed=1");
}

TEST_F(Program, allows_colour_and_progress_on_a_terminal_and_quiet_forbids_progress) {
  EXPECT_THAT(run_line({"demo"}, "", true).call, EndsWith("colour=true progress=true"));
  EXPECT_THAT(run_line({"demo", "--quiet"}, "", true).call, EndsWith("colour=true progress=false"));
}

TEST_F(Program, gives_identifiers_to_reveal_on_standard_input) {
  EXPECT_EQ(run_line({"reveal", "--reason", "case 1"}, "p-7f3c91d20b44e8a1\n").call,
            "reveal reason=case 1 input=none in=p-7f3c91d20b44e8a1");
}

TEST_F(Program, hands_every_option_of_state_to_its_function) {
  EXPECT_EQ(run_line({"state", "inspect"}).call, "state_inspect");
  EXPECT_EQ(run_line({"state", "verify"}).call, "state_verify");
  EXPECT_EQ(run_line({"state", "reset", "--accept-loss", "--partition", "3", "--reason", "r"}).call,
            "state_reset partition=3 loss=true keep=false reason=r");
  EXPECT_EQ(run_line({"state", "reset", "--keep-baselines", "--reason", "r"}).call,
            "state_reset partition=0 loss=false keep=true reason=r");
  EXPECT_EQ(run_line({"state", "reset", "--accept-loss"}).code, 64) << "without a reason";
  EXPECT_EQ(run_line({"state", "export", "--output", "f"}).call, "state_export file=f");
  EXPECT_EQ(run_line({"state", "import", "--input", "f", "--replace"}).call,
            "state_import file=f replace=true");
}

TEST_F(Program, hands_every_option_of_erasing_and_switching_to_its_function) {
  EXPECT_EQ(run_line({"erase", "--data-subject", "--tenant", "t", "--reason", "r"}).call,
            "erase principals=false data_subjects=true tenant=t reason=r output=none");
  EXPECT_EQ(run_line({"erase", "--principal", "--reason", "r", "--output", "f"}).call,
            "erase principals=true data_subjects=false tenant= reason=r output=f");
  EXPECT_EQ(run_line({"erase", "--principal"}).code, 64) << "without a reason";
  EXPECT_EQ(run_line({"switch", "--reason", "r", "--dry-run"}).call, "switch reason=r dry=true");
  EXPECT_EQ(run_line({"switch"}).code, 64) << "without a reason";
}

TEST_F(Program, hands_every_option_of_topics_and_dead_letters_to_its_function) {
  EXPECT_EQ(run_line({"topics", "plan"}).call, "topics_plan partitions=6 replicas=0");
  EXPECT_EQ(run_line({"topics", "apply", "--partitions", "12", "--replicas", "2"}).call,
            "topics_apply partitions=12 replicas=2");
  EXPECT_EQ(run_line({"dlq", "replay"}).call,
            "dlq_replay reason= limit=1000 beginning=false applies=false");
  EXPECT_EQ(
      run_line(
          {"dlq", "replay", "--reason", "crash", "--limit", "5", "--apply", "--from-beginning"})
          .call,
      "dlq_replay reason=crash limit=5 beginning=true applies=true");
}

TEST_F(Program, does_not_repeat_an_identifier_typed_on_the_command_line) {
  const Outcome outcome = run_line({"reveal", "--reason", "x", "ana.garcia@example.com"});
  EXPECT_EQ(outcome.code, 64);
  EXPECT_THAT(outcome.err, Not(HasSubstr("ana.garcia")));
  EXPECT_THAT(outcome.err, HasSubstr("See centinela reveal --help"));
}

TEST_F(Program, exits_with_64_and_one_line_for_each_kind_of_misuse) {
  const std::vector<std::vector<std::string>> misuses = {
      {"replay"},                                        // required option missing
      {"replay", "--input"},                             // value missing
      {"replay", "--input", "a", "--partitions", "x"},   // not a number
      {"replay", "--input", "a", "--partitions", "-1"},  // negative
      {"demo", "--duration", "5"},                       // no unit
      {"demo", "--duratoin", "5s"},                      // no such option
      {"forest"},                                        // command of the command missing
      {"forest", "fitt"},
      {"evaluate", "--truth", "t", "--alerts", "a", "--budget", "5,x"},
      {"run", "--stage", "intake"},
      {"nonsense"},
      {"--nonsense"},
  };
  for (const auto& misuse : misuses) {
    const Outcome outcome = run_line(misuse);
    EXPECT_EQ(outcome.code, 64) << misuse.back();
    EXPECT_EQ(outcome.call, "") << misuse.back();
    EXPECT_THAT(outcome.err, StartsWith("centinela: ")) << misuse.back();
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "") << misuse.back();
  }
}

TEST_F(Program, says_in_whole_sentences_what_it_expected) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"nonsense"}, "expected a command, found \"nonsense\". See centinela --help"},
      {{"runn"}, "expected a command, found \"runn\". Did you mean run? See centinela --help"},
      {{"run", "--confg", "x"},
       "this command has no option \"--confg\". Did you mean --config? See centinela run --help"},
      {{"run", "extra"},
       "this command takes options only, found a word that belongs to none. See centinela run "
       "--help"},
      {{"run", "--config"}, "--config: expected FILE, found nothing. See centinela run --help"},
      {{"reveal"}, "--reason TEXT is missing. See centinela reveal --help"},
      {{"reveal", "--reson", "x"},
       "this command has no option \"--reson\". Did you mean --reason? See centinela reveal "
       "--help"},
      {{"simulate"}, "--profile TEXT and --output PATH are missing. See centinela simulate --help"},
      {{"forest"}, "expected fit or score, found nothing. See centinela forest --help"},
      {{"forest", "fitt"},
       "expected fit or score, found another word. Did you mean fit? See centinela forest --help"},
      {{"dlq", "replay", "--limit", "-1"},
       "--limit: expected a whole number such as 6. See centinela dlq replay --help"},
      {{"dlq", "replay", "--limit", "18446744073709551616"},
       "--limit: expected a whole number such as 6. See centinela dlq replay --help"},
      {{"dlq", "replay", "--limit"},
       "--limit: expected NUMBER, found nothing. See centinela dlq replay --help"},
      {{"demo", "--duration", "5"},
       "--duration: expected a duration such as 5m or 1h30m (units d, h, m, s, ms). See centinela "
       "demo --help"},
      {{"evaluate", "--truth", "t", "--alerts", "a", "--budget", "5,x"},
       "--budget: expected numbers from 1 to 1000000 such as 5,20,50. See centinela evaluate "
       "--help"},
      {{"replay", "--input"}, "--input: expected PATH, found nothing. See centinela replay --help"},
      {{"train", "--output", "m", "--input"},
       "--input: expected PATH, found nothing. See centinela train --help"},
  };
  for (const auto& [words, said] : cases) {
    EXPECT_EQ(run_line(words).err, "centinela: " + said + "\n");
  }
}

TEST_F(Program, understands_what_is_typed_at_any_program) {
  EXPECT_EQ(run_line({"--version"}).call, run_line({"version"}).call);
  EXPECT_EQ(run_line({"--version"}).code, 0);
  EXPECT_EQ(run_line({"help"}).out, run_line({"--help"}).out);
  EXPECT_EQ(run_line({"help", "forest", "fit"}).out, run_line({"forest", "fit", "--help"}).out);
  EXPECT_EQ(run_line({"help", "forest", "fit"}).code, 0);
}

TEST_F(Program, names_the_command_or_option_that_was_meant) {
  EXPECT_THAT(run_line({"simulat", "--seed", "1"}).err, HasSubstr("Did you mean simulate?"));
  EXPECT_THAT(run_line({"demo", "--duratoin", "5s"}).err, HasSubstr("Did you mean --duration?"));
}

TEST_F(Program, shows_all_commands_on_standard_error_when_none_is_given) {
  const Outcome outcome = run_line({});
  EXPECT_EQ(outcome.code, 64);
  for (const Command& command : commands()) {
    EXPECT_THAT(outcome.err, HasSubstr(std::string(command.name)));
  }
}

TEST_F(Program, prints_help_with_an_example_to_standard_output) {
  for (const Command& command : commands()) {
    const Outcome outcome = run_line({std::string(command.name), "--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("Example:\n  centinela " + std::string(command.name)));
    EXPECT_THAT(outcome.out, HasSubstr("Usage: centinela " + std::string(command.name)));
    EXPECT_EQ(outcome.err, "");
  }
  EXPECT_THAT(run_line({"forest", "fit", "--help"}).out, HasSubstr("Usage: centinela forest fit"));
  EXPECT_EQ(run_line({"--help"}).code, 0);
}

TEST_F(Program, turns_the_class_of_an_error_into_the_exit_code) {
  for (const auto& [errc, code] : std::vector<std::pair<Errc, int>>{{Errc::usage, 64},
                                                                    {Errc::bad_data, 65},
                                                                    {Errc::unavailable, 69},
                                                                    {Errc::internal, 70},
                                                                    {Errc::io, 74},
                                                                    {Errc::fenced, 75},
                                                                    {Errc::config, 78}}) {
    recording().result = Error{errc, "expected this,\nfound that"};
    const Outcome outcome = run_line({"version"});
    EXPECT_EQ(outcome.code, 0);
    const Outcome failed = run_line({"status"});
    EXPECT_EQ(failed.code, code);
    EXPECT_EQ(failed.err, "centinela: expected this, found that\n");
  }
}

TEST_F(Program, reports_a_standard_output_that_cannot_be_written) {
  std::istringstream in;
  std::ofstream out("/dev/full");
  std::ostringstream err;
  Terminal terminal{.in = in, .out = out, .err = err, .environment = {}};
  const std::vector<std::string> arguments = {"demo"};
  EXPECT_EQ(run(arguments, terminal), 74);
  EXPECT_THAT(err.str(), HasSubstr("cannot be written"));
}

TEST_F(Program, asks_each_printed_file_of_print_config) {
  EXPECT_THAT(run_line({"print-config", "--docs"}).call, HasSubstr("docs=true"));
  EXPECT_THAT(run_line({"print-config", "--schema"}).call, HasSubstr("schema=true"));
  EXPECT_THAT(run_line({"print-config", "--example"}).call, HasSubstr("example=true"));
  EXPECT_THAT(run_line({"print-config", "--show-origin"}).call, HasSubstr("origin=true"));
}

TEST(Commands, have_a_sentence_and_an_example_of_their_own_each) {
  for (const Command& command : commands()) {
    EXPECT_TRUE(command.help.ends_with('.')) << command.name;
    EXPECT_THAT(std::string(command.example), StartsWith("centinela " + std::string(command.name)));
  }
}

TEST(Commands, parse_the_example_of_their_help) {
  recording() = {};
  for (const Command& command : commands()) {
    std::istringstream line{std::string(command.example)};
    std::vector<std::string> words;
    for (std::string word; line >> std::quoted(word, '\'') && word != "<";) {
      words.push_back(word);
    }
    words.erase(words.begin());
    EXPECT_EQ(run_line(words).code, 0) << command.example << ": " << run_line(words).err;
  }
}

TEST(Commands, are_documented_as_they_are) {
  std::ifstream stream(std::string(CENTINELA_SOURCE_DIR) + "/docs/commands.md");
  std::ostringstream committed;
  committed << stream.rdbuf();
  EXPECT_EQ(committed.str(), commands_markdown())
      << "renew it: centinela print-config --commands > docs/commands.md";
}

}  // namespace
}  // namespace centinela::cli
