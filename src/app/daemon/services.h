// Services: what surrounds the engine loop: HTTP, Alertmanager, metrics, status. Floor 10.
//
// Started before the loop and stopped after it; nothing in here can stop detection.
#pragma once

#include "app/daemon/daemon_status.h"
#include "config/config.h"
#include "http/server.h"
#include "sink/alertmanager/notifier.h"
#include "telemetry/metric_registry.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace centinela::app {

class Services {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Services>> start(const config::Config& config,
                                                               std::function<EventTime()> clock);
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  Services(Services&&) = delete;
  Services& operator=(Services&&) = delete;
  ~Services() = default;

  void notify(std::span<const Alert> alerts);
  void restore(std::span<const Alert> alerts);
  // A ruling was read: nobody need be called for that alert again.
  void settle(const AlertId& id);
  // Another instance tells of these from here on.
  void forget(std::span<const AlertId> ids);
  // Tagged silences since the last call, as control records for the input topic. Safe from every
  // thread, as is all of this class.
  [[nodiscard]] std::vector<std::string> take_controls();
  // Posts what is due, then ends: notifier first, HTTP last.
  void stop(std::chrono::milliseconds drain);

  [[nodiscard]] DaemonStatus& status() noexcept { return status_; }
  [[nodiscard]] telemetry::MetricRegistry& metrics() noexcept { return metrics_; }
  [[nodiscard]] std::string url() const { return server_->url(); }
  // Users and certificates as the file has them now; on an error the old ones stay.
  [[nodiscard]] Result<void> reload_web(const config::Config& config);

 private:
  Services() = default;
  [[nodiscard]] std::vector<http::Route> routes();
  [[nodiscard]] Result<void> start_notifier(const config::Config& config);
  void sample();
  void sample_host();
  void take_silence(const sink::TaggedSilence& silence);

  DaemonStatus status_;
  telemetry::MetricRegistry metrics_;
  std::function<EventTime()> clock_;
  std::filesystem::path state_directory_;
  std::mutex controls_mutex_;
  std::vector<std::string> controls_;
  std::unique_ptr<sink::Notifier> notifier_;
  std::atomic<const http::Server*> serving_{nullptr};  // requests come before start() returns
  std::unique_ptr<http::Server> server_;               // last: its handlers read all of the above
};

}  // namespace centinela::app
