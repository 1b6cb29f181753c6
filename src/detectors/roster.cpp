#include "centinela/detectors/roster.h"

namespace centinela::detectors {
namespace {

constexpr int day_minutes = 24 * 60;
constexpr int margin_minutes = 30;

bool is_within(const Shift& shift, const LocalTime& local) noexcept {
  const int length = shift.end_minute - shift.start_minute +
                     (shift.end_minute <= shift.start_minute ? day_minutes : 0);
  // The shift may have begun the day before, or begin within the margin tomorrow.
  for (int offset = -1; offset <= 1; ++offset) {
    const int weekday = (local.day_of_week() + offset + 7) % 7;
    const int begin = offset * day_minutes + shift.start_minute - margin_minutes;
    const int end = begin + length + 2 * margin_minutes;
    const bool starts_then = ((shift.days >> static_cast<unsigned>(weekday)) & 1U) != 0;
    if (starts_then && local.minute_of_day >= begin && local.minute_of_day < end) {
      return true;
    }
  }
  return false;
}

}  // namespace

Duty Roster::duty_of(TenantToken tenant, WordToken team, EventTime time) const noexcept {
  Duty duty = Duty::unknown;
  for (const Shift& shift : shifts_) {
    if (shift.team != team || shift.tenant.value_or(tenant) != tenant) {
      continue;
    }
    if (is_within(shift, zones_->local(shift.zone, time))) {
      return Duty::on;
    }
    duty = Duty::off;
  }
  return duty;
}

}  // namespace centinela::detectors
