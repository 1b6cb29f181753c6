#include "http/server.h"

#include "http/loopback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace centinela::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::vector<Route> routes() {
  return {{.path = "/livez", .description = "alive", .handle = [](const Request&) {
             return Response{.body = "ok\n"};
           }}};
}

std::unique_ptr<Server> start(ServerLimits limits = {}, std::optional<WebConfig> web = {}) {
  auto server =
      Server::start({.listen = "127.0.0.1:0", .web = std::move(web), .limits = limits}, routes());
  EXPECT_TRUE(server) << server.error().detail;
  return std::move(*server);
}

std::string ask(const Server& server, std::string_view request) {
  const Loopback client(server.port());
  client.send(request);
  return client.read_all();
}

constexpr std::string_view get_and_close =
    "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

TEST(Server, answers_a_route) {
  const auto server = start();
  const std::string answer = ask(*server, get_and_close);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nok\n"));
  EXPECT_EQ(server->counts().responses_2xx, 1U);
}

TEST(Server, answers_head_with_the_length_and_without_the_body) {
  const auto server = start();
  const std::string answer =
      ask(*server, "HEAD /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(Server, answers_several_requests_on_one_connection) {
  const auto server = start();
  const Loopback client(server->port());
  client.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_until("ok\n"), StartsWith("HTTP/1.1 200"));
  client.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_until("see /\n"), StartsWith("HTTP/1.1 404"));
  client.send(get_and_close);
  EXPECT_THAT(client.read_all(), EndsWith("ok\n"));
}

TEST(Server, answers_405_to_a_post_and_stays_usable) {
  const auto server = start();
  const Loopback client(server->port());
  client.send("POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 405"));
}

TEST(Server, answers_431_to_headers_beyond_the_limit) {
  const auto server = start();
  const std::string answer =
      ask(*server, "GET /livez HTTP/1.1\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 431"));
}

TEST(Server, answers_413_to_bodies_beyond_the_limit) {
  const auto server = start();
  const std::string answer =
      ask(*server, "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
}

TEST(Server, answers_400_to_what_is_not_http_and_survives_it) {
  const auto server = start();
  for (const std::string& nonsense : {std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n"),
                                      std::string("GET\r\n\r\n"),
                                      std::string("GET / HTTP/9.9\r\n\r\n"),
                                      std::string(3000, '\xFF') + "\r\n\r\n"}) {
    EXPECT_THAT(ask(*server, nonsense), StartsWith("HTTP/1.1 400"));
  }
  EXPECT_THAT(ask(*server, get_and_close), StartsWith("HTTP/1.1 200"));
}

TEST(Server, is_not_held_up_by_clients_that_drip_or_say_nothing) {
  const auto server = start();
  std::vector<std::unique_ptr<Loopback>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<Loopback>(server->port()));
    slow.back()->send(i % 2 == 0 ? "GET /li" : "");
  }
  EXPECT_THAT(ask(*server, get_and_close), StartsWith("HTTP/1.1 200"));
}

TEST(Server, closes_a_request_that_does_not_end_by_its_deadline) {
  const auto server = start({.request_deadline = std::chrono::milliseconds(50)});
  const Loopback client(server->port());
  client.send("GET /livez HTTP/1.1\r\nX: ");
  EXPECT_EQ(client.read_all(), "");
}

TEST(Server, closes_a_connection_that_says_nothing) {
  const auto server = start({.idle = std::chrono::milliseconds(50)});
  EXPECT_EQ(Loopback(server->port()).read_all(), "");
}

TEST(Server, closes_and_counts_connections_beyond_the_cap) {
  const auto server = start({.connections_max = 2});
  const Loopback first(server->port());
  first.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(first.read_until("ok\n"), StartsWith("HTTP/1.1 200"));
  const Loopback second(server->port());
  second.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(second.read_until("ok\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(Loopback(server->port()).read_all(), "");
  EXPECT_EQ(server->counts().connections_refused, 1U);
}

TEST(Server, gives_the_place_of_a_closed_connection_to_another) {
  const auto server = start({.connections_max = 1});
  for (int i = 0; i < 5; ++i) {
    // The server may see the end of the one before a moment later.
    std::string answer;
    for (int attempt = 0; attempt < 200 && answer.empty(); ++attempt) {
      answer = ask(*server, get_and_close);
    }
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200")) << i;
  }
}

TEST(Server, stops_at_once_with_connections_open) {
  auto server = start();
  const Loopback idle(server->port());
  const Loopback dripping(server->port());
  dripping.send("GET /");
  const auto before = std::chrono::steady_clock::now();
  server->stop();
  // Some milliseconds on an idle machine; the bound only tells it from waiting for a deadline.
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
  EXPECT_EQ(idle.read_all(), "");
  EXPECT_FALSE(Loopback(server->port()).connected());
}

TEST(Server, can_be_stopped_twice) {
  auto server = start();
  server->stop();
  server->stop();
}

TEST(Server, reports_a_port_that_is_taken) {
  const auto first = start();
  const auto second =
      Server::start({.listen = "127.0.0.1:" + std::to_string(first->port()), .web = {}}, routes());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::unavailable);
  EXPECT_THAT(second.error().detail, HasSubstr("cannot listen on 127.0.0.1"));
}

TEST(Server, adds_the_headers_of_the_web_config) {
  const auto server = start(
      {}, WebConfig{.tls = {}, .basic_auth_users = {}, .headers = {{"X-Frame-Options", "deny"}}});
  EXPECT_THAT(ask(*server, get_and_close), HasSubstr("X-Frame-Options: deny\r\n"));
}

}  // namespace
}  // namespace centinela::http
