// What the configuration says about staying silent, as the core takes it. Floor 10.
#pragma once

#include "centinela/pipeline/shard.h"
#include "centinela/privacy/pseudonymiser.h"

#include "config/config.h"

namespace centinela::app {

// Words and entities become tokens under the key, like those of events.
[[nodiscard]] std::vector<alerting::SuppressionRule> suppressions_of(
    const config::Config& config, const privacy::Pseudonymiser& tokens);
[[nodiscard]] std::vector<state::PlannedEvent> planned_of(const config::Config& config,
                                                          const privacy::Pseudonymiser& tokens);

}  // namespace centinela::app
