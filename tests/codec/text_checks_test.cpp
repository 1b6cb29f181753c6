#include "codec/text_checks.h"

#include "codec/json_writer.h"

#include <gtest/gtest.h>

namespace centinela::codec {
namespace {

TEST(FindBadUtf8, accepts_what_is_well_formed) {
  for (const std::string_view text : {"",
                                      "plain",
                                      "\xC3\xA9",
                                      "\xE2\x82\xAC",
                                      "\xF0\x9F\x98\x80",
                                      "\xEF\xBF\xBF",
                                      "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(find_bad_utf8(text), std::string_view::npos) << text;
  }
}

TEST(FindBadUtf8, finds_the_first_bad_byte) {
  EXPECT_EQ(find_bad_utf8("ab\xFF"), 2U);
  EXPECT_EQ(find_bad_utf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(find_bad_utf8("a\xE0\x80\x80"), 1U);     // overlong
  EXPECT_EQ(find_bad_utf8("a\xED\xA0\x80"), 1U);     // a surrogate
  EXPECT_EQ(find_bad_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(find_bad_utf8("\xC3\xA9\xC3"), 2U);      // cut off
  EXPECT_EQ(find_bad_utf8("\x80"), 0U);              // a tail without a head
}

TEST(CheckEscapes, tells_malformed_from_lone_surrogates) {
  EXPECT_EQ(check_escapes("a\\n\\\"\\\\\\/\\u0041"), EscapeFault::none);
  EXPECT_EQ(check_escapes("\\ud83d\\ude00"), EscapeFault::none);
  EXPECT_EQ(check_escapes("\\q"), EscapeFault::malformed);
  EXPECT_EQ(check_escapes("\\u12"), EscapeFault::malformed);
  EXPECT_EQ(check_escapes("\\u12g4"), EscapeFault::malformed);
  EXPECT_EQ(check_escapes("\\ud83d"), EscapeFault::lone_surrogate);
  EXPECT_EQ(check_escapes("\\ude00"), EscapeFault::lone_surrogate);
  EXPECT_EQ(check_escapes("\\ud83dx\\ude00"), EscapeFault::lone_surrogate);
  EXPECT_EQ(check_escapes("\\ud83d\\u0041"), EscapeFault::lone_surrogate);
}

TEST(NumberShape, follows_the_grammar_of_json) {
  for (const std::string_view text : {"0", "-0", "12", "-7", "123456789012345678901234567890"}) {
    EXPECT_EQ(number_shape(text), NumberShape::integer) << text;
  }
  for (const std::string_view text : {"0.5", "1e3", "-1.5E+10", "1e400", "0e-1"}) {
    EXPECT_EQ(number_shape(text), NumberShape::real) << text;
  }
  for (const std::string_view text :
       {"", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x10", "NaN", "Infinity", "1 2", "1_000"}) {
    EXPECT_EQ(number_shape(text), NumberShape::malformed) << text;
  }
}

TEST(PlainNumber, keeps_four_significant_digits_and_no_exponent) {
  EXPECT_EQ(plain_number(0), "0");
  EXPECT_EQ(plain_number(-0.0), "0");
  EXPECT_EQ(plain_number(71), "71");
  EXPECT_EQ(plain_number(93.1), "93.1");
  EXPECT_EQ(plain_number(0.000021), "0.000021");
  EXPECT_EQ(plain_number(0.0000214567), "0.00002146");
  EXPECT_EQ(plain_number(0.62), "0.62");
  EXPECT_EQ(plain_number(401233), "401200");
  EXPECT_EQ(plain_number(99.996), "100");
  EXPECT_EQ(plain_number(-1234.56), "-1235");
  EXPECT_EQ(plain_number(1e-15), "0.000000000000001");
  EXPECT_EQ(plain_number(1e15), "1000000000000000");
}

TEST(PlainNumber, uses_an_exponent_only_where_zeros_would_hide_the_number) {
  EXPECT_EQ(plain_number(2.12345e-300), "2.123e-300");
  EXPECT_EQ(plain_number(1e-16), "1e-16");
  EXPECT_EQ(plain_number(-1.5e22), "-1.5e22");
}

TEST(JsonWriter, escapes_what_json_and_terminals_would_act_on) {
  JsonWriter json;
  json.text("a\"b\\c\n\x1b[31m\x7f\xC3\xA9");
  EXPECT_EQ(std::move(json).finish(), "\"a\\\"b\\\\c\\u000a\\u001b[31m\\u007f\xC3\xA9\"");
}

TEST(JsonWriter, replaces_what_is_not_utf8) {
  JsonWriter json;
  json.text(
      "a\xFF"
      "b\xC3");
  EXPECT_EQ(std::move(json).finish(),
            "\"a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD\"");
}

TEST(JsonWriter, puts_commas_between_and_nowhere_else) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().integer(1).integer(2).end_array();
  json.key("b").begin_object().end_object().key("c").null().end_object();
  EXPECT_EQ(std::move(json).finish(), R"({"a":[1,2],"b":{},"c":null})");
}

}  // namespace
}  // namespace centinela::codec
