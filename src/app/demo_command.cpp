#include "app/demo_command.h"

#include "app/daemon/engine_loop.h"
#include "app/daemon/services.h"
#include "app/daemon/signals.h"
#include "app/demo_platform.h"
#include "app/demo_summary.h"
#include "app/engine_setup.h"
#include "app/key_file.h"
#include "app/wall_clock.h"
#include "kafka/mock_broker.h"
#include "sink/terminal_sink.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <thread>

namespace centinela::app {
namespace {

constexpr std::string_view topic = "data-access";

// A folder that goes away with the demonstration.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string path = (std::filesystem::temp_directory_path() / "centinela-demo-XXXXXX").string();
    if (::mkdtemp(path.data()) != nullptr) {
      path_ = path;
    }
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ScratchFolder(ScratchFolder&&) = delete;
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) {
      std::filesystem::remove_all(path_, ignored);
    }
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

config::Config demo_config(const ScratchFolder& folder, const std::string& bootstrap_servers) {
  config::Config config;
  config.kafka.bootstrap_servers = bootstrap_servers;
  config.kafka.topics = {std::string{topic}};
  // The embedded broker takes transactions and forgets their offsets.
  config.kafka.commit = config::Commit::at_least_once;
  config.state.directory = folder.path().string();
  return config;
}

Result<kafka::MockBroker> start_broker(const config::Config& config) {
  CENTINELA_TRY(kafka::MockBroker broker, kafka::MockBroker::start(1, {}));
  CENTINELA_TRY(broker.create_topic(std::string{topic}, 1));
  CENTINELA_TRY(broker.create_topic(config.alerting.topic, 1));
  CENTINELA_TRY(broker.create_topic(config.kafka.dead_letters, 1));
  return broker;
}

// The usual port, or a free one where it is taken.
Result<std::unique_ptr<Services>> start_services(config::Config& config) {
  auto services = Services::start(config, wall_clock);
  if (!services && services.error().code == Errc::unavailable) {
    config.http.listen = "127.0.0.1:0";
    return Services::start(config, wall_clock);
  }
  return services;
}

std::jthread stop_after(Duration duration, const std::stop_source& stop) {
  return std::jthread([duration, stop](const std::stop_token& end) mutable {
    const auto until = std::chrono::steady_clock::now() + duration;
    while (!end.stop_requested() && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    if (!end.stop_requested()) {
      stop.request_stop();
    }
  });
}

struct Stage {
  config::Config& config;
  Services& services;
  DemoPlatform& platform;
  EngineBundle bundle;
};

Result<void> perform(const DemoOptions& options, Stage stage, std::ostream& out) {
  const std::stop_source stop;
  const SignalWatcher watcher{stop, {[] {}, [] {}}};
  DemoSummary summary{stage.platform};
  sink::TerminalSink terminal{stdout, sink::detect_style(stdout)};
  EngineLoopHooks hooks;
  hooks.notify = [&](std::span<const Alert> alerts) {
    for (const Alert& alert : alerts) {
      if (alert.daily) {
        continue;
      }
      summary.take(alert);
      if (alert.revision == 1 && alert.state != AlertState::shadow) {
        static_cast<void>(terminal.send({&alert, 1}));
      }
    }
    static_cast<void>(terminal.flush());
  };
  hooks.restore = [](std::span<const Alert>) {};
  hooks.settle = [](const AlertId&) {};
  hooks.controls = [] { return std::vector<std::string>{}; };
  hooks.clock = wall_clock;
  CENTINELA_TRY(const auto loop,
                EngineLoop::start({stage.config,
                                   std::move(stage.bundle),
                                   stage.services.status(),
                                   stage.services.metrics(),
                                   std::move(hooks)},
                                  stop.get_token()));
  const auto started = std::chrono::steady_clock::now();
  CENTINELA_TRY(stage.platform.start_streaming(stage.config, stop.get_token()));
  std::jthread timer;
  if (options.duration) {
    timer = stop_after(*options.duration, stop);
  }
  auto ended = loop->run();
  stop.request_stop();
  stage.platform.join();
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - started;
  out << summary.text(loop->engine().shard().counters(), elapsed.count());
  return ended;
}

}  // namespace

Result<void> demo(const DemoOptions& options, std::ostream& out, std::ostream& err) {
  if (options.duration && options.duration->count() <= 0) {
    return Error{Errc::usage,
                 "--duration: expected more than 0s; without it the demo runs until it is stopped"};
  }
  telemetry::start_logging(telemetry::LogFormat::text, telemetry::LogLevel::error);
  block_signals();
  const ScratchFolder folder;
  config::Config config = demo_config(folder, "");
  CENTINELA_TRY(const kafka::MockBroker broker, start_broker(config));
  config.kafka.bootstrap_servers = broker.bootstrap_servers();
  CENTINELA_TRY(const privacy::TokenKey key, make_key_file(config::token_key_file(config)));
  CENTINELA_TRY(EngineBundle bundle, make_engine(config, key));
  CENTINELA_TRY(DemoPlatform platform, DemoPlatform::make(options.seed));
  err << fmt::format("warming up on {} of a simulated platform with {} principals …\n",
                     platform.history_words(),
                     platform.principals());
  platform.warm_up(*bundle.engine, options.shows_progress ? &err : nullptr);
  CENTINELA_TRY(const auto services, start_services(config));
  out << fmt::format(
      "Centinela {} watches a simulated platform at {} times its pace.\n"
      "metrics: {}/metrics   status: {}/status   broker: {}\n"
      "{} attacks are planted in what follows. Ctrl-C ends with a summary.\n\n",
      CENTINELA_VERSION,
      DemoPlatform::pace,
      services->url(),
      services->url(),
      broker.bootstrap_servers(),
      platform.planted());
  out.flush();
  auto performed = perform(options, {config, *services, platform, std::move(bundle)}, out);
  services->stop(std::chrono::milliseconds{0});
  return performed;
}

}  // namespace centinela::app
