// What `centinela check` says of the things that a start would refuse later: model, checkpoint,
// settings of topics. Floor 10.
#pragma once

#include "app/check_command.h"
#include "storage/marker.h"

namespace centinela::app {

// Reads the checkpoint without taking it from a daemon that runs. The topics only when the broker
// is to be asked.
[[nodiscard]] std::vector<CheckLine> report_start(const config::Config& config, bool asks_broker);

// The checkpoint beside what the files hold now; the key is empty where none can be read.
[[nodiscard]] CheckLine compare_checkpoint(const storage::Marker& checkpoint,
                                           const storage::Origin& now);

}  // namespace centinela::app
