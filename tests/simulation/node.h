// Node: one process of the simulation: engine, book and exactly-once machinery, driven as the
// daemon's loop drives them. Tests only.
#pragma once

#include "centinela/pipeline/engine.h"
#include "centinela/pipeline/state_changes.h"

#include "app/daemon/partition_book.h"
#include "app/exactly_once/exactly_once.h"
#include "app/exactly_once/restore.h"
#include "simulation/simulated_log.h"
#include "storage/marker.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace centinela::simulation {

// What a disk holds: the last checkpoint that was kept, all or nothing.
struct Disk {
  std::string marker;  // encoded; empty: none
  std::map<std::string, std::string> records;
  Deeds deeds;  // that the state knows: for the judgement only
};

[[nodiscard]] std::unique_ptr<pipeline::Engine> make_small_engine();

class Node {
 public:
  Node(SimulatedLog& log, Disk& disk, Faults& faults, Bug bug);

  // Fences, restores, judges again, joins.
  [[nodiscard]] Result<void> start();
  // One round of the loop: some records or a tick, what was decided, perhaps a commit, perhaps a
  // checkpoint.
  [[nodiscard]] Result<void> round(bool may_tick);
  [[nodiscard]] Result<void> finish();

 private:
  using Records = std::map<std::string, std::string>;

  [[nodiscard]] Result<std::optional<storage::Marker>> load();
  [[nodiscard]] Result<void> judge_again(const app::RestorePlan& plan);
  [[nodiscard]] Result<void> join();
  void judge(const kafka::KafkaRecord& record);
  void tell_decisions(bool always);
  void take_some();
  void tick();
  [[nodiscard]] Result<void> poll();
  [[nodiscard]] Result<void> commit();
  [[nodiscard]] Result<void> checkpoint();

  SimulatedLog& log_;
  Disk& disk_;
  Faults& faults_;
  Bug bug_;
  Deeds deeds_;
  TimeZones zones_;
  std::unique_ptr<pipeline::Engine> engine_;
  SimulatedTransactions transactions_;
  app::ExactlyOnce exactly_once_;
  app::PartitionBook book_;
  app::ExactlyOnce::Clock::time_point now_;
  std::uint64_t number_ = 0;  // of the last checkpoint
  std::vector<alerting::Decision> decisions_;
  std::vector<pipeline::Rejected> rejected_;
};

}  // namespace centinela::simulation
