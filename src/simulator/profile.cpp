#include "simulator/profile.h"

#include <fmt/format.h>

#include <array>

namespace centinela::simulator {
namespace {

// 2026-09-21 and 2026-08-03, both Mondays: the judged days of the first hold both clock changes, a
// month's end and a holiday of most sites; the second ends after Black Friday.
constexpr EventTime autumn{1'789'948'800'000};
constexpr EventTime late_summer{1'785'715'200'000};

constexpr Profile tiny{
    .name = "tiny",
    .summary = "24 principals, 2 tenants, 10 days: for a first look and for tests",
    .tenants = 2,
    .humans = 16,
    .bots = 2,
    .assistants = 2,
    .services = 2,
    .vendors = 2,
    .start = autumn,
    .days = 10,
    .warm_up_days = 7,
    .conversations_per_bot = 60,
    .incidents_per_day = 1,
    .plots = Plots::fast,
    .look_alikes = true};

constexpr Profile small{.name = "small",
                        .summary = "60 principals, one tenant, 30 days of warm-up, 14 judged",
                        .tenants = 1,
                        .humans = 46,
                        .bots = 4,
                        .assistants = 3,
                        .services = 4,
                        .vendors = 3,
                        .start = autumn,
                        .conversations_per_bot = 120,
                        .incidents_per_day = 1.5,
                        .plots = Plots::fast,
                        .look_alikes = true};

constexpr Profile fast{.name = "fast",
                       .summary = "800 principals, 3 tenants, 30 days of warm-up, 14 judged",
                       .humans = 725,
                       .bots = 24,
                       .assistants = 15,
                       .services = 24,
                       .vendors = 12,
                       .start = autumn,
                       .conversations_per_bot = 200,
                       .incidents_per_day = 2,
                       .plots = Plots::fast,
                       .look_alikes = true};

constexpr Profile slow{.name = "slow",
                       .summary = "300 principals, 3 tenants, 120 days: the slow scenarios",
                       .humans = 260,
                       .bots = 10,
                       .assistants = 6,
                       .services = 15,
                       .vendors = 9,
                       .start = late_summer,
                       .days = 120,
                       .conversations_per_bot = 100,
                       .incidents_per_day = 0.06,
                       .plots = Plots::slow,
                       .look_alikes = true};

constexpr Profile demo{
    .name = "demo",
    .summary = "110 principals, one tenant, 22 days of history, then live attacks",
    .tenants = 1,
    .humans = 86,
    .bots = 6,
    .assistants = 4,
    .services = 8,
    .vendors = 6,
    .start = autumn,
    .days = 25,
    .warm_up_days = 22,
    .live_after = std::chrono::hours{13},
    .conversations_per_bot = 120,
    .plots = Plots::demo};

constexpr Profile large{.name = "large",
                        .summary = "100 000 principals, 3 tenants, 3 days: for scale",
                        .humans = 97'900,
                        .bots = 600,
                        .assistants = 600,
                        .services = 600,
                        .vendors = 300,
                        .start = autumn,
                        .days = 3,
                        .warm_up_days = 2,
                        .conversations_per_bot = 400,
                        .incidents_per_day = 10,
                        .plots = Plots::fast};

constexpr Profile clean(Profile profile, std::string_view name, std::string_view summary) {
  profile.name = name;
  profile.summary = summary;
  profile.plots = Plots::none;
  profile.look_alikes = false;
  profile.incidents_per_day = 0;
  return profile;
}

constexpr Profile bent(std::string_view name, std::string_view summary, const Temper& temper) {
  Profile profile = fast;
  profile.name = name;
  profile.summary = summary;
  profile.temper = temper;
  return profile;
}

constexpr std::array<Profile, 16> catalogue{
    tiny,
    small,
    fast,
    slow,
    demo,
    large,
    clean(tiny, "clean-tiny", "tiny without attacks and look-alikes"),
    clean(small, "clean-small", "small without attacks and look-alikes"),
    clean(fast, "clean-fast", "fast without attacks and look-alikes"),
    clean(slow, "clean-slow", "slow without attacks and look-alikes"),
    bent("no-tickets-team",
         "fast, with a team that keeps no tickets",
         {.team_without_tickets = true}),
    bent("missing-context", "fast, with 40 % of the context missing", {.context_missing = 0.4}),
    bent("hourly-batched",
         "fast, with a producer that delivers once an hour",
         {.hourly_producer = true}),
    bent("one-bot",
         "fast, with one bot that takes 90 % of the conversations",
         {.one_bot_share = 0.9}),
    bent("self-tickets",
         "fast, with tickets that agents mostly write themselves",
         {.own_tickets = 0.6}),
    bent("by-name-search", "fast, with customers mostly found by name", {.search_by_name = 0.85}),
};

}  // namespace

std::span<const Profile> profiles() noexcept {
  return catalogue;
}

Result<Profile> find_profile(std::string_view name) {
  std::string known;
  for (const Profile& profile : catalogue) {
    if (profile.name == name) {
      return profile;
    }
    known += known.empty() ? "" : ", ";
    known += profile.name;
  }
  return Error{Errc::usage,
               fmt::format("expected one of the profiles {}, found '{}'", known, name)};
}

}  // namespace centinela::simulator
