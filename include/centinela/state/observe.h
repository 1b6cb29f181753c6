// observe, learn, resolve: how one event meets what is remembered. Floor 3, no I/O, one thread.
//
// `observe` touches state, closes windows that are over and counts the event into the open ones;
// detectors then judge; `learn` comes last, with the weight that the judgement allows.
#pragma once

#include "centinela/event/context_record.h"
#include "centinela/event/time_zones.h"
#include "centinela/state/explain_access.h"
#include "centinela/state/scene.h"
#include "centinela/state/world.h"

#include <vector>

namespace centinela::state {

// Fields by which a takeover is known, as sorted tokens: usual words and the configuration's.
struct FieldKinds {
  std::vector<WordToken> contact;
  std::vector<WordToken> credential;
  std::vector<WordToken> payout;  // fields or a resource class
};

struct ObserveSettings {
  Duration lateness = std::chrono::minutes{10};
  Duration explanation_grace = std::chrono::minutes{30};
  Duration gap_disorder = std::chrono::seconds{60};  // a sequence gap may fill within that time
  FieldKinds fields;
};

// One closed opportunity: exactly one score of it goes to the calibrator.
struct ClosedOpportunity {
  enum class Track : std::uint8_t { hour, day, justification, job_day, producer_hour };
  Track track = Track::hour;
  PrincipalKind kind = PrincipalKind::absent;
  EntityKey entity;
  double p = 1;  // randomised where discrete
};

// A first access whose grace time is over: nothing explained it.
struct ResolvedAccess {
  PendingAccess access;
  Explained explained;
  HotSight hot;  // of its data subject, where nothing explained it
};

// Sequence numbers missing per hour, before anything is known of a producer: deliveries out of
// order leave a few, and their number scatters.
inline constexpr stats::GroupPrior missing_prior{0.5, 0.5, 1};

// The log has come to `received`; publishes peer snapshots when an interval ended.
void advance_time(World& world, EventTime received);

[[nodiscard]] Scene observe(World& world,
                            const ObserveSettings& settings,
                            const TimeZones& zones,
                            const Event& event,
                            std::vector<ClosedOpportunity>& closed);

// `smallest_p` of the per-event detectors decides what the open windows may teach later on.
void learn(World& world, Scene& scene, double smallest_p);

// Takes the pending accesses whose grace time is over, in the order in which they came.
void resolve_pending(World& world,
                     const ObserveSettings& settings,
                     std::vector<ResolvedAccess>& resolved);

// Remembers what another system says; true when it explains an access that had been judged
// unexplained today (a retraction).
bool apply(World& world, const ContextRecord& record);

}  // namespace centinela::state
