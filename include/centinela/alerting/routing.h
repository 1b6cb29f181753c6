// Routing: page, ticket or digest, machinery (k). Floor 7, pure but for the accounts it books on.
#pragma once

#include "centinela/alerting/budget.h"
#include "centinela/alerting/decision.h"
#include "centinela/alerting/episode.h"
#include "centinela/alerting/invariant_account.h"
#include "centinela/fusion/fuse.h"

namespace centinela::alerting {

struct Routed {
  Route route = Route::digest;
  Withheld withheld = Withheld::not_surprising;
  bool is_invariant = false;      // exempt from budget
  bool is_canary = false;         // exempt from warm-up too
  bool is_page_withheld = false;  // a page but for the ceiling of the day
};

// What the episode deserves now. Books nothing.
[[nodiscard]] Routed route_of(const Episode& episode,
                              const fusion::Fused& fused,
                              double p_value,
                              const Budget& budget) noexcept;

// What its broken promises alone deserve; those no suppression withholds.
[[nodiscard]] Routed route_of_invariants(const Episode& episode) noexcept;

// A second ticket within a week about the same kind of surprise is none: the first is being worked
// on, or was closed. Pages and broken promises are never held back by it.
void withhold_repeated(Routed& routed, const Episode& episode, EventTime now) noexcept;

// At least one surprising reason passed the practical gate of its family.
[[nodiscard]] bool is_gated_candidate(const Episode& episode) noexcept;

}  // namespace centinela::alerting
