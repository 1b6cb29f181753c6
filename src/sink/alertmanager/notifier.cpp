#include "sink/alertmanager/notifier.h"

#include "sink/alertmanager/notifier_implementation.h"

#include <fmt/format.h>

#include <set>

namespace centinela::sink {
namespace {

// How long the thread sleeps when nothing wakes it: the grain of resends and back-off.
constexpr std::chrono::milliseconds tick{500};

}  // namespace

void Notifier::Implementation::run(const std::stop_token& stop) {
  while (!stop.stop_requested() || may_drain()) {
    take_over();
    const bool has_posted = post_what_is_due();
    if (stop.stop_requested() && !has_posted && client_.in_flight() == 0) {
      break;
    }
    if (!stop.stop_requested()) {
      ask_around();
    }
    for (HttpReply& reply : client_.poll(tick)) {
      handle(std::move(reply));
    }
    publish();
  }
}

bool Notifier::Implementation::may_drain() const {
  const std::scoped_lock lock(mutex_);
  return Steady::now() < drain_until_;
}

void Notifier::Implementation::take_over() {
  const EventTime now = options_.clock();
  // Taken first, carried out last: an alert was always queued before the ruling that settles it.
  std::vector<AlertId> settled;
  std::vector<AlertId> given_away;
  {
    const std::scoped_lock lock(mutex_);
    settled.swap(settled_);
    given_away.swap(given_away_);
  }
  std::set<AlertKey> forgotten;
  for (const AlertId& id : given_away) {
    state_.forget(id);
    forgotten.insert(key_of(id));
  }
  for (const QueuedAlert& queued : queue_.take_all()) {
    // What waited when it was given away is told by another; once restored it is ours again.
    if (forgotten.contains(key_of(queued.alert.id)) && !queued.is_restored) {
      continue;
    }
    forgotten.erase(key_of(queued.alert.id));
    if (queued.is_restored) {
      state_.restore(queued.alert, now);
    } else {
      state_.take(queued.alert, now);
    }
  }
  for (const AlertId& id : settled) {
    state_.settle(id, now);
  }
}

// One post at a time per Alertmanager; all of them at the same time.
bool Notifier::Implementation::post_what_is_due() {
  bool has_posted = false;
  for (std::size_t target = 0; target < options_.targets.size(); ++target) {
    std::optional<NoticeBatch>& batch = in_flight_[target];
    if (batch.has_value()) {
      continue;
    }
    batch = state_.due(target, options_.clock());
    if (batch.has_value()) {
      has_posted = true;
      client_.start(options_.targets[target],
                    {.tag = tag_of(target, Kind::post),
                     .path = std::string(alerts_path),
                     .body = encode_notices(batch->notices)});
    }
  }
  return has_posted;
}

// Members of a cluster share their silences, so the first that answers is asked. The others are
// asked whether they are there: who is away must be known before there is a page to tell.
void Notifier::Implementation::ask_around() {
  const EventTime now = options_.clock();
  if (now - asked_at_ < options_.silence_poll) {
    return;
  }
  asked_at_ = now;
  bool is_asked = false;
  for (std::size_t target = 0; target < options_.targets.size(); ++target) {
    const bool is_first = !is_asked && state_.is_up(target);
    is_asked = is_asked || is_first;
    client_.start(options_.targets[target],
                  {.tag = tag_of(target, is_first ? Kind::silences : Kind::probe),
                   .path = std::string(is_first ? silences_path : status_path),
                   .body = {}});
  }
}

Notifier::Notifier(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Notifier::~Notifier() {
  stop(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<Notifier>> Notifier::start(NotifierOptions options, NotifierEvents events) {
  CENTINELA_TRY(check_targets(options.targets));
  auto implementation = std::make_unique<Implementation>(std::move(options), std::move(events));
  implementation->start();
  return std::unique_ptr<Notifier>(new Notifier(std::move(implementation)));
}

Result<void> Notifier::send(std::span<const Alert> alerts) {
  for (const Alert& alert : alerts) {
    implementation_->push(alert, false);
  }
  return {};
}

void Notifier::restore(std::span<const Alert> alerts) {
  for (const Alert& alert : alerts) {
    implementation_->push(alert, true);
  }
}

void Notifier::settle(const AlertId& id) {
  implementation_->settle(id);
}

void Notifier::forget(std::span<const AlertId> ids) {
  implementation_->forget(ids);
}

void Notifier::stop(std::chrono::milliseconds drain) {
  implementation_->stop(drain);
}

NotifierCounts Notifier::counts() const {
  return implementation_->counts();
}

}  // namespace centinela::sink
