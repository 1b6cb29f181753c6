// Where `centinela verdict` writes when no file is named: the first input topic.
#include "app/control_topic.h"
#include "app/verdict_command.h"

#include <unistd.h>

#include <chrono>

namespace centinela::app {
namespace {

EventTime system_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return EventTime{std::chrono::duration_cast<Duration>(now).count()};
}

}  // namespace

Result<void> verdict(const VerdictOptions& options, std::istream& in, std::ostream& out) {
  return verdict(options, VerdictHost{system_time(), ::getuid(), send_controls}, in, out);
}

}  // namespace centinela::app
