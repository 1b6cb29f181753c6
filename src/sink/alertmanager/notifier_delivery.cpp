#include "sink/alertmanager/notifier_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace centinela::sink {
namespace {

constexpr AlertKey overflow_key{0, 0};

Notice overflow_notice(std::size_t pages, std::size_t tickets, Severity severity) {
  Notice notice;
  notice.labels = {{"alertname", "CentinelaAlertOverflow"},
                   {"service", "centinela"},
                   {"route", std::string(to_string(pages > 0 ? Route::page : Route::ticket))},
                   {"severity", std::string(to_string(severity))},
                   {"entity_type", "overflow"},
                   {"entity", "overflow"},
                   {"episode", "overflow"}};
  notice.annotations = {
      {"summary",
       fmt::format("{} pages and {} tickets fire beyond what Alertmanager is told one by one; the "
                   "alerts topic has them all.",
                   pages,
                   tickets)},
      {"pages", std::to_string(pages)},
      {"tickets", std::to_string(tickets)}};
  return notice;
}

}  // namespace

void NotifierState::rank() {
  if (is_ranked_) {
    return;
  }
  is_ranked_ = true;
  std::vector<Episode*> live;
  for (auto& [key, episode] : episodes_) {
    episode.is_folded = false;
    if (episode.is_live()) {
      live.push_back(&episode);
    }
  }
  if (live.size() <= limits_.active_max) {
    return;
  }
  const auto first_folded = live.begin() + static_cast<std::ptrdiff_t>(limits_.active_max);
  std::nth_element(live.begin(), first_folded, live.end(), is_more_urgent);
  std::for_each(first_folded, live.end(), [](Episode* episode) { episode->is_folded = true; });
}

void NotifierState::fold(EventTime now) {
  std::size_t pages = 0;
  std::size_t tickets = 0;
  Severity severity = Severity::none;
  for (const Episode& episode : std::views::values(episodes_)) {
    if (episode.is_folded) {
      ++(episode.route == Route::page ? pages : tickets);
      severity = std::max(severity, episode.severity);
    }
  }
  figures_.folded = pages + tickets;
  if (figures_.folded > 0) {
    if (!overflow_) {
      overflow_.emplace();
      overflow_->arrival = ++arrivals_;
    }
    overflow_->route = pages > 0 ? Route::page : Route::ticket;
    overflow_->severity = severity;
    Notice notice = overflow_notice(pages, tickets, severity);
    notice.starts_at = now;
    show(*overflow_, std::move(notice), now);
  } else if (overflow_ && overflow_->is_live()) {
    overflow_->signals.back().ended_at = now;
  }
}

bool NotifierState::is_due(const Signal& signal, std::size_t target, EventTime now) const {
  const Told& told = signal.told[target];
  if (told.refused_version == signal.version) {
    return false;
  }
  if (signal.ended_at.has_value()) {
    return told.is_attempted && !told.is_resolved;
  }
  return told.generation != targets_[target].generation || now - told.at >= limits_.resend;
}

void NotifierState::append_due(Episode& episode,
                               std::size_t target,
                               EventTime now,
                               NoticeBatch& batch) {
  std::vector<Signal*> due;
  bool is_alone = false;
  for (Signal& signal : episode.signals) {
    const bool is_told = !episode.is_folded || signal.ended_at.has_value();
    if (is_told && is_due(signal, target, now)) {
      due.push_back(&signal);
      is_alone = is_alone || signal.told[target].is_alone;
    }
  }
  if (is_alone) {
    // One of them spoilt a batch: each goes by itself until the culprit is known.
    due.resize(batch.parts.empty() && !due.empty() ? 1 : 0);
  } else if (batch.parts.size() + due.size() > limits_.batch_max) {
    return;
  }
  for (Signal* signal : due) {
    signal->told[target].is_attempted = true;
    Notice notice = signal->notice;
    notice.ends_at = signal->ended_at.value_or(now + limits_.fire_for);
    notice.starts_at = std::min(notice.starts_at, notice.ends_at);
    batch.notices.push_back(std::move(notice));
    batch.parts.push_back({.key = key_of(episode.id),
                           .serial = signal->serial,
                           .version = signal->version,
                           .is_end = signal->ended_at.has_value()});
  }
}

std::vector<Episode*> NotifierState::by_urgency() {
  std::vector<Episode*> all;
  for (auto& [key, episode] : episodes_) {
    all.push_back(&episode);
  }
  if (overflow_) {
    all.push_back(&*overflow_);
  }
  std::sort(all.begin(), all.end(), is_more_urgent);
  return all;
}

std::optional<NoticeBatch> NotifierState::due(std::size_t target, EventTime now) {
  expire(now);
  forget_told(now);
  rank();
  fold(now);
  if (targets_[target].retry_at > now) {
    return std::nullopt;
  }
  NoticeBatch batch;
  for (Episode* episode : by_urgency()) {
    const bool was_empty = batch.parts.empty();
    append_due(*episode, target, now, batch);
    const bool holds_a_suspect =
        was_empty && batch.parts.size() == 1 && find(batch.parts[0])->told[target].is_alone;
    if (holds_a_suspect || batch.parts.size() >= limits_.batch_max) {
      break;
    }
  }
  return batch.parts.empty() ? std::nullopt : std::optional(std::move(batch));
}

Signal* NotifierState::find(const NoticeBatch::Part& part) {
  Episode* episode = nullptr;
  if (part.key == overflow_key) {
    episode = overflow_ ? &*overflow_ : nullptr;
  } else if (const auto known = episodes_.find(part.key); known != episodes_.end()) {
    episode = &known->second;
  }
  if (episode == nullptr) {
    return nullptr;
  }
  const auto signal = std::find_if(episode->signals.begin(),
                                   episode->signals.end(),
                                   [&](const Signal& one) { return one.serial == part.serial; });
  return signal == episode->signals.end() ? nullptr : &*signal;
}

void NotifierState::report(std::size_t target,
                           const NoticeBatch& batch,
                           PostOutcome outcome,
                           EventTime now) {
  Target& to = targets_[target];
  if (outcome == PostOutcome::failed) {
    // It may have restarted and forgotten: everything is told again once it answers.
    ++to.generation;
    const auto doublings = std::min<std::uint32_t>(to.failures++, 5);
    const auto widest = std::min(limits_.backoff_max, limits_.backoff_min * (1 << doublings));
    const double spread = static_cast<double>((widest - limits_.backoff_min).count());
    to.retry_at =
        now + limits_.backoff_min + Duration{static_cast<Duration::rep>(rng_.uniform() * spread)};
    return;
  }
  to.failures = 0;
  for (const NoticeBatch::Part& part : batch.parts) {
    Signal* signal = find(part);
    if (signal == nullptr) {
      continue;  // ended and forgotten meanwhile
    }
    Told& told = signal->told[target];
    if (outcome == PostOutcome::accepted) {
      told.generation = to.generation;
      told.at = now;
      told.is_alone = false;
      told.is_resolved = part.is_end;
    } else if (batch.parts.size() == 1) {
      told.refused_version = part.version;
      told.is_alone = false;
      ++figures_.refused;
    } else {
      told.is_alone = true;
    }
  }
}

NotifierFigures NotifierState::figures() const {
  NotifierFigures figures = figures_;
  for (const auto& [key, episode] : episodes_) {
    if (episode.is_live() && !episode.is_folded) {
      ++(episode.route == Route::page ? figures.pages_active : figures.tickets_active);
    }
  }
  return figures;
}

}  // namespace centinela::sink
