// What /status says of tenants, producers, lines and detectors. Floor 10, pure.
#pragma once

#include "centinela/pipeline/engine.h"

#include "app/field_census.h"
#include "config/config.h"

#include <string>

namespace centinela::app {

// Which fields the input carries, by what was learnt of each producer's actions.
[[nodiscard]] FieldCensus census_of(const pipeline::Shard& shard);

// Of each tenant: warm-up left, lines and why they stand there, producers and what they lack.
[[nodiscard]] std::string tenants_text(pipeline::Engine& engine,
                                       const config::Detection& detection);

// Of each detector how often it spoke, and where it does not, why not.
[[nodiscard]] std::string detectors_text(const pipeline::Shard& shard, const FieldCensus& census);

}  // namespace centinela::app
