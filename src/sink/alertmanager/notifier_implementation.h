// The notifier's thread and what it owns. Floor 9, private to sink.
#pragma once

#include "sink/alertmanager/notice_queue.h"
#include "sink/alertmanager/notifier.h"
#include "sink/alertmanager/silence_watch.h"

#include <mutex>
#include <thread>
#include <utility>

namespace centinela::sink {

using Steady = std::chrono::steady_clock;

// What a request in flight was about; with the target it makes its tag.
enum class Kind : std::uint8_t { post, silences, silenced_alerts, probe };
inline constexpr std::uint64_t kinds = 4;

inline std::uint64_t tag_of(std::size_t target, Kind kind) {
  return target * kinds + static_cast<std::uint64_t>(kind);
}

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
  void forget(std::span<const AlertId> ids) {
    {
      const std::scoped_lock lock(mutex_);
      given_away_.insert(given_away_.end(), ids.begin(), ids.end());
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
  std::vector<AlertId> given_away_;
  NotifierCounts counts_;
  Steady::time_point drain_until_;

  std::jthread thread_;
};

}  // namespace centinela::sink
