// Platform: a simulated customer-service platform as a stream of records in the order of receipt.
// Floor 9, one thread. Memory is bounded by what half an hour of the platform holds.
//
// Deterministic by profile and seed. A record's text lives until the next call of `next`.
#pragma once

#include "simulator/plot.h"
#include "simulator/profile.h"
#include "simulator/record_writer.h"
#include "simulator/sequencer.h"
#include "simulator/workbench.h"
#include "simulator/world.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::simulator {

struct Record {
  EventTime time;
  EventTime received;
  bool is_access = false;
  std::string_view json;  // one line, without its end
  std::string_view key;   // under which a producer would send it
  std::string_view event_id;
  std::string_view incident;  // id of the attack it belongs to, or empty
};

class Platform {
 public:
  Platform(const Profile& profile, std::uint64_t seed);
  Platform(const Platform&) = delete;
  Platform& operator=(const Platform&) = delete;
  Platform(Platform&&) = delete;
  Platform& operator=(Platform&&) = delete;
  ~Platform() = default;

  // False after the last record of the profile's days.
  [[nodiscard]] bool next(Record& record);

  [[nodiscard]] const World& world() const noexcept { return world_; }
  // All plots; what they touched is known once the stream has passed their end.
  [[nodiscard]] const std::vector<Plot>& plots() const noexcept { return plots_; }
  // Where history ends and the judged part begins, and where a demonstration goes live.
  [[nodiscard]] EventTime judged_from() const noexcept { return world_.profile.judged_from(); }
  [[nodiscard]] EventTime live_from() const noexcept { return world_.profile.live_from(); }

 private:
  bool advance();
  void plan_slot();
  void gather_plots();
  void play_plots();
  void surround_planted();
  void work();
  void alter();
  void tell_of_leavers();
  void finish(Workbench::Handle handle);

  World world_;
  std::vector<Plot> plots_;
  Workbench bench_;
  Sequencer sequencer_;
  RecordWriter writer_;
  EventTime slot_;
  std::vector<Mood> moods_;                      // [principals]
  std::vector<std::vector<PlotIndex>> altered_;  // [principals] plots that alter what they do now
  std::vector<PlotIndex> active_;
  std::vector<PrincipalIndex> touched_;
  Workbench::Handle shown_ = 0;
  bool has_shown_ = false;
  std::string key_;
  std::string event_id_;
};

}  // namespace centinela::simulator
