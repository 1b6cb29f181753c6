#include "app/run_command.h"

#include "app/daemon/client_settings.h"
#include "app/daemon/engine_loop.h"
#include "app/daemon/services.h"
#include "app/daemon/shards.h"
#include "app/daemon/signals.h"
#include "app/daemon/standing_metrics.h"
#include "app/daemon/status_page.h"
#include "app/kept_state.h"
#include "app/key_file.h"
#include "app/topics_command.h"
#include "app/wall_clock.h"
#include "config/print.h"
#include "kafka/topic_check.h"
#include "telemetry/systemd_notify.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace centinela::app {
namespace {

using telemetry::LogLine;
using telemetry::series;

constexpr std::chrono::seconds broker_timeout{10};
constexpr std::chrono::seconds notifier_drain{3};
constexpr std::int64_t watchdog_progress_ms = 10'000;

void start_logging(const config::Log& log) {
  const auto level = [&log] {
    switch (log.level) {
      case config::LogLevel::error:
        return telemetry::LogLevel::error;
      case config::LogLevel::warn:
        return telemetry::LogLevel::warn;
      case config::LogLevel::debug:
        return telemetry::LogLevel::debug;
      case config::LogLevel::info:
        break;
    }
    return telemetry::LogLevel::info;
  }();
  telemetry::start_logging(log.format == config::LogFormat::json ? telemetry::LogFormat::json
                                                                 : telemetry::LogFormat::text,
                           level);
}

Result<void> check_topics(const config::Config& config) {
  std::vector<kafka::TopicNeed> needs;
  for (const PlannedTopic& topic : plan_topics(config, {}, 1)) {
    needs.push_back({topic.shape.name, topic.config_key});
  }
  CENTINELA_TRY(
      kafka::check_topics(client_settings(config, "centinela-start", {}), needs, broker_timeout));
  return check_topic_settings(config);
}

// SIGHUP: what can change while running changes, the rest is named; a bad file changes nothing.
class Reloader {
 public:
  Reloader(RunOptions options, config::Config config, Services& services)
      : options_(std::move(options)),
        config_(std::move(config)),
        services_(services),
        metrics_(services.metrics()) {}

  void operator()() {
    auto loaded = config::load(options_.config);
    metrics_.set(series("centinela_config_last_reload_successful"), loaded ? 1 : 0);
    if (!loaded) {
      log_.error(LogLine("configuration not reloaded: the old one stays in force")
                     .with("error", loaded.error().detail));
      return;
    }
    for (const config::Change& change : config::changes(config_, *loaded)) {
      if (change.needs_restart) {
        log_.warn(LogLine("a changed setting takes effect with the next start only")
                      .with("setting", change.path));
      } else if (change.needs_switch) {
        log_.warn(LogLine("a changed setting takes effect with `centinela switch` only")
                      .with("setting", change.path));
      } else {
        log_.info(LogLine("setting changed").with("setting", change.path));
      }
    }
    start_logging(loaded->log);
    reload_web(*loaded);
    const bool judges_alike = config::alert_hash(config_) == config::alert_hash(*loaded);
    config_ = *std::move(loaded);
    if (judges_alike) {
      publish_config(metrics_, config_, wall_clock());
    } else {
      log_.warn(
          LogLine("the file now judges differently from what is in force: `centinela switch` "
                  "brings it into force; without that the next start refuses the checkpoint"));
    }
    log_.info(LogLine("configuration reloaded"));
  }

 private:
  void reload_web(const config::Config& config) {
    if (const auto reloaded = services_.reload_web(config); !reloaded) {
      log_.error(LogLine("users and certificates not reloaded: the old ones stay in force")
                     .with("error", reloaded.error().detail));
    }
  }

  RunOptions options_;
  config::Config config_;
  Services& services_;
  telemetry::MetricRegistry& metrics_;
  telemetry::Logger log_{"config"};
};

// A start that loads or judges again asks the service manager for more time as long as it takes.
class StartTime {
 public:
  explicit StartTime(const telemetry::SystemdNotify& systemd) : systemd_(systemd) {}
  void operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (asked_ && now - *asked_ < spacing) {
      return;
    }
    asked_ = now;
    static_cast<void>(systemd_.extend_timeout(more));
  }

 private:
  static constexpr std::chrono::seconds spacing{5};
  static constexpr std::chrono::seconds more{60};

  const telemetry::SystemdNotify& systemd_;
  std::optional<std::chrono::steady_clock::time_point> asked_;
};

// What works until it is told to stop; it owns what it works with.
using Work = std::function<Result<void>()>;

// What the daemon begins with, whatever its shards are.
struct Beginning {
  const RunOptions& options;
  const config::Config& config;
  const privacy::TokenKey& key;
  EngineBundle bundle;
  Services& services;
};

