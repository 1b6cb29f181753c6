// Workbench: where behaviour puts what happens; the happenings of one slot at a time. Floor 9.
//
// Work is planned for [slot, slot + 15 min). What explains it may come before it, down to
// `earliest()`, because slots are planned half an hour ahead. One thread; references stay valid
// until the slot is taken.
#pragma once

#include "centinela/base/rng.h"

#include "simulator/happening.h"
#include "simulator/rhythm.h"
#include "simulator/world.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace centinela::simulator {

inline constexpr Duration planning_lead = std::chrono::minutes{30};

struct RecentCase {
  Customer customer = 0;
  std::uint64_t ticket = 0;
};

class Workbench {
 public:
  using Handle = std::uint32_t;

  explicit Workbench(const World& world);

  // Begins a slot; `earliest` is the first moment that is not yet settled.
  void begin(EventTime slot);
  // Draws from here on depend on this actor (a principal or a plot) and the slot only.
  void seat(std::uint64_t actor);
  // What happens from here on belongs to this plot.
  void stage(PlotIndex plot) noexcept { plot_ = plot; }

  [[nodiscard]] Happening& access(PrincipalIndex who, EventTime time);
  [[nodiscard]] Happening& context(TenantIndex tenant, ContextKind kind, EventTime time);

  [[nodiscard]] const World& world() const noexcept { return *world_; }
  [[nodiscard]] Rng& rng() noexcept { return rng_; }
  [[nodiscard]] EventTime slot() const noexcept { return slot_; }
  [[nodiscard]] EventTime earliest() const noexcept { return slot_ - planning_lead; }
  // A uniformly drawn moment of the slot.
  [[nodiscard]] EventTime moment();
  // A moment up to `most` before `time`, not before the settled past.
  [[nodiscard]] EventTime before(EventTime time, Duration most);
  [[nodiscard]] bool happens(double probability) noexcept { return rng_.uniform() < probability; }
  // Identifier of a ticket, conversation, change or incident: 40 bits.
  [[nodiscard]] std::uint64_t identifier() noexcept { return (rng_.next() >> 24U) | 1U; }

  // The last cases of a person, for follow-ups.
  [[nodiscard]] RecentCase recall(PrincipalIndex who);
  void remember(PrincipalIndex who, RecentCase done);

  [[nodiscard]] std::vector<Handle>& fresh() noexcept { return fresh_; }
  [[nodiscard]] Happening& at(Handle handle) noexcept { return pool_[handle]; }
  [[nodiscard]] const Happening& at(Handle handle) const noexcept { return pool_[handle]; }
  [[nodiscard]] Handle copy(Handle handle);
  void recycle(Handle handle) { free_.push_back(handle); }
  [[nodiscard]] std::size_t pool_size() const noexcept { return pool_.size(); }

 private:
  static constexpr std::size_t memory_of_cases = 8;

  Handle take();

  const World* world_;
  Rng rng_{0};
  EventTime slot_;
  PlotIndex plot_ = no_plot;
  std::deque<Happening> pool_;
  std::vector<Handle> free_;
  std::vector<Handle> fresh_;
  std::vector<RecentCase> recent_;  // [principals * memory_of_cases]
};

// The networks, device and session from which a principal works at that moment.
[[nodiscard]] Origin origin_of(const World& world, PrincipalIndex who, EventTime time) noexcept;

}  // namespace centinela::simulator
