// Each bug that is planted has to be found: a simulation that finds none of them proves nothing.
#include "simulation/world.h"

#include <gtest/gtest.h>

namespace centinela::simulation {
namespace {

constexpr std::uint64_t seeds_max = 3'000;

class PlantedBug : public ::testing::TestWithParam<int> {};

TEST_P(PlantedBug, is_found) {
  const auto bug = static_cast<Bug>(GetParam());
  for (std::uint64_t seed = 1; seed <= seeds_max; ++seed) {
    if (const Outcome outcome = live_through(seed, bug); !outcome.violation.empty()) {
      RecordProperty("seed", std::to_string(seed));
      RecordProperty("found", outcome.violation);
      return;
    }
  }
  FAIL() << bug_names[static_cast<std::size_t>(bug)] << " was not found in " << seeds_max
         << " histories";
}

INSTANTIATE_TEST_SUITE_P(Simulation,
                         PlantedBug,
                         ::testing::Range(1, static_cast<int>(Bug::count)),
                         [](const auto& each) {
                           return std::string{bug_names[static_cast<std::size_t>(each.param)]};
                         });

}  // namespace
}  // namespace centinela::simulation
