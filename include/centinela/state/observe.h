// observe, learn, resolve: how one event meets what is remembered. Floor 3, no I/O, one thread.
//
// `observe` touches state, closes windows that are over and counts the event into the open ones;
// detectors then judge; `learn` comes last, with the weight that the judgement allows.
#pragma once

#include "centinela/event/context_record.h"
#include "centinela/event/time_zones.h"
#include "centinela/state/calendar.h"
#include "centinela/state/explain_access.h"
#include "centinela/state/scene.h"
#include "centinela/state/volume.h"
#include "centinela/state/world.h"

#include <vector>

namespace centinela::state {

struct RolePurposes {
  WordToken role;
  std::vector<WordToken> purposes;  // sorted
};

// Fields by which a takeover is known, by their usual names, as sorted tokens.
struct FieldKinds {
  std::vector<WordToken> contact;
  std::vector<WordToken> credential;
  std::vector<WordToken> payout;  // fields or a resource class
};

struct ObserveSettings {
  Duration lateness = std::chrono::minutes{10};
  Duration explanation_grace = std::chrono::minutes{30};
  Duration gap_disorder = std::chrono::seconds{60};  // any sequence gap may fill within that time
  Duration gap_disorder_max = std::chrono::seconds{180};  // what is learnt of a producer at most
  std::vector<WordToken> weighty_words;                   // fields and classes of payouts, sorted
  std::vector<RolePurposes> purposes;
  std::vector<VendorManifest> manifests;
  bool watches_cadence = false;   // optional pack
  bool watches_handling = false;  // optional pack
  FieldKinds fields;
  std::vector<PlannedEvent> planned{};
  std::vector<Holiday> holidays{};
};

// One closed opportunity: exactly one score of it goes to the calibrator.
struct ClosedOpportunity {
  enum class Track : std::uint8_t {
    hour,
    day,
    justification,
    job_day,
    producer_hour,
    drift_reasons,
    drift_volume,
    rate_unmask,
    rate_denied,
    rate_by_name,
    rate_off_purpose,
    changes,
    weighty_changes
  };
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

// Sequence numbers missing at the end of an hour per hundred sent, before anything is known of a
// producer: one event in two hundred comes later than can be waited for, and that scatters.
inline constexpr stats::GroupPrior missing_prior{0.5, 0.25, 4};
inline constexpr double missing_per = 100;

// What a producer's count of this hour is compared with: its own hours, by what it sent in them.
[[nodiscard]] VolumeView predict_missing(const ProducerState& producer) noexcept;

// The log has come to `received`; publishes peer snapshots when an interval ended.
void advance_time(World& world, EventTime received);

[[nodiscard]] Scene observe(World& world,
                            const ObserveSettings& settings,
                            const TimeZones& zones,
                            const Event& event,
                            std::vector<ClosedOpportunity>& closed);

// A weak signal of one family, counted once per opportunity; `strength` is -log10 p.
void add_risk(PrincipalState& principal,
              std::size_t family,
              std::uint64_t opportunity,
              double strength,
              EventTime time);
// Σ over families of both half-lives, each family's part capped, as of then.
[[nodiscard]] double risk_of(const RiskTrack& risk, EventTime now) noexcept;

// `smallest_p` of the per-event detectors decides what the open windows may teach later on.
void learn(World& world, Scene& scene, double smallest_p);

// Takes the pending accesses whose grace time is over, in the order in which they came.
void resolve_pending(World& world,
                     const ObserveSettings& settings,
                     std::vector<ResolvedAccess>& resolved);

// What the peers say of each leg of drift.
[[nodiscard]] DriftPriors drift_priors(const PeerSnapshot& peers) noexcept;

// Remembers what another system says. Accesses of today and the day before that had been judged
// unexplained and that it explains (retractions) come out, as they stand now.
void apply(World& world, const ContextRecord& record, std::vector<ResolvedAccess>& retracted);

}  // namespace centinela::state
