// DemoPlatform: the simulated platform of the demonstration, first as history, then live. Floor 10.
//
// Streams from a thread of its own into the embedded broker, one partition, so that an offset is
// the number of the record; everything else is used by one thread.
#pragma once

#include "centinela/pipeline/engine.h"

#include "config/config.h"
#include "kafka/producer.h"
#include "simulator/platform.h"

#include <memory>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace centinela::app {

// An attack that is planted in the live part.
struct PlantedAttack {
  std::string id;
  std::string title;
  bool was_played = false;  // at least one of its events was streamed
};

class DemoPlatform {
 public:
  // Simulated seconds per second.
  static constexpr int pace = 240;

  [[nodiscard]] static Result<DemoPlatform> make(std::uint64_t seed);

  [[nodiscard]] std::string history_words() const;
  [[nodiscard]] std::size_t principals() const;
  [[nodiscard]] std::size_t planted() const { return attacks().size(); }

  // Feeds the engine with everything before the live part; decisions are dropped.
  void warm_up(pipeline::Engine& engine, std::ostream* progress);
  [[nodiscard]] Result<void> start_streaming(const config::Config& config, std::stop_token stop);
  void join();

  // The incident that the live record with this offset belongs to, or empty.
  [[nodiscard]] std::string incident_at(std::int64_t offset) const;
  [[nodiscard]] std::vector<PlantedAttack> attacks() const;
  // Live records so far; after join().
  [[nodiscard]] std::int64_t streamed() const noexcept { return offset_; }

 private:
  // What both threads know; guarded.
  struct Shared {
    mutable std::mutex mutex;
    std::vector<std::pair<std::int64_t, std::string>> incidents;  // offset, id; ascending
    std::vector<std::string> played;
  };

  explicit DemoPlatform(std::unique_ptr<simulator::Platform> platform);
  void stream(kafka::Producer& producer, const std::stop_token& stop);
  [[nodiscard]] bool send(kafka::Producer& producer, const std::stop_token& stop);

  std::unique_ptr<simulator::Platform> platform_;
  std::unique_ptr<Shared> shared_;
  simulator::Record next_;
  bool has_next_ = false;
  std::int64_t offset_ = 0;
  std::jthread thread_;
};

}  // namespace centinela::app
