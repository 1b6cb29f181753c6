#include "sink/alertmanager/target.h"

#include "centinela/base/url.h"

#include <fmt/format.h>

namespace centinela::sink {

std::string print_url(const AlertmanagerTarget& target) {
  return masked_url(target.url);
}

Result<void> check_targets(std::span<const AlertmanagerTarget> targets) {
  for (const AlertmanagerTarget& target : targets) {
    std::string_view host = target.url;
    for (const std::string_view scheme : {"https://", "http://"}) {
      if (host.starts_with(scheme)) {
        host.remove_prefix(scheme.size());
        break;
      }
    }
    if (host.size() == target.url.size() || host.empty() || host.starts_with('/')) {
      return Error{Errc::config,
                   fmt::format("alerting.alertmanagers: expected http://host:port or "
                               "https://host:port, found '{}'",
                               print_url(target))};
    }
  }
  return {};
}

}  // namespace centinela::sink
