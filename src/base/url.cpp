#include "centinela/base/url.h"

#include <algorithm>

namespace centinela {

std::string masked_url(std::string_view text) {
  constexpr std::string_view hidden = "***";
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) {
    return std::string{text};
  }
  const std::size_t host = scheme + 3;
  const std::size_t host_end = std::min(text.find_first_of("/?#", host), text.size());
  // Of several, the last: a password may hold one that nobody escaped.
  const std::size_t at = text.substr(host, host_end - host).rfind('@');
  std::string shown{text.substr(0, host)};
  if (at != std::string_view::npos) {
    shown += hidden;
  }
  const std::size_t from = at == std::string_view::npos ? host : host + at;
  const std::size_t query = text.find_first_of("?#", host_end);
  shown += text.substr(from, query == std::string_view::npos ? query : query - from);
  if (query != std::string_view::npos) {
    shown += text[query];
    shown += hidden;
  }
  return shown;
}

}  // namespace centinela