Result<Work> start_loop(Beginning& beginning,
                        EngineLoopHooks hooks,
                        const telemetry::SystemdNotify& systemd,
                        const std::stop_source& stop) {
  hooks.starting = StartTime{systemd};
  const auto goes_on = [&hooks, &stop] {
    hooks.starting();
    return !stop.stop_requested();
  };
  Services& services = beginning.services;
  CENTINELA_TRY(
      auto checkpoints,
      Checkpointer::start(beginning.config, beginning.bundle, services.metrics(), goes_on));
  CENTINELA_TRY(auto loop,
                EngineLoop::start({beginning.config,
                                   std::move(beginning.bundle),
                                   services.status(),
                                   services.metrics(),
                                   std::move(hooks),
                                   std::move(checkpoints)},
                                  stop.get_token()));
  return Work{[loop = std::shared_ptr{std::move(loop)}] { return loop->run(); }};
}

Result<ShardEngine> engine_in_files(const RunOptions& options) {
  CENTINELA_TRY(config::Config config, config::load(options.config));
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key));
  return ShardEngine{std::move(config), std::move(bundle)};
}

Result<Work> start_shards(const Beginning& beginning,
                          EngineLoopHooks hooks,
                          const std::stop_source& stop) {
  auto places =
      std::make_shared<Places>(static_cast<std::uint64_t>(beginning.config.engine.threads));
  ShardHost host;
  host.in_force = [&config = beginning.config,
                   &key = beginning.key,
                   models = beginning.bundle.models]() -> Result<ShardEngine> {
    CENTINELA_TRY(EngineBundle bundle, make_engine(config, key, models));
    return ShardEngine{config, std::move(bundle)};
  };
  host.in_files = [&options = beginning.options] { return engine_in_files(options); };
  host.hooks = std::move(hooks);
  host.metrics = &beginning.services.metrics();
  host.places = places.get();
  Services& services = beginning.services;
  CENTINELA_TRY(auto shards,
                Shards::start({beginning.config,
                               std::move(host),
                               services.status(),
                               [&services](std::span<const AlertId> ids) { services.forget(ids); }},
                              stop.get_token()));
  return Work{[places, shards = std::shared_ptr{std::move(shards)}] { return shards->run(); }};
}

EngineLoopHooks hooks_of(const RunOptions& options, Services& services) {
  EngineLoopHooks hooks;
  hooks.notify = [&services](std::span<const Alert> alerts) { services.notify(alerts); };
  hooks.restore = [&services](std::span<const Alert> alerts) { services.restore(alerts); };
  hooks.settle = [&services](const AlertId& id) { services.settle(id); };
  hooks.controls = [&services] { return services.take_controls(); };
  hooks.clock = wall_clock;
  hooks.rebuild = [&options]() -> Result<RebuiltEngine> {
    CENTINELA_TRY(ShardEngine made, engine_in_files(options));
    return RebuiltEngine{std::move(made.bundle), config::alert_hash(made.config)};
  };
  return hooks;
}

Result<void> serve(Beginning& beginning) {
  const telemetry::Logger log{"daemon"};
  Services& services = beginning.services;
  const std::stop_source stop;
  const telemetry::SystemdNotify systemd = telemetry::SystemdNotify::from_environment();
  Reloader reload{beginning.options, beginning.config, services};
  const SignalWatcher watcher{stop,
                              {[&reload] { reload(); },
                               [&] {
                                 const bool moves = wall_clock().milliseconds() -
                                                        services.status().last_progress() <
                                                    watchdog_progress_ms;
                                 if (moves) {
                                   static_cast<void>(systemd.feed_watchdog());
                                 }
                               }}};
  EngineLoopHooks hooks = hooks_of(beginning.options, services);
  auto started = is_sliced(beginning.config)
                     ? start_shards(beginning, std::move(hooks), stop)
                     : start_loop(beginning, std::move(hooks), systemd, stop);
  if (!started && stop.stop_requested() && started.error().code == Errc::unavailable) {
    log.info(LogLine("stopped before it was ready: the next start does the same again"));
    return {};
  }
  CENTINELA_TRY(const Work work, std::move(started));
  static_cast<void>(systemd.ready());
  log.info(LogLine("running")
               .with("version", CENTINELA_VERSION)
               .with("metrics", services.url() + "/metrics"));
  auto ended = work();
  static_cast<void>(systemd.stopping());
  if (!ended) {
    log.error(LogLine("the engine stopped").with("error", ended.error().detail));
    return ended;
  }
  log.info(LogLine("stopped: all alerts were taken and all offsets committed"));
  return {};
}

}  // namespace

Result<void> run(const RunOptions& options, std::ostream& /*out*/, std::ostream& /*err*/) {
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  start_logging(config.log);
  block_signals();
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key));
  CENTINELA_TRY(check_kept_state(config));
  CENTINELA_TRY(check_topics(config));
  CENTINELA_TRY(const auto services, Services::start(config, wall_clock));
  publish_config(services->metrics(), config, wall_clock());
  publish_model(services->metrics(), *bundle.models, wall_clock());
  Beginning beginning{options, config, key, std::move(bundle), *services};
  auto served = serve(beginning);
  services->stop(notifier_drain);
  return served;
}

}  // namespace centinela::app
