#include "sink/alertmanager/notifier_state.h"

#include <algorithm>

namespace centinela::sink {
namespace {

// A revision may come this long after its episode was settled.
constexpr Duration settled_memory = std::chrono::hours{48};

bool is_told_everywhere(const Signal& signal) {
  return std::all_of(signal.told.begin(), signal.told.end(), [](const Told& told) {
    return !told.is_attempted || told.is_resolved;
  });
}

}  // namespace

NotifierState::NotifierState(const NotifierLimits& limits,
                             NoticeLinks links,
                             std::size_t targets,
                             Rng rng)
    : limits_(limits), links_(std::move(links)), rng_(rng), targets_(targets) {}

Admission NotifierState::take(const Alert& alert, EventTime now) {
  const bool is_known = episodes_.contains(key_of(alert.id));
  if (alert.state == AlertState::shadow) {
    ++figures_.dropped_shadow;
    return Admission::shadow;
  }
  if (alert.route == Route::digest && !is_known) {
    ++figures_.dropped_digest;
    return Admission::digest;
  }
  if (!is_known && now - alert.time > limits_.max_age) {
    ++figures_.dropped_too_old;
    return Admission::too_old;
  }
  return admit(alert, now);
}

Admission NotifierState::restore(const Alert& alert, EventTime now) {
  const bool is_told = alert.state != AlertState::shadow && alert.route != Route::digest;
  return is_told ? admit(alert, now) : Admission::digest;
}

Admission NotifierState::admit(const Alert& alert, EventTime now) {
  const auto known = episodes_.find(key_of(alert.id));
  return known == episodes_.end() ? start(alert, now) : revise(known->second, alert, now);
}

Admission NotifierState::start(const Alert& alert, EventTime now) {
  const EventTime since = std::min(alert.time, now);
  const bool is_page = alert.route == Route::page;
  if (is_settled(alert) || (is_page && now - since >= limits_.page_for)) {
    return Admission::settled;
  }
  if (!is_page && alert.state == AlertState::closed) {
    return Admission::ended;
  }
  if (!make_room(alert)) {
    ++figures_.dropped_queue_full;
    return Admission::queue_full;
  }
  Episode episode{.id = alert.id,
                  .route = alert.route,
                  .severity = alert.severity,
                  .revision = alert.revision,
                  .arrival = ++arrivals_,
                  .page_since = since,
                  .revised_at = now,
                  .signals = {}};
  show(episode, make_notice(alert, links_), now);
  episodes_.emplace(key_of(alert.id), std::move(episode));
  is_ranked_ = false;
  return Admission::taken;
}

Admission NotifierState::revise(Episode& episode, const Alert& alert, EventTime now) {
  if (alert.revision <= episode.revision) {
    return Admission::stale;
  }
  if (!episode.is_live() && is_settled(alert)) {
    return Admission::settled;
  }
  if (alert.route == Route::page && episode.route != Route::page) {
    episode.page_since = std::min(alert.time, now);
  }
  // Neither may fall within an episode: what was said at night is not taken back by a lull.
  episode.route = std::max(episode.route, alert.route);
  episode.severity = std::max(episode.severity, alert.severity);
  episode.revision = alert.revision;
  episode.revised_at = now;
  is_ranked_ = false;
  if (alert.state == AlertState::closed && episode.route != Route::page) {
    end(episode, now);
    return Admission::ended;
  }
  Alert risen = alert;
  risen.route = episode.route;
  risen.severity = episode.severity;
  show(episode, make_notice(risen, links_), now);
  return Admission::revised;
}

bool NotifierState::is_settled(const Alert& alert) const {
  const auto settled = settled_.find(key_of(alert.id));
  // A rise above what was settled is news.
  return settled != settled_.end() && alert.route <= settled->second.route &&
         alert.severity <= settled->second.severity;
}

bool NotifierState::settle(const AlertId& id, EventTime now) {
  const auto known = episodes_.find(key_of(id));
  if (known == episodes_.end() || !known->second.is_live()) {
    return false;
  }
  end(known->second, now);
  return true;
}

void NotifierState::forget(const AlertId& id) {
  episodes_.erase(key_of(id));
  is_ranked_ = false;
}

// Room is made at the cost of the least urgent ticket, never of a page.
bool NotifierState::make_room(const Alert& alert) {
  if (episodes_.size() < limits_.active_max + limits_.folded_max) {
    return true;
  }
  if (alert.route != Route::page) {
    return false;
  }
  auto victim = episodes_.end();
  for (auto it = episodes_.begin(); it != episodes_.end(); ++it) {
    const bool is_worse = victim == episodes_.end() || is_more_urgent(&victim->second, &it->second);
    if (it->second.route != Route::page && is_worse) {
      victim = it;
    }
  }
  if (victim == episodes_.end()) {
    return false;
  }
  episodes_.erase(victim);
  ++figures_.dropped_queue_full;
  return true;
}

void NotifierState::show(Episode& episode, Notice notice, EventTime now) {
  notice.starts_at = std::min(notice.starts_at, now);
  if (!episode.signals.empty()) {
    Signal& current = episode.signals.back();
    if (current.notice.labels == notice.labels) {
      notice.starts_at = std::min(notice.starts_at, current.notice.starts_at);
      const bool is_changed = current.notice.annotations != notice.annotations;
      current.version += is_changed ? 1 : 0;
      current.notice = std::move(notice);
      if (current.ended_at.has_value()) {
        current.ended_at.reset();
        current.told.assign(targets_.size(), Told{});
      }
      return;
    }
    current.ended_at = current.ended_at.value_or(now);
  }
  episode.signals.push_back({.serial = ++serials_,
                             .notice = std::move(notice),
                             .ended_at = {},
                             .told = std::vector<Told>(targets_.size())});
}

void NotifierState::end(Episode& episode, EventTime now) {
  episode.signals.back().ended_at = now;
  settled_.insert_or_assign(
      key_of(episode.id), Settled{.route = episode.route, .severity = episode.severity, .at = now});
  is_ranked_ = false;
}

void NotifierState::expire(EventTime now) {
  for (auto& [key, episode] : episodes_) {
    const bool is_over = episode.route == Route::page
                             ? now - episode.page_since >= limits_.page_for
                             : now - episode.revised_at >= limits_.ticket_idle;
    if (is_over && episode.is_live()) {
      end(episode, now);
    }
  }
}

void NotifierState::forget_told(EventTime now) {
  const auto is_done = [&](const Signal& signal) {
    return signal.ended_at.has_value() &&
           (is_told_everywhere(signal) || now - *signal.ended_at > limits_.resolved_for);
  };
  for (auto it = episodes_.begin(); it != episodes_.end();) {
    std::erase_if(it->second.signals, is_done);
    it = it->second.signals.empty() ? episodes_.erase(it) : std::next(it);
  }
  if (overflow_) {
    std::erase_if(overflow_->signals, is_done);
    if (overflow_->signals.empty()) {
      overflow_.reset();
    }
  }
  std::erase_if(settled_, [&](const auto& one) { return now - one.second.at > settled_memory; });
}

}  // namespace centinela::sink
