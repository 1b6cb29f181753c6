#include "cli/program.h"

int main(int argc, char** argv) {
  return centinela::cli::run_program(argc, argv);
}
