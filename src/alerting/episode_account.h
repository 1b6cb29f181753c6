// What one judgement adds to an episode. Floor 7, private to alerting, pure on the episode.
#pragma once

#include "centinela/alerting/episode.h"
#include "centinela/alerting/judgement.h"

namespace centinela::alerting {

// Makes the episode active, and its counts zero.
void begin(Episode& episode, const Judgement& judgement) noexcept;
// The event itself: its time, amounts and data subjects.
void count_event(Episode& episode, const Judgement& judgement);
// True the first time that an opportunity is seen in the episode.
[[nodiscard]] bool is_new_opportunity(Episode& episode,
                                      const detectors::Evidence& evidence) noexcept;
// An earlier alert of this entity was about it, and it has not become far rarer since.
[[nodiscard]] bool was_told(const Episode& episode, std::uint64_t opportunity, double p) noexcept;
// Keeps the strongest word of each detector and leg, finished, and where it stands in the log.
void note_reason(Episode& episode, const Reason& noted, const Finisher& finished);
// Those who made an entity that is no single principal, and where.
void note_company(Episode& episode,
                  const state::EntityKey& entity,
                  const Judgement& judgement,
                  double p);
// True for entities that several principals make.
[[nodiscard]] bool is_of_several(EntityType type) noexcept;
// The latest word of an opportunity whose count may fall again, in the place of what it said
// before.
void replace_reason(Episode& episode,
                    const detectors::Evidence& evidence,
                    const Finisher& finished);
// The same of an explanation that came late, with the p that it comes to now, which may be greater.
// False when the episode says nothing of that opportunity.
bool revise_reason(Episode& episode,
                   const detectors::Evidence& evidence,
                   double p_value,
                   const Finisher& finished);
// Nothing worth telling is left of what the reason said.
[[nodiscard]] bool is_spent(const detectors::Evidence& evidence) noexcept;
// It was told, and nothing is left of it.
[[nodiscard]] bool is_taken_back(const Episode& episode) noexcept;
// From which place of the log the alert gets its id: its first evidence, as long as no earlier
// alert of the entity has its id from there. REQUIRES: there is a reason.
[[nodiscard]] Position id_position(Episode& episode, const Position& decided_at) noexcept;
// What the alert was about, so that the next episode does not say it again.
void remember_told(Episode& episode) noexcept;

}  // namespace centinela::alerting
