#include "sink/alertmanager/notifier.h"

#include "sink/alertmanager/notice_queue.h"
#include "sink/alertmanager/silence_watch.h"

#include <fmt/format.h>

#include <mutex>
#include <thread>
#include <utility>

namespace centinela::sink {
namespace {

using Steady = std::chrono::steady_clock;

// How long the thread sleeps when nothing wakes it: the grain of resends and back-off.
constexpr std::chrono::milliseconds tick{500};

enum class Kind : std::uint8_t { post, silences, silenced_alerts, probe };
constexpr std::uint64_t kinds = 4;

std::uint64_t tag_of(std::size_t target, Kind kind) {
  return target * kinds + static_cast<std::uint64_t>(kind);
}

}  // namespace

class Notifier::Implementation {
 public:
  Implementation(NotifierOptions options, NotifierEvents events)
      : options_(std::move(options)),
        events_(std::move(events)),
        queue_(options_.queue_max),
        client_(options_.request_timeout),
        state_(options_.limits, options_.links, options_.targets.size(), Rng(options_.seed)),
        in_flight_(options_.targets.size()),
        is_lost_(options_.targets.size(), false) {
    for (const AlertmanagerTarget& target : options_.targets) {
      posts_.targets.push_back({.url = print_url(target), .is_up = true});
    }
    counts_ = posts_;
  }

  void start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  void push(const Alert& alert, bool is_restored) {
    queue_.push({.alert = alert, .is_restored = is_restored});
    client_.wake();
  }
  void settle(const AlertId& id) {
    {
      const std::scoped_lock lock(mutex_);
      settled_.push_back(id);
    }
    client_.wake();
  }
  void stop(std::chrono::milliseconds drain) {
    {
      const std::scoped_lock lock(mutex_);
      drain_until_ = Steady::now() + drain;
    }
    thread_.request_stop();
    client_.wake();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  [[nodiscard]] NotifierCounts counts() const {
    NotifierCounts counts;
    {
      const std::scoped_lock lock(mutex_);
      counts = counts_;
    }
    counts.queued = queue_.size();
    counts.state.dropped_queue_full += queue_.dropped();
    return counts;
  }

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] bool may_drain() const;
  void take_over();
  bool post_what_is_due();
  void ask_around();
  void handle(HttpReply reply);
  void handle_post(std::size_t target, const HttpReply& reply);
  void handle_silences(const HttpReply& alerts);
  void acknowledge(const TaggedSilence& silence);
  void note_answer(std::size_t target, const HttpReply& reply);
  void note_health(std::size_t target, const HttpReply& reply, PostOutcome outcome);
  void problem(std::size_t target, std::string what, bool is_recovered = false) const;
  void publish();

  const NotifierOptions options_;
  const NotifierEvents events_;
  NoticeQueue queue_;
  HttpClient client_;

  // The thread's own.
  NotifierState state_;
  std::vector<std::optional<NoticeBatch>> in_flight_;  // [targets]
  std::vector<bool> is_lost_;                          // [targets] did not answer a question
  EventTime asked_at_;
  std::string silences_;
  SilenceWatch silence_watch_;
  NotifierCounts posts_;

  mutable std::mutex mutex_;
  std::vector<AlertId> settled_;
  NotifierCounts counts_;
  Steady::time_point drain_until_;

  std::jthread thread_;
};

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
  for (const QueuedAlert& queued : queue_.take_all()) {
    if (queued.is_restored) {
      state_.restore(queued.alert, now);
    } else {
      state_.take(queued.alert, now);
    }
  }
  std::vector<AlertId> settled;
  {
    const std::scoped_lock lock(mutex_);
    settled.swap(settled_);
  }
  for (const AlertId& id : settled) {
    state_.settle(id, now);
  }
}

