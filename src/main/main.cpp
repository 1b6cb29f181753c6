#include "cli/program.h"

#include <fcntl.h>
#include <unistd.h>

namespace {

// A closed standard stream would be the next file or socket that is opened, and what is logged
// would be written into that.
void hold_standard_streams() noexcept {
  int descriptor = ::open("/dev/null", O_RDWR);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) {
    descriptor = ::open("/dev/null", O_RDWR);
  }
  if (descriptor > STDERR_FILENO) {
    ::close(descriptor);
  }
}

}  // namespace

int main(int argc, char** argv) {
  hold_standard_streams();
  return centinela::cli::run_program(argc, argv);
}
