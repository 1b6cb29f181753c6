// Plot: something planted in a world, an attack (an incident) or its innocent look-alike. Floor 9.
//
// A story is how such a plot is planned and played; all stories stand in one constexpr catalogue
// (`stories()`), one small function set each. Hooks work on plain values and draw from the bench.
#pragma once

#include "simulator/rhythm.h"
#include "simulator/workbench.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::simulator {

struct Story;

struct Plot {
  PlotIndex index = no_plot;
  const Story* story = nullptr;
  std::string id;
  TenantIndex tenant = 0;
  std::vector<PrincipalIndex> principals;  // who the plot is about, as published
  std::vector<PrincipalIndex> cast;        // whose ordinary doings the hooks touch
  std::vector<Customer> data_subjects;
  std::vector<std::uint64_t> conversations;
  EventTime start;
  EventTime end;
  // When the published description lets it end; later than that a lasting change is nothing new.
  EventTime told_until;
  double magnitude = 1;
  std::uint64_t number = 0;  // a story's own draw: what it chose once
  std::uint64_t step = 0;    // how far it has come
  std::uint64_t events = 0;  // labelled, as delivered
};

class Planner;

struct Story {
  std::string_view id;  // A8, B3, X1
  std::string_view title;
  std::string_view cause;                       // the detector that names the cause
  std::span<const std::string_view> detectors;  // those whose first reason is right as well
  bool is_attack;
  bool is_slow;
  // Chooses who and when; false when this world cannot host the story.
  bool (*plan)(Planner&, Plot&);
  // Adds happenings to the bench's slot.
  void (*act)(Workbench&, Plot&) = nullptr;
  // Changes what a member of the cast ordinarily does.
  void (*alter)(const World&, Plot&, Happening&) = nullptr;
  // It surrounds the person (network, team, road to the log), so whatever is planted has it as
  // well.
  bool surrounds = false;
  // Changes how much a member of the cast does, and when.
  void (*sway)(const Plot&, EventTime slot, Mood&) = nullptr;
};

[[nodiscard]] std::span<const Story> attack_stories() noexcept;
[[nodiscard]] std::span<const Story> look_alike_stories() noexcept;
[[nodiscard]] const Story* find_story(std::string_view id) noexcept;

// Chooses actors and times for plots; no principal is in two of them.
class Planner {
 public:
  Planner(const World& world, std::uint64_t salt);

  // The plot may begin in [from, to).
  void frame(TenantIndex tenant, EventTime from, EventTime to) noexcept;

  [[nodiscard]] const World& world() const noexcept { return *world_; }
  [[nodiscard]] TenantIndex tenant() const noexcept { return tenant_; }
  [[nodiscard]] EventTime from() const noexcept { return from_; }
  [[nodiscard]] EventTime to() const noexcept { return to_; }
  [[nodiscard]] Rng& rng() noexcept { return rng_; }

  // An unused, long-established principal of the role, or nobody.
  [[nodiscard]] PrincipalIndex pick(Role role);
  // The same for one for whom the test holds.
  template <class Test>
  [[nodiscard]] PrincipalIndex pick_if(Test&& test) {
    const auto& all = world_->tenants[tenant_].principals;
    const std::size_t first = rng_.below(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const PrincipalIndex who = all[(first + i) % all.size()];
      if (!used_[who] && is_present(who) && test(world_->principals[who])) {
        used_[who] = true;
        return who;
      }
    }
    return nobody;
  }
  // A team of that role with at least so many unused members, or nobody.
  [[nodiscard]] TeamIndex pick_team(Role role, std::size_t members);
  [[nodiscard]] std::vector<PrincipalIndex> unused_members(TeamIndex team) const;
  // From here on people are only picked when they are on duty at that moment.
  void require_presence(std::optional<EventTime> moment) noexcept { presence_ = moment; }
  void use(PrincipalIndex who) { used_[who] = true; }
  [[nodiscard]] bool is_used(PrincipalIndex who) const { return used_[who]; }

  // Sets start and end: anywhere in the frame, or during a shift of `who`.
  bool at_any_time(Plot& plot, Duration length);
  bool on_shift(Plot& plot, PrincipalIndex who, Duration length);
  [[nodiscard]] double between(double low, double high) noexcept {
    return low + (high - low) * rng_.uniform();
  }
  [[nodiscard]] Duration hours(double low, double high) noexcept;

 private:
  [[nodiscard]] bool is_present(PrincipalIndex who) const noexcept;

  const World* world_;
  Rng rng_;
  TenantIndex tenant_ = 0;
  EventTime from_;
  EventTime to_;
  std::optional<EventTime> presence_;
  std::vector<bool> used_;
};

// The plots of a world, in the order of their start.
[[nodiscard]] std::vector<Plot> schedule(const World& world);

// A moment of the bench's slot within the plot, and how many of something at `per_hour` fall there.
[[nodiscard]] EventTime moment_of(Workbench& bench, const Plot& plot);
[[nodiscard]] std::int64_t count_at(Workbench& bench, const Plot& plot, double per_hour);
[[nodiscard]] bool holds(const Workbench& bench, EventTime time) noexcept;
// Notes what a plot touches, for its published description.
void note_subject(Plot& plot, Customer customer);
void note_conversation(Plot& plot, std::uint64_t conversation);
// A network far away from the principal's own, in a country of its own.
[[nodiscard]] Network foreign_network(const World& world,
                                      PrincipalIndex who,
                                      std::uint64_t draw) noexcept;

}  // namespace centinela::simulator
