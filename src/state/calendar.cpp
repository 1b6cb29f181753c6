#include "centinela/state/calendar.h"

#include "centinela/state/scene.h"

#include <algorithm>

namespace centinela::state {
namespace {

// `exposure` holds season × common mode; only what the plan adds to common mode is put on top.
double with_plan(double exposure, double season, double factor) noexcept {
  if (season <= 0 || exposure <= 0) {
    return exposure;
  }
  const double common = exposure / season;
  return factor >= 1 ? season * std::max(common, factor) : season * std::min(common, factor);
}

}  // namespace

bool is_holiday(const std::vector<Holiday>& holidays, TenantToken tenant, EventTime time) noexcept {
  constexpr Duration reach = one_day / 2;
  return std::any_of(holidays.begin(), holidays.end(), [&](const Holiday& holiday) {
    return holiday.tenant.value_or(tenant) == tenant && time >= holiday.start - reach &&
           time < holiday.start + one_day + reach;
  });
}

double planned_factor(const std::vector<PlannedEvent>& planned, const Scene& scene) noexcept {
  double factor = 1;
  for (const PlannedEvent& event : planned) {
    const bool holds = scene.event.time >= event.start && scene.event.time < event.end &&
                       (!event.tenant || *event.tenant == scene.principal_key.tenant) &&
                       (!event.team || *event.team == scene.principal.team);
    factor *= holds ? event.factor : 1;
  }
  return factor;
}

void expect_planned(const std::vector<PlannedEvent>& planned, Scene& scene) noexcept {
  if (planned.empty() || scene.is_late) {
    return;  // a late event opens no window, so its exposure stands already
  }
  const double factor = planned_factor(planned, scene);
  if (factor == 1) {
    return;
  }
  PrincipalState& principal = scene.principal;
  const auto hour = static_cast<std::size_t>(scene.local.hour_of_week);
  const auto day = static_cast<std::size_t>(scene.local.day_of_week());
  principal.hour.exposure =
      with_plan(principal.hour.exposure, scene.group.season.hour_of_week[hour], factor);
  principal.day.exposure =
      with_plan(principal.day.exposure, scene.group.season.day_of_week[day], factor);
}

}  // namespace centinela::state
