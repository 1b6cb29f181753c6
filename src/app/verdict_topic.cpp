// Where `centinela verdict` writes when no file is named: the first input topic.
#include "app/control_topic.h"
#include "app/verdict_command.h"
#include "app/wall_clock.h"

#include <unistd.h>

namespace centinela::app {
Result<void> verdict(const VerdictOptions& options, std::istream& in, std::ostream& out) {
  return verdict(options, VerdictHost{wall_clock(), ::getuid(), send_controls}, in, out);
}

}  // namespace centinela::app
