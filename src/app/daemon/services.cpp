#include "app/daemon/services.h"

#include "app/control_record.h"
#include "telemetry/log.h"
#include "telemetry/process_stats.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <utility>

namespace centinela::app {
namespace {

using telemetry::series;

// The engine polls every 100 ms; this much without progress means that it hangs.
constexpr std::int64_t stalled_after_ms = 30'000;

// Rulings from silences that wait for the engine, which takes them ten times a second.
constexpr std::size_t controls_max = 10'000;

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

std::vector<sink::AlertmanagerTarget> targets_of(const config::Alerting& alerting) {
  std::vector<sink::AlertmanagerTarget> targets;
  for (const std::string& url : alerting.alertmanagers) {
    sink::AlertmanagerTarget target;
    target.url = url;
    target.user = alerting.alertmanager_username;
    target.password = alerting.alertmanager_password;
    target.bearer_token = alerting.alertmanager_bearer_token;
    target.ca_file = alerting.alertmanager_ca_file;
    targets.push_back(std::move(target));
  }
  return targets;
}

}  // namespace

Result<std::unique_ptr<Services>> Services::start(const config::Config& config,
                                                  std::function<EventTime()> clock) {
  std::unique_ptr<Services> services{new Services};
  services->clock_ = std::move(clock);
  CENTINELA_TRY(services->start_notifier(config));
  services->state_directory_ = config.state.directory;
  services->metrics_.add_sampler(telemetry::sample_process);
  services->metrics_.add_sampler([raw = services.get()](auto&) { raw->sample(); });
  services->metrics_.set(
      telemetry::open_metric("centinela_build_info"), {CENTINELA_VERSION, CENTINELA_REVISION}, 1);
  services->metrics_.set(series("centinela_config_last_reload_successful"), 1);
  http::ServerOptions options;
  options.listen = config.http.listen;
  if (!config.http.web_config_file.empty()) {
    CENTINELA_TRY(options.web, http::load_web_config(config.http.web_config_file));
  }
  CENTINELA_TRY(services->server_, http::Server::start(options, services->routes()));
  services->serving_ = services->server_.get();
  return services;
}

Result<void> Services::start_notifier(const config::Config& config) {
  if (config.alerting.alertmanagers.empty()) {
    return {};
  }
  sink::NotifierOptions options;
  options.targets = targets_of(config.alerting);
  options.limits.max_age = config.alerting.max_age;
  options.limits.active_max = static_cast<std::size_t>(config.alerting.active_max);
  options.links.runbook_url = config.alerting.runbook_base;
  options.links.console_url = config.alerting.console_base;
  options.queue_max = static_cast<std::size_t>(config.alerting.queue_max);
  options.clock = clock_;
  sink::NotifierEvents events;
  events.on_silence = [raw = this](const sink::TaggedSilence& silence) {
    raw->take_silence(silence);
  };
  events.on_problem = [log = std::make_shared<const telemetry::Logger>("alertmanager")](
                          const sink::NotifierProblem& problem) {
    const auto line = telemetry::LogLine(problem.is_recovered
                                             ? "Alertmanager answers again: all that fires is told"
                                             : "Alertmanager does not take alerts: detection goes "
                                               "on and pages are kept")
                          .with("alertmanager", problem.alertmanager)
                          .with("what", problem.what);
    problem.is_recovered ? log->info(line) : log->warn(line);
  };
  CENTINELA_TRY(notifier_, sink::Notifier::start(std::move(options), std::move(events)));
  return {};
}

std::vector<http::Route> Services::routes() {
  const auto alive = [this](const http::Request&) {
    const std::int64_t progress = status_.last_progress();
    const std::int64_t age = clock_().milliseconds() - progress;
    if (progress != 0 && age > stalled_after_ms) {
      return plain(503, fmt::format("the engine has made no progress for {} s\n", age / 1000));
    }
    return plain(200, "ok\n");
  };
  return {
      {"/metrics",
       "Prometheus metrics",
       [this](const http::Request&) {
         http::Response response = plain(200, metrics_.page());
         response.content_type = telemetry::metrics_content_type;
         return response;
       }},
      {"/livez", "progress of the engine; never depends on Kafka", alive},
      {"/healthz", "the same", alive},
      {"/readyz",
       "assigned, restored and not draining; 503 says why not",
       [this](const http::Request&) {
         const std::string why = status_.not_ready();
         return why.empty() ? plain(200, "ok\n") : plain(503, "not ready: " + why + "\n");
       }},
      {"/version",
       "version of the program",
       [](const http::Request&) {
         http::Response response = plain(200,
                                         fmt::format("{{\"version\":\"{}\",\"revision\":\"{}\"}}\n",
                                                     CENTINELA_VERSION,
                                                     CENTINELA_REVISION));
         response.content_type = "application/json";
         return response;
       }},
      {"/status",
       "what the daemon sees, in plain words",
       [this](const http::Request&) { return plain(200, status_.page()); }},
  };
}

void Services::sample() {
  const telemetry::LogCounts logged = telemetry::log_counts();
  sample_host();
  metrics_.set(series("centinela_log_lines_total", "debug"), static_cast<double>(logged.debug));
  metrics_.set(series("centinela_log_lines_total", "info"), static_cast<double>(logged.info));
  metrics_.set(series("centinela_log_lines_total", "warn"), static_cast<double>(logged.warn));
  metrics_.set(series("centinela_log_lines_total", "error"), static_cast<double>(logged.error));
  metrics_.set(series("centinela_log_lines_withheld_total"), static_cast<double>(logged.withheld));
  if (notifier_ == nullptr) {
    return;
  }
  const sink::NotifierCounts counts = notifier_->counts();
  const auto set = [this](telemetry::Series which, std::size_t value) {
    metrics_.set(which, static_cast<double>(value));
  };
  set(series("centinela_alerts_active", "page"), counts.state.pages_active);
  set(series("centinela_alerts_active", "ticket"), counts.state.tickets_active);
  set(series("centinela_notifier_folded_alerts"), counts.state.folded);
  set(series("centinela_notifier_queue_alerts"), counts.queued);
  set(series("centinela_alertmanager_posts_total", "accepted"), counts.posts_accepted);
  set(series("centinela_alertmanager_posts_total", "refused"), counts.posts_refused);
  set(series("centinela_alertmanager_posts_total", "failed"), counts.posts_failed);
  set(series("centinela_notifier_dropped_total", "too_old,true"), counts.state.dropped_too_old);
  set(series("centinela_notifier_dropped_total", "shadow,true"), counts.state.dropped_shadow);
  set(series("centinela_notifier_dropped_total", "digest,true"), counts.state.dropped_digest);
  set(series("centinela_notifier_dropped_total", "queue_full,false"),
      counts.state.dropped_queue_full);
  set(series("centinela_notifier_dropped_total", "refused,false"), counts.state.refused);
  set(series("centinela_silences_total", "fp"), counts.silences[0]);
  set(series("centinela_silences_total", "expected"), counts.silences[1]);
  set(series("centinela_silences_total", "ack"), counts.silences[2]);
  for (const sink::AlertmanagerHealth& target : counts.targets) {
    metrics_.set(
        telemetry::open_metric("centinela_alertmanager_up"), {target.url}, target.is_up ? 1 : 0);
  }
}

void Services::sample_host() {
  const http::Server* const server = serving_.load();
  const http::ServerCounts http = server == nullptr ? http::ServerCounts{} : server->counts();
  const auto set = [this](telemetry::Series which, std::uint64_t value) {
    metrics_.set(which, static_cast<double>(value));
  };
  set(series("centinela_http_requests_total", "2xx"), http.responses_2xx);
  set(series("centinela_http_requests_total", "3xx"), http.responses_3xx);
  set(series("centinela_http_requests_total", "4xx"), http.responses_4xx);
  set(series("centinela_http_requests_total", "5xx"), http.responses_5xx);
  set(series("centinela_http_connections_refused_total"), http.connections_refused);
  // The directory need not be there yet; its file system is.
  std::filesystem::path place = state_directory_;
  std::error_code error;
  while (place.has_relative_path() && !std::filesystem::exists(place, error)) {
    place = place.parent_path();
  }
  const std::filesystem::space_info space =
      std::filesystem::space(place.empty() ? "." : place, error);
  if (!error) {
    set(series("centinela_state_disk_free_bytes"), space.available);
  }
}

void Services::notify(std::span<const Alert> alerts) {
  if (notifier_ != nullptr) {
    // A notifier never fails: what it cannot keep it counts.
    static_cast<void>(notifier_->send(alerts));
  }
}

void Services::restore(std::span<const Alert> alerts) {
  if (notifier_ != nullptr) {
    notifier_->restore(alerts);
  }
}

void Services::settle(const AlertId& id) {
  if (notifier_ != nullptr) {
    notifier_->settle(id);
  }
}

void Services::forget(std::span<const AlertId> ids) {
  if (notifier_ != nullptr) {
    notifier_->forget(ids);
  }
}

// What a person said at Alertmanager enters the log like every other ruling.
void Services::take_silence(const sink::TaggedSilence& silence) {
  constexpr std::array rulings = {Ruling::benign, Ruling::expected, Ruling::ack};
  const std::scoped_lock lock{controls_mutex_};
  for (const std::string& episode : silence.episodes) {
    if (!is_alert_id(episode)) {
      continue;
    }
    if (controls_.size() >= controls_max) {
      telemetry::Logger{"alertmanager"}.warn(
          telemetry::LogLine("a tagged silence is not taken for a ruling: too many wait"));
      return;
    }
    RulingText ruling;
    ruling.alert = episode;
    ruling.source = silence.id;
    ruling.ruling = rulings[static_cast<std::size_t>(silence.tag)];
    ruling.reason = silence.comment;
    ruling.author = silence.created_by;
    ruling.time = clock_();
    ruling.expires = silence.tag == sink::SilenceTag::expected ? silence.ends_at : EventTime{};
    controls_.push_back(encode_ruling(ruling));
  }
}

std::vector<std::string> Services::take_controls() {
  const std::scoped_lock lock{controls_mutex_};
  return std::exchange(controls_, {});
}

void Services::stop(std::chrono::milliseconds drain) {
  if (notifier_ != nullptr) {
    notifier_->stop(drain);
  }
  server_->stop();
}

Result<void> Services::reload_web(const config::Config& config) {
  if (config.http.web_config_file.empty()) {
    return {};
  }
  CENTINELA_TRY(const http::WebConfig web, http::load_web_config(config.http.web_config_file));
  return server_->replace_web_config(web);
}

}  // namespace centinela::app
