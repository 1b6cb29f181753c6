#include "http/web_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::http {
namespace {

using ::testing::HasSubstr;

constexpr const char* hash = "$2b$10$Va0a7TOffVg7tX3sQnhOSud7F35utXgU5UDzR4tJrGFwL0FuBrHBi";

Result<WebConfig> parse(const std::string& text) {
  return parse_web_config(text, "/etc/centinela/web.yml");
}

TEST(WebConfig, reads_the_file_that_prometheus_reads) {
  const auto config = parse(std::string("basic_auth_users:\n  prom: \"") + hash +
                            "\"\n"
                            "tls_server_config:\n"
                            "  cert_file: cert.pem\n"
                            "  key_file: /keys/key.pem\n"
                            "  min_version: TLS13\n"
                            "  client_auth_type: RequireAndVerifyClientCert\n"
                            "  client_ca_file: ca.pem\n"
                            "http_server_config:\n"
                            "  http2: true\n"
                            "  headers:\n"
                            "    X-Frame-Options: deny\n");
  ASSERT_TRUE(config) << config.error().detail;
  ASSERT_TRUE(config->tls.has_value());
  EXPECT_EQ(config->tls->cert_file, "/etc/centinela/cert.pem");
  EXPECT_EQ(config->tls->key_file, "/keys/key.pem");
  EXPECT_EQ(config->tls->min_version, TlsVersion::tls_1_3);
  EXPECT_EQ(config->tls->client_auth, ClientAuth::require);
  EXPECT_EQ(config->basic_auth_users.at("prom"), hash);
  EXPECT_EQ(config->headers.at("X-Frame-Options"), "deny");
}

TEST(WebConfig, takes_an_empty_file_as_no_protection_asked_for) {
  const auto config = parse("");
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->tls.has_value());
  EXPECT_TRUE(config->basic_auth_users.empty());
}

struct Wrong {
  const char* text;
  const char* message;
};

class WrongWebConfig : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongWebConfig, is_refused_with_its_place_and_what_was_expected) {
  const auto config = parse(GetParam().text);
  ASSERT_FALSE(config) << GetParam().text;
  EXPECT_EQ(config.error().code, Errc::config);
  EXPECT_THAT(config.error().detail, HasSubstr("/etc/centinela/web.yml"));
  EXPECT_THAT(config.error().detail, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All,
    WrongWebConfig,
    ::testing::Values(
        Wrong{"basic_auth_user:\n  a: b\n", ":1:1: web config: unknown key 'basic_auth_user'"},
        Wrong{"tls_server_config:\n  cert_file: a\n", "both cert_file and key_file"},
        Wrong{"tls_server_config:\n  cert_file: a\n  key_file: b\n  cipher_suites: [x]\n",
              ":4:3: tls_server_config: unknown key 'cipher_suites'"},
        Wrong{"tls_server_config:\n  cert_file: a\n  key_file: b\n  min_version: TLS10\n",
              "expected TLS12 or TLS13, found 'TLS10'"},
        Wrong{"tls_server_config: {cert_file: a, key_file: b, client_auth_type: Perhaps}",
              "unknown word 'Perhaps'"},
        Wrong{"tls_server_config: {cert_file: a, key_file: b, client_auth_type: "
              "RequireAndVerifyClientCert}",
              "needs client_ca_file"},
        Wrong{"basic_auth_users:\n  prom: secret\n", "expected a bcrypt hash"},
        Wrong{"basic_auth_users: []\n", "expected a map"},
        Wrong{"tls_server_config: {cert_file: [a], key_file: b}", "cert_file: expected text"},
        Wrong{"http_server_config:\n  headers:\n    X-A: \"a\\r\\nSet-Cookie: b\"\n",
              "expected one line"},
        Wrong{"basic_auth_users: {}\nbasic_auth_users: {}\n", "stands there twice"},
        Wrong{"---\n{}\n---\n{}\n", "one YAML document"},
        Wrong{"a: [", "web.yml:"}));

TEST(WebConfig, never_repeats_a_password_that_was_written_in_place_of_its_hash) {
  const auto config = parse("basic_auth_users:\n  prom: hunter2\n");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().detail, ::testing::Not(HasSubstr("hunter2")));
}

TEST(WebConfig, names_a_file_that_is_not_there) {
  const auto config = load_web_config("/nonexistent/web.yml");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().detail, HasSubstr("/nonexistent/web.yml"));
}

}  // namespace
}  // namespace centinela::http
