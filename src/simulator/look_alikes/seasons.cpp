// Look-alikes in which many do more, less, or at other hours: B1, B2, B4 to B8, B10, B11, B22.
#include "simulator/look_alikes/look_alikes.h"

#include <algorithm>

namespace centinela::simulator::look_alikes {
namespace {

bool is_at_work(const Principal& principal) noexcept {
  return principal.alias_of == nobody && principal.role != Role::producer_daemon;
}

// From midnight UTC of a day of the frame on.
bool on_whole_days(Planner& planner, Plot& plot, int days) {
  if (!planner.at_any_time(plot, days * one_day)) {
    return false;
  }
  plot.start = window_start(utc_day(plot.start), one_day);
  plot.end = plot.start + days * one_day;
  return plot.start >= planner.from();
}

bool with_team(Planner& planner, Plot& plot, Role role, int days) {
  const TeamIndex team = planner.pick_team(role, 1);
  if (team == nobody) {
    return false;
  }
  plot.principals = planner.unused_members(team);
  return on_whole_days(planner, plot, days);
}

}  // namespace

bool plan_month_end(Planner& planner, Plot& plot) {
  // Two groups move: the jobs sixfold, the people by two fifths.
  plot.principals =
      everybody(planner, [](const Principal& p) { return p.role == Role::nightly_job; });
  return !plot.principals.empty() && on_whole_days(planner, plot, 3);
}
void sway_month_end(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 6;
}

bool plan_quarter_end(Planner& planner, Plot& plot) {
  plot.principals = everybody(planner, [](const Principal& p) {
    return p.role == Role::billing_agent || p.role == Role::marketing_analyst ||
           p.role == Role::nightly_job;
  });
  return !plot.principals.empty() && on_whole_days(planner, plot, 4);
}
void sway_quarter_end(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 1.7;
}

bool plan_new_hires(Planner& planner, Plot& plot) {
  const std::int64_t first = utc_day(planner.from());
  plot.principals = everybody(planner, [&](const Principal& p) {
    return p.kind == Kind::human && p.alias_of == nobody && p.since >= first && p.since < first + 3;
  });
  std::erase_if(plot.principals, [&](PrincipalIndex who) { return planner.is_used(who); });
  if (plot.principals.size() < 2) {
    return false;
  }
  std::for_each(plot.principals.begin(), plot.principals.end(), [&](PrincipalIndex who) {
    planner.use(who);
  });
  plot.start = window_start(first, one_day);
  plot.end = std::min(plot.start + 15 * one_day, planner.to());
  return true;
}

bool plan_shift_change(Planner& planner, Plot& plot) {
  return with_team(planner, plot, Role::agent_l1, 8);
}
void sway_shift_change(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.shift_minutes += 11 * 60;
}

// Nothing is played: the clocks of the site change by themselves within these two days.
bool plan_clock_change(Planner& planner, Plot& plot) {
  for (const TeamIndex index : planner.world().tenants[planner.tenant()].teams) {
    const Team& team = planner.world().teams[index];
    const Site& site = sites()[team.site];
    for (EventTime day = planner.from(); day + 2 * one_day < planner.to(); day = day + one_day) {
      if (utc_offset(site, day) != utc_offset(site, day + one_day)) {
        plot.principals = team.members;
        plot.start = day;
        plot.end = day + 2 * one_day;
        return true;
      }
    }
  }
  return false;
}

bool plan_sales_week(Planner& planner, Plot& plot) {
  plot.cast = everybody(planner, is_at_work);
  return on_whole_days(planner, plot, 5);
}
void sway_sales_week(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 2.5;
}

bool plan_outage(Planner& planner, Plot& plot) {
  plot.cast = everybody(planner, [](const Principal& p) {
    return p.role == Role::chatbot || p.role == Role::agent_l1 || p.role == Role::voice_pipeline;
  });
  return planner.at_any_time(plot, std::chrono::hours{3});
}
// Contacts come eightfold; what people and machines get done of it is a little over threefold.
void sway_outage(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 3.2;
}

bool plan_privacy_wave(Planner& planner, Plot& plot) {
  return with_team(planner, plot, Role::privacy_officer, 3);
}
void sway_privacy_wave(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 4;
}

bool plan_quality_sample(Planner& planner, Plot& plot) {
  return with_team(planner, plot, Role::quality_reviewer, 4);
}
void sway_quality_sample(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 3;
}

bool plan_holiday(Planner& planner, Plot& plot) {
  plot.cast = everybody(planner, is_at_work);
  return on_whole_days(planner, plot, 1);
}
void sway_holiday(const Plot& /*plot*/, EventTime /*slot*/, Mood& mood) {
  mood.rate *= 0.2;
}

}  // namespace centinela::simulator::look_alikes
