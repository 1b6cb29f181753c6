// World: one history of the simulation: a log, processes that live and die, and the judgement.
// Tests only. All of it follows from the seed and the bug.
#pragma once

#include "simulation/bug.h"

#include <cstdint>
#include <string>

namespace centinela::simulation {

struct Outcome {
  std::string violation;  // empty: none
  int lives = 0;          // of processes
  int fenced = 0;
  int compared = 0;  // restarts that judged something again
  std::size_t alerts = 0;
};

[[nodiscard]] Outcome live_through(std::uint64_t seed, Bug bug = Bug::none);

}  // namespace centinela::simulation