// One post at a time per Alertmanager; all of them at the same time.
bool Notifier::Implementation::post_what_is_due() {
  bool has_posted = false;
  for (std::size_t target = 0; target < options_.targets.size(); ++target) {
    if (in_flight_[target].has_value()) {
      continue;
    }
    in_flight_[target] = state_.due(target, options_.clock());
    if (in_flight_[target].has_value()) {
      has_posted = true;
      client_.start(options_.targets[target],
                    {.tag = tag_of(target, Kind::post),
                     .path = std::string(alerts_path),
                     .body = encode_notices(in_flight_[target]->notices)});
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

void Notifier::Implementation::handle(HttpReply reply) {
  const auto target = static_cast<std::size_t>(reply.tag / kinds);
  switch (static_cast<Kind>(reply.tag % kinds)) {
    case Kind::post:
      handle_post(target, reply);
      break;
    case Kind::probe:
      note_answer(target, reply);
      break;
    case Kind::silences:
      note_answer(target, reply);
      if (reply.status == 200) {
        silences_ = std::move(reply.body);
        client_.start(options_.targets[target],
                      {.tag = tag_of(target, Kind::silenced_alerts),
                       .path = std::string(silenced_alerts_path),
                       .body = {}});
      }
      break;
    case Kind::silenced_alerts:
      if (reply.status == 200) {
        handle_silences(reply);
      }
      break;
  }
}

void Notifier::Implementation::handle_post(std::size_t target, const HttpReply& reply) {
  const PostOutcome outcome = classify_post(reply.status);
  const std::optional<NoticeBatch> batch = std::exchange(in_flight_[target], std::nullopt);
  state_.report(target, *batch, outcome, options_.clock());
  note_health(target, reply, outcome);
  switch (outcome) {
    case PostOutcome::accepted:
      ++posts_.posts_accepted;
      break;
    case PostOutcome::refused:
      ++posts_.posts_refused;
      problem(target,
              fmt::format(
                  "refused a post of {} alerts with status {}", batch->parts.size(), reply.status));
      break;
    case PostOutcome::failed:
      ++posts_.posts_failed;
      break;
  }
}

void Notifier::Implementation::note_answer(std::size_t target, const HttpReply& reply) {
  const bool is_lost = reply.status == 0;
  if (is_lost == is_lost_[target]) {
    return;
  }
  is_lost_[target] = is_lost;
  const PostOutcome outcome = is_lost ? PostOutcome::failed : PostOutcome::accepted;
  state_.report(target, {}, outcome, options_.clock());
  note_health(target, reply, outcome);
}

void Notifier::Implementation::note_health(std::size_t target,
                                           const HttpReply& reply,
                                           PostOutcome outcome) {
  const bool is_down = outcome == PostOutcome::failed;
  bool& is_up = posts_.targets[target].is_up;
  if (is_up != is_down) {
    return;
  }
  is_up = !is_down;
  if (is_down) {
    problem(target,
            reply.error.empty() ? fmt::format("answers with status {}", reply.status)
                                : fmt::format("does not answer: {}", reply.error));
  } else {
    problem(target, "answers again; everything that fires is told again", true);
  }
}

void Notifier::Implementation::handle_silences(const HttpReply& alerts) {
  const Result<std::vector<TaggedSilence>> news = silence_watch_.news(silences_, alerts.body);
  if (!news) {
    return;  // the next poll asks again; posts tell whether it is an Alertmanager at all
  }
  for (const TaggedSilence& silence : *news) {
    ++posts_.silences[static_cast<std::size_t>(silence.tag)];
    if (silence.tag == SilenceTag::ack) {
      acknowledge(silence);
    }
    if (events_.on_silence) {
      events_.on_silence(silence);
    }
  }
}

void Notifier::Implementation::acknowledge(const TaggedSilence& silence) {
  for (const std::string& episode : silence.episodes) {
    if (const std::optional<AlertId> id = parse_alert_id(episode)) {
      state_.settle(*id, options_.clock());
    }
  }
}

void Notifier::Implementation::problem(std::size_t target,
                                       std::string what,
                                       bool is_recovered) const {
  if (events_.on_problem) {
    events_.on_problem({.alertmanager = posts_.targets[target].url,
                        .what = std::move(what),
                        .is_recovered = is_recovered});
  }
}

void Notifier::Implementation::publish() {
  NotifierCounts counts = posts_;
  counts.state = state_.figures();
  const std::scoped_lock lock(mutex_);
  counts_ = std::move(counts);
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

void Notifier::stop(std::chrono::milliseconds drain) {
  implementation_->stop(drain);
}

NotifierCounts Notifier::counts() const {
  return implementation_->counts();
}

}  // namespace centinela::sink
