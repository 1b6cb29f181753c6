// How alerts are read: so many of a day, the best first; and in which order names are listed.
// Floor 9, pure functions.
#pragma once

#include "evaluation/judgement.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace centinela::evaluation {

// "A2" before "A10".
[[nodiscard]] bool natural_less(const std::string& a, const std::string& b);

// Indexes of the alerts that are read: the first `budget` of each tenant's day, by score.
[[nodiscard]] std::vector<std::size_t> within_budget(const Alerts& alerts,
                                                     std::span<const Match> matches,
                                                     double budget);

// Tenants that the truth or an alert names.
[[nodiscard]] std::uint64_t count_tenants(const Truth& truth, const Alerts& alerts);

}  // namespace centinela::evaluation
