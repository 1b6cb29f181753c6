// Settings of alerting: what people can handle, and when it may speak. Floor 7, plain value.
#pragma once

#include "centinela/alerting/suppression.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <vector>

namespace centinela::alerting {

struct Settings {
  double pages_per_day = 5;     // per tenant; a ceiling, not a target
  double tickets_per_day = 20;  // per tenant
  Duration warm_up = std::chrono::hours{7 * 24};
  std::uint32_t warm_up_principals = 30;
  Duration episode_gap = std::chrono::minutes{30};
  Duration episode_max = std::chrono::hours{24};
  std::size_t episodes_max = 1U << 18U;
  std::vector<SuppressionRule> suppressions{};
};

}  // namespace centinela::alerting
