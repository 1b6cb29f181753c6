// Hints to the cache: what the next entries of a batch will look up. Floor 3, changes nothing.
//
// With a million entities nearly every look-up is a cache miss; asked for a few entries ahead, they
// overlap. Two steps, because a state is found through an index: `prefetch_index` first, and
// `prefetch_state` some entries later.
#pragma once

#include "centinela/state/world.h"

namespace centinela::state {

void prefetch_index(const World& world, const Event& event) noexcept;
void prefetch_state(const World& world, const Event& event) noexcept;
void prefetch_index(const World& world, const ContextRecord& record) noexcept;
void prefetch_state(const World& world, const ContextRecord& record) noexcept;

}  // namespace centinela::state
