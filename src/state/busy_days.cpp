#include "centinela/state/world.h"

#include <algorithm>

namespace centinela::state {
namespace {

std::size_t weekday(std::int64_t day) noexcept {
  return static_cast<std::size_t>(((day % 7) + 7) % 7);
}

}  // namespace

void BusyDays::count(std::int64_t of_day) noexcept {
  if (of_day > day) {
    if (day != INT64_MIN) {
      float& usual_then = usual[weekday(day)];
      const bool follows = of_day == day + 1;
      const double ratio = usual_then > 0 ? today / static_cast<double>(usual_then) : 1;
      factor_before = follows ? factor : 1;
      factor = std::clamp(ratio, 1.0, 4.0);
      // A surge teaches little: a day counts at most as one and a half times the usual.
      const double taught =
          usual_then > 0 ? std::min(today, 1.5 * static_cast<double>(usual_then)) : today;
      usual_then += static_cast<float>(usual_then > 0 ? 0.25 : 1.0) *
                    (static_cast<float>(taught) - usual_then);
    }
    day = of_day;
    today = 0;
  }
  today += of_day == day ? 1 : 0;
}

double BusyDays::factor_of(std::int64_t of_day) const noexcept {
  if (of_day == day) {
    const auto usual_now = static_cast<double>(usual[weekday(day)]);
    return usual_now > 0 ? std::clamp(today / usual_now, 1.0, 4.0) : 1;
  }
  return of_day == day - 1 ? factor : of_day == day - 2 ? factor_before : 1;
}

}  // namespace centinela::state
