// Decides which stories a world hosts, where and when.
#include "centinela/base/check.h"

#include "simulator/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

namespace centinela::simulator {
namespace {

// Mostly the real size and above; the small ones find the detection floor.
constexpr std::array<double, 10> magnitudes{1, 1, 2, 1, 4, 1, 2, 0.5, 1, 0.25};

std::vector<const Story*> stories_of(Plots plots) {
  std::vector<const Story*> chosen;
  for (const Story& story : attack_stories()) {
    if (story.is_slow == (plots == Plots::slow)) {
      chosen.push_back(&story);
    }
  }
  return chosen;
}

template <class T>
void shuffle(std::vector<T>& values, Rng& rng) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[rng.below(i)]);
  }
}

class Scheduler {
 public:
  explicit Scheduler(const World& world) : world_(world), planner_(world, 0x5C) {}

  std::vector<Plot> run() && {
    const Profile& profile = world_.profile;
    if (profile.plots == Plots::demo) {
      plan_demo();
    } else if (profile.plots != Plots::none) {
      for (TenantIndex tenant = 0; tenant < world_.tenants.size(); ++tenant) {
        plan_attacks(tenant);
      }
    }
    if (profile.look_alikes) {
      for (TenantIndex tenant = 0; tenant < world_.tenants.size(); ++tenant) {
        plan_look_alikes(tenant);
      }
    }
    std::stable_sort(plots_.begin(), plots_.end(), [](const Plot& a, const Plot& b) {
      return a.start < b.start;
    });
    number_plots();
    return std::move(plots_);
  }

 private:
  bool try_plan(const Story& story, double magnitude) {
    Plot plot;
    plot.story = &story;
    plot.tenant = planner_.tenant();
    plot.magnitude = magnitude;
    plot.number = planner_.rng().next();
    if (!story.plan(planner_, plot)) {
      return false;
    }
    if (plot.cast.empty()) {
      plot.cast = plot.principals;
    }
    const bool is_lasting = !story.is_attack && plot.end - plot.start > 15 * one_day;
    plot.told_until = is_lasting ? plot.start + 5 * one_day : EventTime{};
    plots_.push_back(std::move(plot));
    return true;
  }

  void plan_attacks(TenantIndex tenant) {
    const Profile& profile = world_.profile;
    const double judged_days = profile.days - profile.warm_up_days;
    const auto wanted = static_cast<std::size_t>(
        std::lround(std::max(1.0, profile.incidents_per_day * judged_days)));
    std::vector<const Story*> stories = stories_of(profile.plots);
    shuffle(stories, planner_.rng());
    planner_.frame(tenant, profile.judged_from(), profile.end() - one_hour);
    std::size_t planted = 0;
    for (std::size_t i = 0; i < 4 * wanted + stories.size() && planted < wanted; ++i) {
      const double magnitude = magnitudes.at(planner_.rng().below(magnitudes.size()));
      planted += try_plan(*stories[i % stories.size()], magnitude) ? 1 : 0;
    }
  }

  // Once each in the judged days, and every other one in the history too.
  void plan_look_alikes(TenantIndex tenant) {
    const Profile& profile = world_.profile;
    std::size_t n = 0;
    for (const Story& story : look_alike_stories()) {
      planner_.frame(tenant, profile.judged_from(), profile.end() - one_hour);
      try_plan(story, 1);
      if (n++ % 2 == 0) {
        planner_.frame(tenant, profile.start + 10 * one_day, profile.judged_from());
        try_plan(story, 1);
      }
    }
  }

  // One of each kind, the first right after the live phase begins, the rest within hours.
  void plan_demo() {
    struct Act {
      std::string_view id;
      bool is_at_work;  // needs somebody on duty at that moment
    };
    constexpr std::array<Act, 10> acts{{{"A8", false},
                                        {"X1", false},
                                        {"X4", true},
                                        {"X3", true},
                                        {"A5", false},
                                        {"A19", true},
                                        {"A11", true},
                                        {"A16", false},
                                        {"A9", false},
                                        {"X2", false}}};
    EventTime from = world_.profile.live_from() + demo_lead;
    for (const Act& act : acts) {
      const Story* story = find_story(act.id);
      CENTINELA_CHECK(story != nullptr);
      planner_.require_presence(act.is_at_work ? std::optional(from) : std::nullopt);
      planner_.frame(0, from, from + (act.id == "X2" ? one_hour + one_minute : 2 * one_day));
      if (try_plan(*story, 1)) {
        move_to(plots_.back(), from);
        from = from + std::chrono::minutes{25};
      }
    }
  }

  static void move_to(Plot& plot, EventTime start) noexcept {
    const Duration length = plot.end - plot.start;
    plot.start = start;
    plot.end = start + length;
  }

  void number_plots() {
    std::array<std::size_t, 2> numbers{};
    PlotIndex index = 0;
    for (Plot& plot : plots_) {
      plot.index = index++;
      const bool is_attack = plot.story->is_attack;
      plot.id = fmt::format("{}-{:04}", is_attack ? "i" : "b", ++numbers.at(is_attack ? 0 : 1));
    }
  }

  // Quiet before the first attack, in event time.
  static constexpr Duration demo_lead = std::chrono::minutes{20};

  const World& world_;
  Planner planner_;
  std::vector<Plot> plots_;
};

}  // namespace

std::vector<Plot> schedule(const World& world) {
  return Scheduler(world).run();
}

}  // namespace centinela::simulator
