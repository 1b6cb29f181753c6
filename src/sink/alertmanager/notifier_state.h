// NotifierState: what each Alertmanager has to be told at a given time. Floor 9, pure.
//
// Owns every alert that fires and what each Alertmanager was told of it; time and outcomes are
// passed in, so that ten minutes of outage are a test of microseconds. Not safe from several
// threads: Notifier's thread owns it.
//
// The contract, each with a test of its name: a page fires until it is settled or 24 h old,
// whatever its episode does; a ticket until its episode is closed; what fires is told again every
// minute with ends_at four minutes ahead; a rise of severity or route tells the new and resolves
// the old in one batch; an Alertmanager that failed is told everything again.
#pragma once

#include "centinela/base/rng.h"

#include "sink/alertmanager/notice.h"
#include "sink/alertmanager/signal.h"

#include <optional>
#include <vector>

namespace centinela::sink {

struct NotifierLimits {
  Duration resend = std::chrono::minutes{1};
  Duration fire_for = std::chrono::minutes{4};  // how far ahead ends_at is
  Duration page_for = std::chrono::hours{24};
  Duration ticket_idle = std::chrono::hours{26};  // an episode ends within 24 h and its gap
  Duration max_age = std::chrono::hours{1};       // alerting.max_age, by log time
  Duration resolved_for = std::chrono::minutes{15};
  Duration backoff_min = std::chrono::seconds{1};
  Duration backoff_max = std::chrono::seconds{30};
  std::size_t batch_max = 64;
  std::size_t active_max = 2000;   // what Alertmanager holds at most; the rest is folded
  std::size_t folded_max = 10000;  // what is remembered beyond that; then tickets go first
};

enum class Admission : std::uint8_t {
  taken,       // fires from now on
  revised,     // was known; its content is newer now
  ended,       // a ticket whose episode closed: will be resolved
  settled,     // a person or 24 h ended it and it has not risen since
  stale,       // an older revision than the one known
  shadow,      // never posted
  digest,      // never posted
  too_old,     // beyond max_age: goes to the topic only
  queue_full,  // no room, even after dropping tickets
};

struct NotifierFigures {
  std::size_t pages_active = 0;
  std::size_t tickets_active = 0;
  std::size_t folded = 0;
  std::uint64_t dropped_too_old = 0;
  std::uint64_t dropped_shadow = 0;
  std::uint64_t dropped_digest = 0;
  std::uint64_t dropped_queue_full = 0;
  std::uint64_t refused = 0;  // notices that Alertmanager would not take
};

class NotifierState {
 public:
  NotifierState(const NotifierLimits& limits, NoticeLinks links, std::size_t targets, Rng rng);

  // Of shadow and digest alerts and of what is too old nothing is told.
  Admission take(const Alert& alert, EventTime now);
  // The same for what fired before a restart: its age does not matter.
  Admission restore(const Alert& alert, EventTime now);
  // A ruling or an acknowledging silence: resolves it. False when it does not fire.
  bool settle(const AlertId& id, EventTime now);
  // Neither told of nor resolved any more.
  void forget(const AlertId& id);

  // What to post to this Alertmanager now; nothing while it is backed off or up to date. The
  // caller posts it and reports the outcome before it asks again for the same target.
  [[nodiscard]] std::optional<NoticeBatch> due(std::size_t target, EventTime now);
  void report(std::size_t target, const NoticeBatch& batch, PostOutcome outcome, EventTime now);

  [[nodiscard]] bool is_up(std::size_t target) const { return targets_[target].failures == 0; }
  [[nodiscard]] NotifierFigures figures() const;

 private:
  struct Target {
    std::uint32_t generation = 1;  // raised by a failure: everything counts as untold
    std::uint32_t failures = 0;    // in a row
    EventTime retry_at;
  };
  struct Settled {
    Route route = Route::digest;
    Severity severity = Severity::none;
    EventTime at;
  };
  using Episodes = std::map<AlertKey, Episode>;

  Admission admit(const Alert& alert, EventTime now);
  Admission start(const Alert& alert, EventTime now);
  Admission revise(Episode& episode, const Alert& alert, EventTime now);
  [[nodiscard]] bool is_settled(const Alert& alert) const;
  [[nodiscard]] bool make_room(const Alert& alert);
  void show(Episode& episode, Notice notice, EventTime now);
  void end(Episode& episode, EventTime now);
  void expire(EventTime now);
  void forget_told(EventTime now);
  void rank();
  void fold(EventTime now);
  [[nodiscard]] bool is_due(const Signal& signal, std::size_t target, EventTime now) const;
  void append_due(Episode& episode, std::size_t target, EventTime now, NoticeBatch& batch);
  [[nodiscard]] std::vector<Episode*> by_urgency();
  [[nodiscard]] Signal* find(const NoticeBatch::Part& part);

  NotifierLimits limits_;
  NoticeLinks links_;
  Rng rng_;
  std::vector<Target> targets_;
  Episodes episodes_;
  std::optional<Episode> overflow_;
  std::map<AlertKey, Settled> settled_;
  NotifierFigures figures_;
  std::uint64_t arrivals_ = 0;
  std::uint64_t serials_ = 0;
  bool is_ranked_ = true;
};

}  // namespace centinela::sink
