#include "app/daemon/shard_runner.h"

#include "app/private_directory.h"

#include <fmt/format.h>

#include <utility>

namespace centinela::app {
namespace {

// Of a partition that takes long to restore; the oldest make room.
constexpr std::size_t controls_max = 10'000;

}  // namespace

ShardRunner::ShardRunner(const ShardHost& host, std::int32_t partition)
    : host_(host),
      slice_{partition},
      metrics_(*host.metrics),
      thread_([this](const std::stop_token& stop) {
        outcome_ = live(stop);
        is_over_ = true;
      }) {}

ShardRunner::~ShardRunner() {
  release();
  static_cast<void>(end().has_value());
}

void ShardRunner::release() {
  thread_.request_stop();
}

void ShardRunner::lose() {
  {
    const std::scoped_lock lock{mutex_};
    is_lost_ = true;
    if (loop_ != nullptr) {
      loop_->abandon();
    }
  }
  thread_.request_stop();
}

Result<void> ShardRunner::end() {
  if (thread_.joinable()) {
    thread_.join();
  }
  return outcome_;
}

std::vector<AlertId> ShardRunner::firing() const {
  return loop_ == nullptr ? std::vector<AlertId>{} : loop_->firing().ids();
}

void ShardRunner::give(const std::vector<std::string>& controls) {
  const std::scoped_lock lock{mutex_};
  controls_.insert(controls_.end(), controls.begin(), controls.end());
  if (controls_.size() > controls_max) {
    controls_.erase(controls_.begin(), controls_.end() - static_cast<std::ptrdiff_t>(controls_max));
  }
}

std::vector<std::string> ShardRunner::take_controls() {
  const std::scoped_lock lock{mutex_};
  return std::exchange(controls_, {});
}

Result<void> ShardRunner::live(const std::stop_token& stop) {
  auto started = start(stop);
  if (!started && stop.stop_requested() && started.error().code == Errc::unavailable) {
    return {};  // nothing was taken: whoever has the partition next does the same again
  }
  if (!started) {
    return std::move(started).error();
  }
  {
    const std::scoped_lock lock{mutex_};
    loop_ = *std::move(started);
    if (is_lost_) {
      loop_->abandon();
    }
  }
  return loop_->run();
}

Result<std::unique_ptr<EngineLoop>> ShardRunner::start(const std::stop_token& stop) {
  status_.set_not_ready("loading its state");
  auto started = start_with(host_.in_force(), stop);
  if (started || started.error().code != Errc::config) {
    return started;
  }
  // Where the files say the same, so does the error.
  return start_with(host_.in_files(), stop);
}

Result<std::unique_ptr<EngineLoop>> ShardRunner::start_with(Result<ShardEngine> made,
                                                            const std::stop_token& stop) {
  if (!made) {
    return std::move(made).error();
  }
  config_ = std::make_unique<config::Config>(std::move(made->config));
  CENTINELA_TRY(make_private_directory(slice_directory(*config_, slice_)));
  const auto goes_on = [&] {
    status_.progress(host_.hooks.clock().milliseconds());
    return !stop.stop_requested();
  };
  CENTINELA_TRY(auto checkpoints,
                Checkpointer::start(*config_, made->bundle, metrics_, goes_on, slice_));
  EngineLoopHooks hooks = host_.hooks;
  hooks.controls = [this] { return take_controls(); };
  return EngineLoop::start({*config_,
                            std::move(made->bundle),
                            status_,
                            metrics_,
                            std::move(hooks),
                            std::move(checkpoints),
                            slice_,
                            host_.places},
                           stop);
}

}  // namespace centinela::app
