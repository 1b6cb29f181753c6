#include "app/status_command.h"

#include "app/stub_server.h"
#include "config/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace centinela::app {
namespace {

using ::testing::HasSubstr;

StatusOptions at(const std::string& listen) {
  StatusOptions options;
  options.config.sets = {"http.listen=" + listen};
  return options;
}

TEST(BaseUrl, turns_a_wildcard_into_loopback) {
  EXPECT_EQ(*base_url("127.0.0.1:9464", false), "http://127.0.0.1:9464");
  EXPECT_EQ(*base_url("0.0.0.0:9464", true), "https://127.0.0.1:9464");
  EXPECT_EQ(*base_url(":9464", false), "http://127.0.0.1:9464");
  EXPECT_EQ(*base_url("[::]:1", false), "http://[::1]:1");
  EXPECT_EQ(*base_url("[fe80::1]:1", false), "http://[fe80::1]:1");
}

TEST(BaseUrl, asks_for_the_url_of_a_daemon_that_took_any_port) {
  const auto url = base_url("127.0.0.1:0", false);
  ASSERT_FALSE(url);
  EXPECT_EQ(url.error().code, Errc::usage);
  EXPECT_THAT(url.error().detail, HasSubstr("--url"));
}

TEST(Status, prints_what_the_daemon_says) {
  const StubServer server(http_reply(200, "all is well"));
  std::ostringstream out;
  const auto result = status(at(server.address()), out);
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_EQ(out.str(), "all is well\n");
  EXPECT_THAT(server.request(), HasSubstr("GET /status "));
}

TEST(Status, takes_a_url_instead_of_the_configured_address) {
  const StubServer server(http_reply(200, "x\n"));
  StatusOptions options;
  options.url = "http://" + server.address() + "/";
  std::ostringstream out;
  EXPECT_TRUE(status(options, out));
  EXPECT_THAT(server.request(), HasSubstr("GET /status "));
}

TEST(Status, sends_the_password_of_a_file) {
  const StubServer server(http_reply(200, "x\n"));
  const config::ScratchDirectory scratch;
  StatusOptions options = at(server.address());
  options.user = "ana";
  options.password_file = scratch.write("password", "secret\n");
  std::ostringstream out;
  EXPECT_TRUE(status(options, out));
  EXPECT_THAT(server.request(), HasSubstr("Authorization: Basic YW5hOnNlY3JldA=="));
}

TEST(Status, names_the_address_that_does_not_answer) {
  std::string address;
  {
    const StubServer server("");
    address = server.address();
  }
  std::ostringstream out;
  const auto result = status(at(address), out);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::unavailable);
  EXPECT_THAT(result.error().detail, HasSubstr(address));
  EXPECT_THAT(result.error().detail, HasSubstr("is the daemon running"));
}

TEST(Status, says_what_a_daemon_with_a_password_needs) {
  const StubServer server(http_reply(401, ""));
  std::ostringstream out;
  const auto result = status(at(server.address()), out);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::usage);
  EXPECT_THAT(result.error().detail, HasSubstr("--password-file"));
}

TEST(Status, refuses_an_endless_answer) {
  const StubServer server(http_reply(200, std::string(std::size_t{2} << 20, 'x')));
  std::ostringstream out;
  EXPECT_FALSE(status(at(server.address()), out));
}

TEST(Status, refuses_what_is_no_url_of_a_daemon) {
  StatusOptions options;
  options.url = "file:///etc/passwd";
  std::ostringstream out;
  const auto result = status(options, out);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Errc::usage);
}

TEST(Healthcheck, succeeds_on_200_alone) {
  for (const auto& [code, is_healthy] :
       std::vector<std::pair<int, bool>>{{200, true}, {503, false}, {404, false}}) {
    const StubServer server(http_reply(code, "restoring"));
    HealthcheckOptions options{.daemon = at(server.address())};
    options.asks_ready = true;
    const auto result = healthcheck(options);
    EXPECT_EQ(result.has_value(), is_healthy) << code;
    EXPECT_THAT(server.request(), HasSubstr("GET /readyz "));
    if (!is_healthy) {
      EXPECT_EQ(result.error().code, Errc::unavailable);
      EXPECT_THAT(result.error().detail, HasSubstr("restoring"));
    }
  }
}

TEST(Healthcheck, asks_for_life_when_not_told_otherwise) {
  const StubServer server(http_reply(200, ""));
  EXPECT_TRUE(healthcheck({.daemon = at(server.address())}));
  EXPECT_THAT(server.request(), HasSubstr("GET /livez "));
}

}  // namespace
}  // namespace centinela::app
