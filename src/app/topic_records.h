// Single records of a topic, read again at a known position. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/position.h"

#include "config/config.h"

#include <functional>
#include <string>
#include <vector>

namespace centinela::app {

// The bytes of the record at a position; an error says why it cannot be read.
using ReadRecord = std::function<Result<std::string>(Position)>;

// Reads from the configured brokers without joining the group: Position::topic is an index into
// `topics`. Each read waits at most ten seconds. Error: what a consumer cannot be made from.
[[nodiscard]] Result<ReadRecord> topic_records(const config::Config& config,
                                               std::vector<std::string> topics);

}  // namespace centinela::app
