#include "centinela/privacy/word_shape.h"

#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

TEST(WordShape, shows_printable_text_of_any_script) {
  for (const auto* text : {"agent_l1", "São Paulo", "東京", "Café / Bar", "القاهرة", "x"}) {
    EXPECT_TRUE(is_showable(text)) << text;
  }
  EXPECT_TRUE(is_showable(std::string(64, 'x')));
}

TEST(WordShape, refuses_what_a_terminal_obeys_and_what_is_not_utf8) {
  for (const auto* text : {"",
                           "\x1B[31mred",
                           "tab\there",
                           "two\nlines",
                           "\x7F",
                           "\xC2\x9B"
                           "31m",  // C1: a one-character escape
                           "a\xE2\x80\xAE"
                           "txt.exe",  // right-to-left override
                           "a\xE2\x80\x8B"
                           "b",  // zero width space
                           "\xEF\xBB\xBF"
                           "a",  // byte order mark
                           "\xFF",
                           "\xC0\xAF",             // overlong '/'
                           "\xE0\x80\xAF",         // overlong '/'
                           "\xED\xA0\x80",         // surrogate
                           "\xF4\x90\x80\x80",     // beyond U+10FFFF
                           "\xE2\x82",             // cut short
                           "\xF3\xA0\x81\x81"}) {  // tag letter
    EXPECT_FALSE(is_showable(text)) << testing::PrintToString(std::string(text));
  }
  EXPECT_FALSE(is_showable(std::string(65, 'x')));
}

TEST(WordShape, takes_words_as_systems_write_them) {
  for (const auto* text : {"contact",
                           "crm.customers",
                           "/customers/{id}",
                           "agent-desktop/4.1",
                           "order_status",
                           "v41",
                           "facturación",
                           "2026",
                           "12.10.2026",
                           "請求書",
                           "Ελλάδα"}) {
    EXPECT_TRUE(has_word_shape(text)) << text;
  }
}

TEST(WordShape, refuses_what_may_be_an_identifier) {
  for (const auto* text : {"jane@example.org",
                           "c-00025603",
                           "12345",
                           "call 555-123-4567",
                           "4111 1111 1111 1111",
                           "203.000.113.007",
                           "１２３４５",     // full-width digits
                           "٠١٢٣٤",          // Arabic digits
                           "jane＠example",  // full-width @
                           "\x1B[0m"}) {
    EXPECT_FALSE(has_word_shape(text)) << text;
  }
}

}  // namespace
}  // namespace centinela::privacy
