// Safety and progress over seeded histories of crashes, unknown outcomes, aborts and rivals.
//
//   CENTINELA_SIMULATION_SEEDS=1000000 CENTINELA_SIMULATION_FIRST=1 build/ci/simulation_test
#include "simulation/world.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace centinela::simulation {
namespace {

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe): one thread
  return text == nullptr ? otherwise : std::stoull(text);
}

TEST(Simulation, tells_each_alert_once_whatever_fails_and_goes_on_when_it_heals) {
  const std::uint64_t first = number_of("CENTINELA_SIMULATION_FIRST", 1);
  const std::uint64_t seeds = number_of("CENTINELA_SIMULATION_SEEDS", 10'000);
  std::uint64_t lives = 0;
  std::uint64_t fenced = 0;
  std::uint64_t alerts = 0;
  for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
    const Outcome outcome = live_through(seed);
    ASSERT_EQ(outcome.violation, "") << "seed " << seed
                                     << "; again: CENTINELA_SIMULATION_SEEDS=1 "
                                        "CENTINELA_SIMULATION_FIRST="
                                     << seed;
    lives += static_cast<std::uint64_t>(outcome.lives);
    fenced += static_cast<std::uint64_t>(outcome.fenced);
    alerts += outcome.alerts;
  }
  RecordProperty("lives", std::to_string(lives));
  if (seeds >= 1'000) {
    // Histories in which nothing happens would prove nothing.
    EXPECT_GT(lives, 2 * seeds);
    EXPECT_GT(fenced, seeds / 50);
    EXPECT_GT(alerts, 3 * seeds);
  }
}

TEST(Simulation, is_the_same_for_the_same_seed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Outcome once = live_through(seed);
    const Outcome again = live_through(seed);
    EXPECT_EQ(once.lives, again.lives);
    EXPECT_EQ(once.fenced, again.fenced);
    EXPECT_EQ(once.alerts, again.alerts);
  }
}

}  // namespace
}  // namespace centinela::simulation
