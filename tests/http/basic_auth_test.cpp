#include "http/basic_auth.h"

#include <gtest/gtest.h>

namespace centinela::http {
namespace {

// bcrypt of "secret", cost 4, the cheapest.
constexpr const char* hash_2b = "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

std::map<std::string, std::string> users() {
  return {{"prom", hash_2b}};
}

TEST(ParseBasicAuth, reads_name_and_password) {
  const auto credentials = parse_basic_auth("Basic cHJvbTpzZWM6cmV0");  // prom:sec:ret
  ASSERT_TRUE(credentials.has_value());
  EXPECT_EQ(credentials->user, "prom");
  EXPECT_EQ(credentials->password, "sec:ret") << "only the first colon splits";
}

TEST(ParseBasicAuth, reads_base64_with_padding) {
  EXPECT_EQ(parse_basic_auth("basic YTpi")->password, "b");
  EXPECT_EQ(parse_basic_auth("BASIC YWE6Yg==")->password, "b");
  EXPECT_EQ(parse_basic_auth("Basic YTpiYg==")->password, "bb");
}

TEST(ParseBasicAuth, takes_nothing_else) {
  for (const char* header :
       {"", "Basic", "Basic ", "Bearer cHJvbTpz", "Basic cHJvb", "Basic ????", "Basic cHJvbQ=="}) {
    EXPECT_FALSE(parse_basic_auth(header).has_value()) << header;
  }
  EXPECT_FALSE(parse_basic_auth("Basic " + std::string(100'000, 'A')).has_value());
}

TEST(MatchesBcrypt, takes_the_right_password_under_both_names_of_the_algorithm) {
  std::string hash_2y = hash_2b;
  hash_2y[2] = 'y';
  EXPECT_TRUE(matches_bcrypt("secret", hash_2b));
  EXPECT_TRUE(matches_bcrypt("secret", hash_2y));
  EXPECT_FALSE(matches_bcrypt("Secret", hash_2b));
  EXPECT_FALSE(matches_bcrypt("", hash_2b));
}

TEST(MatchesBcrypt, refuses_a_broken_hash_without_looking_at_the_password) {
  EXPECT_FALSE(matches_bcrypt("secret", ""));
  EXPECT_FALSE(matches_bcrypt("secret", "*0"));
  EXPECT_FALSE(matches_bcrypt("secret", "$2b$04$short"));
}

TEST(MatchesBcrypt, refuses_what_bcrypt_would_cut_off) {
  EXPECT_FALSE(matches_bcrypt(std::string("secret\0x", 8), hash_2b));
  EXPECT_FALSE(matches_bcrypt(std::string(73, 'a'), hash_2b));
}

TEST(BasicAuth, asks_for_nothing_without_users) {
  EXPECT_FALSE(BasicAuth({}).required());
  EXPECT_TRUE(BasicAuth(users()).required());
}

TEST(BasicAuth, remembers_outcomes_so_that_bcrypt_runs_once) {
  BasicAuth auth(users());
  const Credentials good{.user = "prom", .password = "secret"};
  EXPECT_FALSE(auth.remembered(good).has_value());
  EXPECT_TRUE(auth.remember(good, true));
  EXPECT_EQ(auth.remembered(good), true);
  EXPECT_FALSE(auth.remembered({.user = "prom", .password = "other"}).has_value());
}

TEST(BasicAuth, never_lets_an_unknown_name_in_though_it_checks_some_hash) {
  BasicAuth auth(users());
  const Credentials stranger{.user = "root", .password = "secret"};
  EXPECT_EQ(auth.hash_to_check(stranger), hash_2b);
  EXPECT_FALSE(auth.remember(stranger, true));
  EXPECT_EQ(auth.remembered(stranger), false);
}

TEST(BasicAuth, keeps_the_rightful_user_remembered_while_somebody_guesses) {
  BasicAuth auth(users());
  const Credentials good{.user = "prom", .password = "secret"};
  auth.remember(good, true);
  for (std::size_t i = 0; i < 3 * BasicAuth::cache_entries_max; ++i) {
    auth.remember({.user = "prom", .password = std::to_string(i)}, false);
  }
  EXPECT_EQ(auth.remembered(good), true);
}

TEST(BasicAuth, does_not_confuse_where_the_name_ends) {
  BasicAuth auth(users());
  auth.remember({.user = "prom", .password = "xsecret"}, true);
  EXPECT_FALSE(auth.remembered({.user = "promx", .password = "secret"}).has_value());
}

}  // namespace
}  // namespace centinela::http
