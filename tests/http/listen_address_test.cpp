#include "http/listen_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::http {
namespace {

TEST(ListenAddress, takes_a_v4_address_a_name_a_bracketed_v6_address_and_none) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:9464")->host, "127.0.0.1");
  EXPECT_EQ(parse_listen_address("127.0.0.1:9464")->port, 9464);
  EXPECT_EQ(parse_listen_address("localhost:0")->port, 0);
  EXPECT_EQ(parse_listen_address("[::1]:65535")->host, "::1");
  EXPECT_EQ(parse_listen_address(":80")->host, "");
}

TEST(ListenAddress, refuses_everything_else_and_says_what_it_expects) {
  for (const char* text : {"",
                           "127.0.0.1",
                           "host:",
                           "host:x",
                           "host:65536",
                           "host:-1",
                           "::1:80",
                           "host:80 ",
                           "host:+80"}) {
    const auto parsed = parse_listen_address(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, Errc::config);
    EXPECT_THAT(parsed.error().detail, ::testing::HasSubstr("expected host:port"));
  }
}

}  // namespace
}  // namespace centinela::http
