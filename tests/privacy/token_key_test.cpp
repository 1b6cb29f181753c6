#include "centinela/privacy/token_key.h"

#include "privacy/test_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string hex_of(const TokenKey::Bytes& bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 15U];
  }
  return text;
}

TEST(TokenKey, reads_back_the_file_that_it_writes) {
  const TokenKey key = test_key();
  EXPECT_EQ(key.file_text(), "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\n");
  const auto again = TokenKey::parse(key.file_text());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->secret(), key.secret());
}

TEST(TokenKey, takes_upper_case_and_any_line_end) {
  std::string text = test_key().file_text();
  for (char& c : text) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  text.back() = '\r';
  EXPECT_EQ(TokenKey::parse(text + "\n")->secret(), test_key().secret());
  EXPECT_TRUE(TokenKey::parse(text.substr(0, 64)));
}

TEST(TokenKey, says_what_was_expected_and_how_to_mend_it_but_nothing_of_what_was_there) {
  const std::string secret = test_key().file_text();
  std::string mistyped = secret;
  mistyped[10] = 'g';
  for (const std::string& text :
       {std::string("hunter2"), secret + secret, mistyped, std::string()}) {
    const auto key = TokenKey::parse(text);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, Errc::bad_data);
    EXPECT_THAT(key.error().detail, HasSubstr("64 hex digits"));
    EXPECT_THAT(key.error().detail, HasSubstr("centinela token --new-key FILE"));
    EXPECT_THAT(key.error().detail, Not(HasSubstr("hunter2")));
    EXPECT_THAT(key.error().detail, Not(HasSubstr("0102")));
  }
}

TEST(TokenKey, refuses_a_key_that_is_no_secret) {
  EXPECT_FALSE(TokenKey::parse(std::string(64, '0')));
  EXPECT_EQ(TokenKey::from_random({}).error().code, Errc::internal);
}

TEST(TokenKey, is_named_by_the_first_digits_of_its_sha256) {
  EXPECT_EQ(test_key().fingerprint(), "ae216c2e");
  EXPECT_NE(test_key(2).fingerprint(), test_key().fingerprint());
}

// Computed with Python's hmac by RFC 5869, empty salt, info "centinela seal state".
TEST(TokenKey, derives_by_hkdf) {
  EXPECT_EQ(hex_of(test_key().derive("seal state")),
            "3ebd0a758d4d8f4b9ad0275a24f2e17c7629ce46573da3ce42ffecd5bd633743");
  EXPECT_NE(test_key().derive("a"), test_key().derive("b"));
  EXPECT_NE(test_key().derive("a"), test_key(2).derive("a"));
}

TEST(TokenKey, leaves_no_secret_in_what_was_moved_from) {
  TokenKey key = test_key();
  const TokenKey moved = std::move(key);
  EXPECT_EQ(moved.secret(), test_key().secret());
  EXPECT_EQ(key.secret(), std::string(32, '\0'));  // NOLINT(bugprone-use-after-move): its point
}

}  // namespace
}  // namespace centinela::privacy
