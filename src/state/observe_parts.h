// The parts of `observe`, each in a file of its own. Floor 3, private to state.
#pragma once

#include "centinela/state/observe.h"

#include <vector>

namespace centinela::state {

// Sequence numbers, watermark and lateness of the event's producer.
void observe_producer(Scene& scene, const ObserveSettings& settings);
// Closes the hour and the day that are over for this principal, and opens the new ones.
void roll_windows(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// Scope and opened data subjects of a bot's conversation.
void observe_conversation(World& world, Scene& scene);
// Amounts per resource class; closes the day that is over.
void observe_class(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// Opened data subjects into the hour, the day and the justification of the day.
void count_subjects(World& world, const ObserveSettings& settings, Scene& scene);

// Steps the drift of the day that is over, before its windows are cleared.
void close_drift(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);

// Shares, changes and risk of the day that is over.
void close_aside(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// The rarer habits: changes, page sweeps, searches, refusals, clients, credentials.
void observe_aside(World& world, const ObserveSettings& settings, Scene& scene);

// Of a day's changes: they come with the work, so what lifts it lifts them; bounded, for rare acts
// follow it loosely.
[[nodiscard]] double change_exposure(const PrincipalState& principal) noexcept;

// Exposure of the open hour or day: season, then what moves all peers at present.
[[nodiscard]] double hour_exposure(const Scene& scene) noexcept;
[[nodiscard]] double day_exposure(const Scene& scene) noexcept;

// First accesses that are settled, into the day's account of the principal.
void settle_access(PrincipalState& principal, std::int64_t day, double unexplained) noexcept;

}  // namespace centinela::state
