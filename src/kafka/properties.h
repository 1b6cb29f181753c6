// Which librdkafka properties a user may set under kafka.properties, and which are Centinela's own.
// Floor 9, pure.
#pragma once

#include "centinela/base/result.h"

#include "kafka/settings.h"

#include <string_view>

namespace centinela::kafka {

// Refuses the properties that Centinela owns (naming the configuration key to use instead) and
// assignors with known faults in that version of librdkafka (as rd_kafka_version() gives it).
// Error: config.
[[nodiscard]] Result<void> check_properties(const Properties& properties, int library_version);

// Its value is a secret, or may hold one: it appears in no error and no log.
[[nodiscard]] bool is_secret(std::string_view property) noexcept;

}  // namespace centinela::kafka
