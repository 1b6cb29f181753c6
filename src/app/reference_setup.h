// What the configuration knows of the organisation (reference.*), as the core takes it. Floor 10.
#pragma once

#include "centinela/pipeline/shard.h"
#include "centinela/privacy/pseudonymiser.h"

#include "config/config.h"

namespace centinela::app {

// Words and names become tokens under the key, like those of events.
void add_reference(const config::Config& config,
                   const privacy::Pseudonymiser& pseudonymiser,
                   state::ObserveSettings& observe);
[[nodiscard]] std::vector<detectors::DeclaredIntent> intents_of(
    const config::Config& config, const privacy::Pseudonymiser& pseudonymiser);
// Zones must outlive it.
[[nodiscard]] detectors::Roster roster_of(const config::Config& config,
                                          const privacy::Pseudonymiser& pseudonymiser,
                                          const TimeZones& zones);

}  // namespace centinela::app
