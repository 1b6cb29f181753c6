// Notifier: keeps every Alertmanager told of what fires, on a thread of its own. Floor 9.
//
// A Sink that never blocks and never fails: an Alertmanager that is away costs nothing but a
// count. Nothing survives the process: after a restart the owner hands every page that still
// fires to restore(), oldest revision first. Safe from every thread; callbacks run on the
// notifier's thread.
#pragma once

#include "sink/alertmanager/http_client.h"
#include "sink/alertmanager/notifier_state.h"
#include "sink/alertmanager/protocol.h"
#include "sink/sink.h"

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace centinela::sink {

struct NotifierOptions {
  std::vector<AlertmanagerTarget> targets{};  // every member of a cluster, never a load balancer
  NotifierLimits limits{};
  NoticeLinks links{};
  std::size_t queue_max = 10000;
  std::chrono::milliseconds request_timeout{5000};
  Duration silence_poll = std::chrono::seconds{30};
  std::uint64_t seed = 1;            // of the back-off's jitter
  std::function<EventTime()> clock;  // the wall clock
};

// Something a person should know, once per change; for the log.
struct NotifierProblem {
  std::string alertmanager{};  // url without credentials
  std::string what{};
  bool is_recovered = false;
};

struct NotifierEvents {
  // Once per silence and episode in the life of the process; the owner writes control records and
  // must take the same (id, episode) again after a restart.
  std::function<void(const TaggedSilence&)> on_silence{};
  std::function<void(const NotifierProblem&)> on_problem{};
};

struct AlertmanagerHealth {
  std::string url;  // without credentials: may be a label
  bool is_up = true;
};

struct NotifierCounts {
  NotifierFigures state;
  std::size_t queued = 0;
  std::uint64_t posts_accepted = 0;
  std::uint64_t posts_refused = 0;
  std::uint64_t posts_failed = 0;
  std::array<std::uint64_t, 3> silences{};  // by SilenceTag
  std::vector<AlertmanagerHealth> targets;
};

class Notifier final : public Sink {
 public:
  // Error: config, when a url is not http(s)://host….
  [[nodiscard]] static Result<std::unique_ptr<Notifier>> start(NotifierOptions options,
                                                               NotifierEvents events);
  ~Notifier() override;  // stop(0)
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;
  Notifier(Notifier&&) = delete;
  Notifier& operator=(Notifier&&) = delete;

  [[nodiscard]] std::string_view name() const noexcept override { return "alertmanager"; }
  [[nodiscard]] Result<void> send(std::span<const Alert> alerts) override;
  [[nodiscard]] Result<void> flush() override { return {}; }

  void restore(std::span<const Alert> alerts);
  void settle(const AlertId& id);  // a ruling was read
  // Another process tells of these from here on; they end by themselves unless it does.
  void forget(std::span<const AlertId> ids);

  // Posts what is due for at most this long, then ends the thread.
  void stop(std::chrono::milliseconds drain);

  [[nodiscard]] NotifierCounts counts() const;

 private:
  class Implementation;
  explicit Notifier(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace centinela::sink
