// Asks the cache for what the entries a little behind `at` will look up. Floor 8, private.
#pragma once

#include "centinela/pipeline/batch.h"
#include "centinela/state/prefetch.h"

namespace centinela::pipeline {

inline void prefetch_ahead(const state::World& world, const Batch& batch, std::size_t at) noexcept {
  // Far enough that memory has answered, near enough that the answer is still in the cache.
  constexpr std::size_t index_ahead = 12;
  constexpr std::size_t state_ahead = 5;
  const std::vector<Entry>& order = batch.order();
  const auto visit = [&](std::size_t i, auto prefetch) {
    if (i >= order.size()) {
      return;
    }
    if (order[i].kind == Entry::Kind::event) {
      prefetch(batch.event(order[i]));
    } else if (order[i].kind == Entry::Kind::context) {
      prefetch(batch.context(order[i]));
    }
  };
  visit(at + index_ahead, [&](const auto& entry) { state::prefetch_index(world, entry); });
  visit(at + state_ahead, [&](const auto& entry) { state::prefetch_state(world, entry); });
}

}  // namespace centinela::pipeline
