#include "app/status_command.h"

#include "app/http_get.h"
#include "config/file_text.h"
#include "http/listen_address.h"
#include "http/web_config.h"

#include <fmt/format.h>

#include <ostream>

namespace centinela::app {
namespace {

struct Target {
  std::string url;
  std::string ca_file;
};

// The address that the configuration gives the daemon. Its own certificate is what it is checked
// against when no CA is named, which is right for a self-signed one.
Result<Target> configured_target(const StatusOptions& options) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  Target target;
  bool has_tls = false;
  if (!config.http.web_config_file.empty()) {
    CENTINELA_TRY(const http::WebConfig web, http::load_web_config(config.http.web_config_file));
    has_tls = web.tls.has_value();
    target.ca_file = has_tls ? web.tls->cert_file : "";
  }
  CENTINELA_TRY(target.url, base_url(config.http.listen, has_tls));
  return target;
}

Result<std::string> read_password(const StatusOptions& options) {
  if (!options.password_file) {
    return std::string();
  }
  auto text = config::read_text(*options.password_file);
  if (!text) {
    return Error{
        Errc::io,
        fmt::format(
            "--password-file: {} at {}", text.error().detail, options.password_file->string())};
  }
  while (text->ends_with('\n') || text->ends_with('\r')) {
    text->pop_back();
  }
  return *std::move(text);
}

Result<HttpReply> ask(const StatusOptions& options, std::string_view path) {
  Target target;
  if (options.url) {
    target.url = *options.url;
    while (target.url.ends_with('/')) {
      target.url.pop_back();
    }
  } else {
    CENTINELA_TRY(target, configured_target(options));
  }
  CENTINELA_TRY(std::string password, read_password(options));
  auto reply = http_get({.url = target.url + std::string(path),
                         .ca_file = options.ca_file ? options.ca_file->string() : target.ca_file,
                         .user = options.user.value_or(""),
                         .password = std::move(password),
                         .bearer_token = {},
                         .timeout = options.timeout});
  if (!reply && reply.error().code == Errc::unavailable) {
    return Error{Errc::unavailable,
                 reply.error().detail + "; is the daemon running, and is http.listen its address?"};
  }
  return reply;
}

Error refusal(const HttpReply& reply, std::string_view path) {
  if (reply.status == 401) {
    return {Errc::usage,
            fmt::format("{}: the daemon asks for a user name and a password; give "
                        "--user and --password-file",
                        path)};
  }
  constexpr std::size_t shown_max = 300;
  const std::string reason = reply.body.substr(0, shown_max);
  return {Errc::unavailable,
          fmt::format("{}: expected 200, found {}: {}",
                      path,
                      reply.status,
                      reason.empty() ? "no reason given" : reason)};
}

}  // namespace

Result<std::string> base_url(std::string_view listen, bool has_tls) {
  CENTINELA_TRY(const http::ListenAddress address, http::parse_listen_address(listen));
  if (address.port == 0) {
    return Error{Errc::usage, "http.listen takes any free port; name the daemon's with --url"};
  }
  const bool is_any = address.host.empty() || address.host == "0.0.0.0";
  const std::string host = is_any                                        ? "127.0.0.1"
                           : address.host == "::"                        ? "[::1]"
                           : address.host.find(':') != std::string::npos ? "[" + address.host + "]"
                                                                         : address.host;
  return fmt::format("{}://{}:{}", has_tls ? "https" : "http", host, address.port);
}

Result<void> status(const StatusOptions& options, std::ostream& out) {
  CENTINELA_TRY(const HttpReply reply, ask(options, "/status"));
  if (reply.status != 200) {
    return refusal(reply, "/status");
  }
  out << reply.body;
  if (!reply.body.ends_with('\n')) {
    out << '\n';
  }
  return {};
}

Result<void> healthcheck(const HealthcheckOptions& options) {
  const std::string_view path = options.asks_ready ? "/readyz" : "/livez";
  CENTINELA_TRY(const HttpReply reply, ask(options.daemon, path));
  if (reply.status != 200) {
    return refusal(reply, path);
  }
  return {};
}

}  // namespace centinela::app
