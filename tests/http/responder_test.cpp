#include "http/responder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <stdexcept>

namespace centinela::http {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

Responder make_responder() {
  return Responder(
      {{.path = "/metrics",
        .description = "figures for <Prometheus>",
        .handle = [](const Request&) { return Response{.body = std::string(10'000, 'm')}; }},
       {.path = "/readyz",
        .description = "ready?",
        .handle =
            [](const Request& request) {
              return Response{.status = 503, .body = "restoring " + request.query};
            }},
       {.path = "/broken",
        .description = "",
        .handle = [](const Request&) -> Response { throw std::runtime_error("u-42 secret"); }}},
      "Centinela",
      4096);
}

std::string gunzip(const std::string& packed) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string out(1U << 20U, '\0');
  std::string in = packed;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(Responder, gives_the_handler_the_query_and_passes_its_status_on) {
  const Outgoing out = make_responder().answer(
      {.method = "GET", .target = "/readyz?verbose", .accept_encoding = {}});
  EXPECT_EQ(out.status, 503);
  EXPECT_EQ(out.body, "restoring verbose");
}

TEST(Responder, answers_404_to_what_is_not_exactly_a_route) {
  for (const char* target : {"/metric", "/metrics/", "/../metrics", "", "*"}) {
    EXPECT_EQ(
        make_responder().answer({.method = "GET", .target = target, .accept_encoding = {}}).status,
        404)
        << target;
  }
}

TEST(Responder, answers_405_with_what_is_allowed) {
  const Outgoing out =
      make_responder().answer({.method = "POST", .target = "/metrics", .accept_encoding = {}});
  EXPECT_EQ(out.status, 405);
  EXPECT_THAT(out.headers, Contains(Pair("Allow", "GET, HEAD")));
}

TEST(Responder, tells_the_client_nothing_of_what_a_handler_failed_over) {
  const Outgoing out =
      make_responder().answer({.method = "GET", .target = "/broken", .accept_encoding = {}});
  EXPECT_EQ(out.status, 500);
  EXPECT_THAT(out.body, Not(HasSubstr("u-42")));
}

TEST(Responder, links_every_route_on_the_landing_page_escaped) {
  const Outgoing out =
      make_responder().answer({.method = "GET", .target = "/", .accept_encoding = {}});
  EXPECT_EQ(out.status, 200);
  EXPECT_THAT(out.body, HasSubstr("<a href=\"/metrics\">/metrics</a> figures for &lt;Prometheus>"));
  EXPECT_THAT(out.body, HasSubstr("<a href=\"/readyz\">"));
  EXPECT_THAT(out.headers, Contains(Pair("Content-Type", "text/html; charset=utf-8")));
}

TEST(Responder, packs_large_bodies_for_those_who_ask_and_they_unpack_to_the_same) {
  const Outgoing plain =
      make_responder().answer({.method = "GET", .target = "/metrics", .accept_encoding = "br"});
  const Outgoing packed = make_responder().answer(
      {.method = "GET", .target = "/metrics", .accept_encoding = "br, gzip;q=0.5"});
  EXPECT_THAT(packed.headers, Contains(Pair("Content-Encoding", "gzip")));
  EXPECT_LT(packed.body.size(), plain.body.size());
  EXPECT_EQ(gunzip(packed.body), plain.body);
}

TEST(Responder, sends_small_bodies_as_they_are) {
  const Outgoing out =
      make_responder().answer({.method = "GET", .target = "/readyz", .accept_encoding = "gzip"});
  EXPECT_THAT(out.headers, Not(Contains(Pair("Content-Encoding", "gzip"))));
}

TEST(AcceptsGzip, reads_lists_and_refusals) {
  EXPECT_TRUE(accepts_gzip("gzip"));
  EXPECT_TRUE(accepts_gzip("deflate, gzip"));
  EXPECT_TRUE(accepts_gzip("gzip;q=0.1"));
  EXPECT_FALSE(accepts_gzip("gzip;q=0"));
  EXPECT_FALSE(accepts_gzip(""));
  EXPECT_FALSE(accepts_gzip("identity,,"));
}

}  // namespace
}  // namespace centinela::http
