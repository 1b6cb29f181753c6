#include "sink/terminal_sink.h"

#include "sink/sample_alert.h"
#include "support/golden_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace centinela::sink {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TerminalSink, prints_an_alert_at_a_glance) {
  testing_support::expect_golden(render_alert(sample_alert(), {.colour = false, .columns = 100}),
                                 "tests/sink/golden/terminal_alert.txt");
}

TEST(TerminalSink, prints_numbers_as_the_sentences_do) {
  Alert alert = sample_alert();
  alert.reasons[0].p_value = 1e-4;
  alert.reasons[0].observed = 219'872.4;
  alert.would_not_fire_below = 12'339.2;
  const std::string text = render_alert(alert, {.colour = false, .columns = 400});
  EXPECT_THAT(text, HasSubstr("[219 900 against "));
  EXPECT_THAT(text, HasSubstr("; calibrated: 1 in 10 000]"));
  EXPECT_THAT(text, HasSubstr("silent below  12 340"));
}

TEST(TerminalSink, uses_colour_only_when_told_to) {
  EXPECT_THAT(render_alert(sample_alert(), {}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(render_alert(sample_alert(), {.colour = true}), HasSubstr("\x1b[1;31m HIGH \x1b[0m"));
}

TEST(TerminalSink, has_no_colour_on_a_file) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  EXPECT_FALSE(detect_style(file).colour);
  std::fclose(file);
}

std::size_t code_points(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

TEST(TerminalSink, keeps_within_the_width_of_the_terminal) {
  for (const std::size_t columns : {std::size_t{60}, std::size_t{80}, std::size_t{120}}) {
    std::istringstream lines(render_alert(sample_alert(), {.columns = columns}));
    std::string line;
    std::getline(lines, line);  // the head is one line whatever the width
    while (std::getline(lines, line)) {
      EXPECT_LE(code_points(line), columns) << line;
    }
  }
}

TEST(TerminalSink, does_not_let_a_name_move_the_cursor) {
  Alert alert = sample_alert();
  alert.tenant = "\x1b[2Jacme";
  alert.summary = "one\x1b]0;title\x07two\rthree\nfour";
  alert.reasons[0].sentence = "\x1b[31m";
  alert.attack = {
      "\x9b"
      "5m"};
  const std::string text = render_alert(alert, {});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\x07")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, HasSubstr("\\x1b]0;title"));
}

TEST(TerminalSink, leaves_out_what_an_alert_does_not_say) {
  Alert alert;
  alert.summary = "s";
  const std::string text = render_alert(alert, {});
  for (const char* name : {"peers", "unexplained", "nearest miss", "silent below", "evidence"}) {
    EXPECT_THAT(text, Not(HasSubstr(name)));
  }
}

TEST(TerminalSink, does_not_say_a_sentence_again_that_the_summary_has_said) {
  Alert alert = sample_alert();
  const std::string& sentence = alert.reasons[1].sentence;
  alert.summary = "First. Also: " + sentence;
  const std::string text = render_alert(alert, {.columns = 1000});
  EXPECT_EQ(text.find(sentence), text.rfind(sentence));
  EXPECT_THAT(text, HasSubstr("unjustified_access [52 against"));
}

TEST(TerminalSink, breaks_no_line_within_a_number) {
  Alert alert = sample_alert();
  alert.summary = "It took 10 684 180 bytes.";
  for (std::size_t columns = 40; columns < 60; ++columns) {
    alert.summary.insert(0, "x");
    EXPECT_THAT(render_alert(alert, {.columns = columns}), HasSubstr("10 684 180"));
  }
}

TEST(TerminalSink, counts_one_of_a_thing_in_the_singular) {
  Alert alert = sample_alert();
  alert.episode.events = 1;
  alert.episode.data_subjects = 1;
  EXPECT_THAT(render_alert(alert, {.columns = 1000}), HasSubstr(": 1 event, 1 data subject, 83"));
}

TEST(TerminalSink, says_which_revision_of_an_episode_it_is) {
  Alert alert = sample_alert();
  alert.state = AlertState::closed;
  alert.revision = 4;
  EXPECT_THAT(render_alert(alert, {}), HasSubstr("page closed (revision 4)"));
}

TEST(TerminalSink, reports_a_stream_that_takes_nothing) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  TerminalSink sink(full, {});
  const Alert alert = sample_alert();
  const Result<void> sent = sink.send({&alert, 1});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::io);
  std::fclose(full);
}

}  // namespace
}  // namespace centinela::sink
