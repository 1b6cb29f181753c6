// The sections of an Engine for a checkpoint, and how their keys are written. Floor 8, private to
// pipeline; see state/world_sections.h.
#pragma once

#include "centinela/pipeline/engine.h"
#include "centinela/state/entity_key.h"

#include "shard_sections.h"

#include <string>

namespace centinela::pipeline {

// The decoder's counters are those of a process, not state.
template <class Visitor>
void Engine::visit_state(Visitor& visit) {
  visit.blob(state::StateSection::engine,
             [this](auto& archive) { archive(sequence_, dead_lettered_); });
  visit.names(state::StateSection::name_book, pseudonymiser_);
  shard_.visit_state(visit);
}

inline constexpr std::size_t piece_key_bytes = 1 + 4;
inline constexpr std::size_t entity_key_bytes = 1 + 1 + 8 + 8;
inline constexpr std::size_t piece_bytes = std::size_t{64} << 10U;

[[nodiscard]] std::string piece_key(state::StateSection section, std::uint32_t piece);
[[nodiscard]] std::string entity_key(state::StateSection section, const state::EntityKey& key);

}  // namespace centinela::pipeline
