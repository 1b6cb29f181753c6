// A tenant's day as records in the shape of an alert. Floor 7, private to alerting, pure.
#pragma once

#include "centinela/alerting/budget.h"
#include "centinela/alerting/day_book.h"
#include "centinela/alerting/render.h"
#include "centinela/alerting/suppression.h"

namespace centinela::alerting {

[[nodiscard]] Alert render_digest(const DayFacts& facts,
                                  const DayBook& day,
                                  const Suppressions& suppressions,
                                  const RenderContext& context);
[[nodiscard]] Alert render_heartbeat(const DayFacts& facts,
                                     const DayBook& day,
                                     const RenderContext& context);

// A ticket to whoever owns a detector that went quiet because it was too loud.
struct OwnerNotice {
  TenantToken tenant;
  detectors::DetectorId detector = detectors::DetectorId::forest;
  std::int64_t count = 0;
  std::int64_t allowed = 0;
  std::string sentence;
};
[[nodiscard]] Alert render_notice(const OwnerNotice& notice, const RenderContext& context);

}  // namespace centinela::alerting
