// The partitions of the input, as the brokers have them. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/config.h"
#include "kafka/partitions.h"
#include "kafka/settings.h"

#include <cstdint>
#include <vector>

namespace centinela::app {

// Error: unavailable when a topic is missing or no broker answers, config when they refuse us.
[[nodiscard]] Result<std::vector<kafka::TopicPartition>> input_partitions(
    const config::Config& config, const kafka::ClientSettings& client);

// How many each topic of the input has. Error: as above; config when they do not have the same, for
// partition n of all of them has to come to one member of the group.
[[nodiscard]] Result<std::int32_t> common_partitions(const config::Config& config,
                                                     const kafka::ClientSettings& client);

}  // namespace centinela::app
