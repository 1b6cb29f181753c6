#include "app/demo_platform.h"

#include "app/daemon/client_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace centinela::app {
namespace {

using Clock = std::chrono::steady_clock;

bool is_live_attack(const simulator::Plot& plot, EventTime live_from) {
  return plot.story != nullptr && plot.story->is_attack && plot.start >= live_from;
}

// False when stopped before the time came.
bool wait_until(Clock::time_point time, const std::stop_token& stop) {
  while (Clock::now() < time) {
    if (stop.stop_requested()) {
      return false;
    }
    std::this_thread::sleep_for(
        std::min<Clock::duration>(time - Clock::now(), std::chrono::milliseconds{50}));
  }
  return !stop.stop_requested();
}

}  // namespace

DemoPlatform::DemoPlatform(std::unique_ptr<simulator::Platform> platform)
    : platform_(std::move(platform)), shared_(std::make_unique<Shared>()) {}

Result<DemoPlatform> DemoPlatform::make(std::uint64_t seed) {
  CENTINELA_TRY(const simulator::Profile profile, simulator::find_profile("demo"));
  return DemoPlatform{std::make_unique<simulator::Platform>(profile, seed)};
}

std::string DemoPlatform::history_words() const {
  const auto days = (platform_->live_from() - platform_->world().profile.start) / one_day;
  return fmt::format("{} days", days);
}

std::size_t DemoPlatform::principals() const {
  return platform_->world().principals.size();
}

void DemoPlatform::warm_up(pipeline::Engine& engine, std::ostream* progress) {
  std::vector<alerting::Decision> decisions;
  std::vector<pipeline::Rejected> rejected;
  Position position;
  position.partition = PartitionIndex{-1};  // history lies outside the live log
  std::int64_t count = 0;
  while ((has_next_ = platform_->next(next_)) && next_.received < platform_->live_from()) {
    codec::RecordView view;
    view.value = next_.json;
    position.offset = Offset{count++};
    engine.take(view, position, decisions, rejected);
    decisions.clear();
    rejected.clear();
    if (progress != nullptr && count % 20'000 == 0) {
      *progress << fmt::format("\r{} records", count) << std::flush;
    }
  }
  engine.flush(decisions);
  if (progress != nullptr) {
    *progress << "\r\x1b[K" << std::flush;
  }
}

Result<void> DemoPlatform::start_streaming(const config::Config& config, std::stop_token stop) {
  kafka::ProducerSettings settings;
  settings.client = client_settings(config, "demo-platform", {});
  CENTINELA_TRY(kafka::Producer made, kafka::Producer::create(std::move(settings)));
  auto producer = std::make_shared<kafka::Producer>(std::move(made));
  thread_ = std::jthread([this, producer, stop = std::move(stop)] { stream(*producer, stop); });
  return {};
}

void DemoPlatform::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

bool DemoPlatform::send(kafka::Producer& producer, const std::stop_token& stop) {
  kafka::OutgoingRecord record;
  record.topic = "data-access";
  record.partition = 0;
  record.key = next_.key;
  record.value = next_.json;
  record.timestamp_ms = next_.received.milliseconds();
  while (!producer.enqueue(record)) {
    if (stop.stop_requested()) {
      return false;
    }
    producer.serve(std::chrono::milliseconds{20});
  }
  if (!next_.incident.empty()) {
    const std::scoped_lock lock{shared_->mutex};
    shared_->incidents.emplace_back(offset_, next_.incident);
    if (std::find(shared_->played.begin(), shared_->played.end(), next_.incident) ==
        shared_->played.end()) {
      shared_->played.emplace_back(next_.incident);
    }
  }
  ++offset_;
  return true;
}

void DemoPlatform::stream(kafka::Producer& producer, const std::stop_token& stop) {
  const Clock::time_point started = Clock::now();
  const EventTime from = platform_->live_from();
  while (has_next_) {
    const auto due = std::chrono::duration_cast<Clock::duration>(next_.received - from) / pace;
    if (!wait_until(started + due, stop) || !send(producer, stop)) {
      break;
    }
    producer.serve(std::chrono::milliseconds{0});
    has_next_ = platform_->next(next_);
  }
  static_cast<void>(producer.flush(std::chrono::seconds{1}));
}

std::string DemoPlatform::incident_at(std::int64_t offset) const {
  const std::scoped_lock lock{shared_->mutex};
  const auto& incidents = shared_->incidents;
  const auto at = std::lower_bound(
      incidents.begin(), incidents.end(), offset, [](const auto& entry, std::int64_t wanted) {
        return entry.first < wanted;
      });
  return at != incidents.end() && at->first == offset ? at->second : std::string{};
}

std::vector<PlantedAttack> DemoPlatform::attacks() const {
  std::vector<PlantedAttack> attacks;
  const std::scoped_lock lock{shared_->mutex};
  for (const simulator::Plot& plot : platform_->plots()) {
    if (is_live_attack(plot, platform_->live_from())) {
      const bool was_played = std::find(shared_->played.begin(), shared_->played.end(), plot.id) !=
                              shared_->played.end();
      attacks.push_back({plot.id, std::string{plot.story->title}, was_played});
    }
  }
  return attacks;
}

}  // namespace centinela::app
