// Profile: the size, length and temper of one simulated world. Floor 9, pure values.
//
// Profiles are found by name in one constexpr catalogue; a profile and a seed determine every byte
// of a workload.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace centinela::simulator {

enum class Plots : std::uint8_t { none, fast, slow, demo };

// How a world deviates from the plain one; each is a perturbation that nobody tunes on.
struct Temper {
  double context_missing = 0;    // share of accesses and context records without their context
  double search_by_name = 0.35;  // share of cases that are identified by search, not by number
  double own_tickets = 0;        // share of tickets that the agent writes himself
  double one_bot_share = 0;      // share of all conversations that the first bot takes
  bool team_without_tickets = false;
  bool hourly_producer = false;  // one producer delivers in batches, once an hour
};

struct Profile {
  std::string_view name;
  std::string_view summary;
  std::uint32_t tenants = 3;
  std::uint32_t humans = 0;  // over all tenants, as are the next ones
  std::uint32_t bots = 0;
  std::uint32_t assistants = 0;
  std::uint32_t services = 0;  // voice, synchronisation and nightly jobs, partner keys
  std::uint32_t vendors = 0;
  EventTime start;
  int days = 44;
  int warm_up_days = 30;
  // How far into the judged days a live stream begins; the demo opens on a working morning.
  Duration live_after{};
  double conversations_per_bot = 220;  // a day
  double incidents_per_day = 0;        // per tenant, over the judged days
  Plots plots = Plots::none;
  bool look_alikes = false;
  Temper temper{};

  [[nodiscard]] EventTime judged_from() const noexcept { return start + warm_up_days * one_day; }
  [[nodiscard]] EventTime live_from() const noexcept { return judged_from() + live_after; }
  [[nodiscard]] EventTime end() const noexcept { return start + days * one_day; }
};

[[nodiscard]] std::span<const Profile> profiles() noexcept;

// Error: usage, naming the profiles that there are.
[[nodiscard]] Result<Profile> find_profile(std::string_view name);

}  // namespace centinela::simulator
