#include "http/listen_address.h"

#include <fmt/format.h>

#include <charconv>

namespace centinela::http {
namespace {

Error wrong(std::string_view text) {
  return Error{Errc::config,
               fmt::format("http.listen: expected host:port or [v6]:port with a port up to 65535, "
                           "found '{}'",
                           text)};
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return wrong(text);
  }
  const std::string_view digits = text.substr(colon + 1);
  ListenAddress address;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (error != std::errc{} || end != digits.data() + digits.size()) {
    return wrong(text);
  }
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return wrong(text);
  }
  address.host = host;
  return address;
}

}  // namespace centinela::http
