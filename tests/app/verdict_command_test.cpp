#include "app/verdict_command.h"

#include "centinela/codec/decoder.h"

#include <gtest/gtest.h>

#include <sstream>

namespace centinela::app {
namespace {

constexpr std::string_view alert = "0123456789abcdef0123456789abcdef";

struct Said {
  Errc code = Errc::usage;
  bool is_fine = false;
  std::string error;
  std::string out;
};

Said say(VerdictOptions options, const std::string& input) {
  std::istringstream in{input};
  std::ostringstream out;
  options.output = "-";
  const VerdictHost host{*parse_rfc3339("2026-11-21T20:05:00Z"), 1000, {}};
  const Result<void> result = verdict(options, host, in, out);
  Said said;
  said.is_fine = result.has_value();
  said.out = out.str();
  if (!result) {
    said.code = result.error().code;
    said.error = result.error().detail;
  }
  return said;
}

VerdictOptions ruling(std::string word) {
  VerdictOptions options;
  options.ruling = std::move(word);
  return options;
}

// What is decoded views the decoder's buffer and lives no longer.
RawControl decoded(codec::Decoder& decoder, const std::string& line) {
  codec::RecordView record;
  record.value = line;
  const auto items = decoder.decode(record).items;
  return items.size() == 1 && std::holds_alternative<RawControl>(items[0])
             ? std::get<RawControl>(items[0])
             : RawControl{};
}

TEST(Verdict, writes_what_the_engine_reads_as_that_ruling) {
  VerdictOptions options = ruling("expected");
  options.lasts = std::chrono::hours{48};
  const Said said = say(options, std::string{alert} + " planned \"migration\"\n");
  ASSERT_TRUE(said.is_fine) << said.error;
  const std::string line = said.out.substr(0, said.out.find('\n'));
  codec::Decoder decoder{{}};
  const RawControl control = decoded(decoder, line);
  EXPECT_EQ(control.kind, ControlKind::verdict);
  EXPECT_EQ(control.ruling, Ruling::expected);
  EXPECT_EQ(control.alert, alert);
  EXPECT_EQ(control.author, "user-1000");
  EXPECT_EQ(format_rfc3339(control.time), "2026-11-21T20:05:00.000Z");
  EXPECT_EQ(format_rfc3339(control.expires), "2026-11-23T20:05:00.000Z");
}

TEST(Verdict, takes_several_lines_and_gives_each_ruling_an_id_of_its_own) {
  const Said said =
      say(ruling("benign"), std::string{alert} + " a\n\nfedcba9876543210fedcba9876543210 b\n");
  ASSERT_TRUE(said.is_fine) << said.error;
  EXPECT_EQ(std::count(said.out.begin(), said.out.end(), '\n'), 2);
  const std::size_t second = said.out.find('\n') + 1;
  codec::Decoder decoder{{}};
  EXPECT_NE(decoded(decoder, said.out.substr(0, second - 1)).id, "");
  EXPECT_NE(said.out.substr(0, 60), said.out.substr(second, 60));
}

TEST(Verdict, refuses_what_is_no_ruling) {
  EXPECT_EQ(say(ruling("harmless"), std::string{alert} + " a\n").code, Errc::usage);
  VerdictOptions options = ruling("benign");
  options.lasts = std::chrono::hours{1};
  EXPECT_EQ(say(options, std::string{alert} + " a\n").code, Errc::usage);
}

TEST(Verdict, refuses_a_line_without_an_id_or_a_reason_and_repeats_nothing_of_it) {
  const Said no_id = say(ruling("benign"), "maria.lopez@example.com looked fine\n");
  EXPECT_EQ(no_id.code, Errc::bad_data);
  EXPECT_EQ(no_id.error.find("maria"), std::string::npos);
  EXPECT_EQ(say(ruling("benign"), std::string{alert} + "\n").code, Errc::bad_data);
  EXPECT_EQ(say(ruling("benign"), "").code, Errc::bad_data);
}

}  // namespace
}  // namespace centinela::app
