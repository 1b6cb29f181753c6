#include "http/responder.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <exception>

namespace centinela::http {
namespace {

std::string_view words_of(int status) noexcept {
  switch (status) {
    case 400:
      return "bad request";
    case 401:
      return "unauthorized";
    case 404:
      return "not found; see /";
    case 405:
      return "method not allowed; use GET or HEAD";
    case 413:
      return "request body too large";
    case 431:
      return "request header too large";
    case 503:
      return "busy; try again";
    default:
      return "internal error";
  }
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

Response run(const Route& route, const Request& request) {
  try {
    return route.handle(request);
  } catch (const std::exception&) {
    // What failed may hold anything, so the client is not told.
    return {.status = 500, .body = "internal error\n"};
  }
}

}  // namespace

Responder::Responder(std::vector<Route> routes, std::string_view title, std::size_t gzip_bytes_min)
    : routes_(std::move(routes)), gzip_bytes_min_(gzip_bytes_min) {
  const bool has_root =
      std::any_of(routes_.begin(), routes_.end(), [](const Route& r) { return r.path == "/"; });
  if (!has_root) {
    const std::string page = landing_page(title);
    routes_.push_back({.path = "/", .description = "", .handle = [page](const Request&) {
                         return Response{.body = page, .content_type = "text/html; charset=utf-8"};
                       }});
  }
}

std::string Responder::landing_page(std::string_view title) const {
  const std::string name = escape_html(title);
  std::string page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{0}</title></head>\n"
      "<body><h1>{0}</h1>\n<ul>\n",
      name);
  for (const Route& route : routes_) {
    page += fmt::format(
        "<li><a href=\"{0}\">{0}</a> {1}</li>\n", route.path, escape_html(route.description));
  }
  return page + "</ul></body></html>\n";
}

Outgoing Responder::refuse(int status) {
  Outgoing out{.status = status, .body = fmt::format("{}\n", words_of(status)), .headers = {}};
  out.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  if (status == 401) {
    out.headers.emplace_back("WWW-Authenticate", "Basic realm=\"centinela\", charset=\"UTF-8\"");
  }
  if (status == 405) {
    out.headers.emplace_back("Allow", "GET, HEAD");
  }
  return out;
}

Outgoing Responder::answer(const Incoming& incoming) const {
  const std::size_t question = std::min(incoming.target.find('?'), incoming.target.size());
  const std::string_view path = incoming.target.substr(0, question);
  const auto route = std::find_if(
      routes_.begin(), routes_.end(), [&](const Route& one) { return one.path == path; });
  if (route == routes_.end()) {
    return refuse(404);
  }
  if (incoming.method != "GET" && incoming.method != "HEAD") {
    return refuse(405);
  }
  const std::string_view query =
      incoming.target.substr(std::min(question + 1, incoming.target.size()));
  Response response = run(*route, {.path = std::string(path), .query = std::string(query)});
  Outgoing out{.status = response.status, .body = std::move(response.body), .headers = {}};
  out.headers.emplace_back("Content-Type", std::move(response.content_type));
  out.headers.emplace_back("Vary", "Accept-Encoding");
  if (out.body.size() >= gzip_bytes_min_ && accepts_gzip(incoming.accept_encoding)) {
    if (std::string packed = gzip(out.body); !packed.empty()) {
      out.body = std::move(packed);
      out.headers.emplace_back("Content-Encoding", "gzip");
    }
  }
  return out;
}

bool accepts_gzip(std::string_view accept_encoding) noexcept {
  while (!accept_encoding.empty()) {
    const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    std::string_view one = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.starts_with("gzip")) {
      const std::string_view rest = one.substr(4);
      return rest.find("q=0") == std::string_view::npos ||
             rest.find("q=0.") != std::string_view::npos;
    }
  }
  return false;
}

std::string gzip(std::string_view body) {
  constexpr int gzip_window = 15 + 16;  // zlib: 16 more asks for a gzip header
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, body.size()), '\0');
  // zlib only reads its input, though its type does not say so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return ended == Z_STREAM_END ? out : std::string{};
}

}  // namespace centinela::http
