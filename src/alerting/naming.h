// How sentences name things: entities, words and windows as text. Floor 7, private to alerting.
#pragma once

#include "centinela/alerting/render.h"
#include "centinela/detectors/words.h"

#include <string>

namespace centinela::alerting {

// The whole printed token, or the word that the name book shows.
[[nodiscard]] std::string entity_id(const state::EntityKey& entity, const RenderContext& context);

[[nodiscard]] detectors::SentenceWords sentence_words(const state::EntityKey& entity,
                                                      const Episode& episode,
                                                      const detectors::Evidence& evidence,
                                                      const RenderContext& context);

}  // namespace centinela::alerting
