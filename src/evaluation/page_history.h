// PageHistory: how many pages each judged day brought, and how loud the quietest was. Floor 9,
// plain values.
#pragma once

#include "evaluation/alerts.h"
#include "evaluation/truth.h"

#include <cstdint>
#include <vector>

namespace centinela::evaluation {

struct PageHistory {
  struct Day {
    std::uint64_t pages = 0;   // of the tenant that had most
    double lowest_score = -1;  // of the day's pages; -1 where there is none
  };
  std::vector<Day> days;          // judged days
  double highest_mean_28 = 0;     // of a tenant: pages a day over the worst 28 days, or over all
  std::uint64_t highest_day = 0;  // of a tenant
};

// Pages as the run routed them, whatever the reading budget; by the day of their first revision.
[[nodiscard]] PageHistory page_history(const Truth& truth, const Alerts& alerts);

}  // namespace centinela::evaluation
