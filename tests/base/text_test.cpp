#include "centinela/base/text.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(Printable, leaves_ordinary_text_of_any_script_alone) {
  EXPECT_EQ(printable("Bogotá · 東京 · 😀 a=b"), "Bogotá · 東京 · 😀 a=b");
}

TEST(Printable, makes_terminal_escapes_and_newlines_visible) {
  EXPECT_EQ(printable("a\x1b[31mred\nforged\r\x7f"), "a\\x1b[31mred\\x0aforged\\x0d\\x7f");
}

TEST(Printable, makes_the_eight_bit_control_sequence_introducer_visible) {
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "\\x9b2J");
}

TEST(Printable, replaces_bytes_that_are_not_utf8) {
  EXPECT_EQ(printable("\xFF\xC0\xAF\xED\xA0\x80\xF5 ok \xE2\x82"), "??????? ok ??");
}

TEST(Printable, replaces_overrides_of_the_writing_direction) {
  EXPECT_EQ(printable("exe\xE2\x80\xAEgpj"), "exe?gpj");
}

TEST(Printable, is_idempotent) {
  const std::string once = printable("\x01\\\"\xE2\x80\xA8\xFE");
  EXPECT_EQ(printable(once), once);
}

TEST(CutUtf8, never_splits_a_character) {
  EXPECT_EQ(cut_utf8("añb", 2), "a");
  EXPECT_EQ(cut_utf8("añb", 3), "añ");
  EXPECT_EQ(cut_utf8("añb", 9), "añb");
  EXPECT_EQ(cut_utf8("😀", 3), "");
}

TEST(JsonString, escapes_what_json_requires_and_nothing_else) {
  EXPECT_EQ(json("a\"b\\c\n\t\x01 é/"), R"("a\"b\\c\n\u0009\u0001 é/")");
}

TEST(JsonString, replaces_invalid_bytes_by_the_replacement_character) {
  EXPECT_EQ(json("\xFFz"), "\"\xEF\xBF\xBDz\"");
}

}  // namespace
}  // namespace centinela
