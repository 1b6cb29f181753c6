// The parts of `observe_aside`, each in a file of its own. Floor 3, private to state.
#pragma once

#include "centinela/state/observe.h"

namespace centinela::state {

// Steps of the client's sequence; the tenants that the principal works in.
void observe_client(World& world, const ObserveSettings& settings, Scene& scene);
void observe_visit(World& world, const ObserveSettings& settings, Scene& scene);
// Places that the credential is used from in turns; ways and hours of a service account.
void observe_credential(Scene& scene);
void observe_service(Scene& scene);
void observe_cadence(Scene& scene);

// Does the event's producer ever say why something is done? One that never does cannot be held to
// saying it.
[[nodiscard]] bool tells_backing(World& world, const Event& event);
// Does it say when somebody looks without unmasking? Else every unmasking is of itself.
[[nodiscard]] bool sends_views(World& world, const Event& event);

}  // namespace centinela::state
