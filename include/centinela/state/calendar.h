// Planned events that explain more work than usual (campaigns, migrations, audits), and holidays,
// which explain less. Floor 3.
//
// From the configuration (reference.calendar), constant for the life of a shard, read only.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/token.h"

#include <optional>
#include <vector>

namespace centinela::state {

struct Scene;

struct PlannedEvent {
  std::optional<TenantToken> tenant;  // none: every one
  std::optional<WordToken> team;      // none: every one
  EventTime start;                    // half open, event time
  EventTime end;
  double factor = 1;  // how many times the usual volume is expected
};

// A day on which little work is expected (reference.calendar.holidays).
struct Holiday {
  std::optional<TenantToken> tenant;  // none: every one
  EventTime start;                    // of the civil day, as if in UTC
};

// Whether it is that day somewhere within twelve hours of UTC: a producer has no site.
[[nodiscard]] bool is_holiday(const std::vector<Holiday>& holidays,
                              TenantToken tenant,
                              EventTime time) noexcept;

// The factor of all events that hold now, multiplied; 1 where none does.
[[nodiscard]] double planned_factor(const std::vector<PlannedEvent>& planned,
                                    const Scene& scene) noexcept;

// Raises (or lowers) what is expected of the open windows. What the peers' common mode has already
// moved counts once: the larger of the two holds, not their product.
void expect_planned(const std::vector<PlannedEvent>& planned, Scene& scene) noexcept;

}  // namespace centinela::state
