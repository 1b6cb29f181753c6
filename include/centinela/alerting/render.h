// render: an episode as the alert that people read, machinery (m). Floor 7, pure.
//
// Every text is a printed token or a word that the name book shows as of that log entry.
#pragma once

#include "centinela/alerting/decision.h"
#include "centinela/alerting/episode.h"
#include "centinela/privacy/name_book.h"
#include "centinela/state/entity_key.h"

#include <cstdint>

namespace centinela::alerting {

struct RenderContext {
  const privacy::NameBook& names;
  const Provenance& provenance;
  std::uint64_t sequence = 0;  // words as of this log entry
  EventTime log_time;
  Position position;
};

[[nodiscard]] Alert render(const state::EntityKey& entity,
                           const Episode& episode,
                           AlertState state,
                           const RenderContext& context);

// How a sentence calls the entity: "Employee p-7f3c (agent_l1, BOG-AGE1)".
[[nodiscard]] std::string entity_words(const state::EntityKey& entity,
                                       const PrincipalFacts& principal,
                                       const RenderContext& context);

}  // namespace centinela::alerting
