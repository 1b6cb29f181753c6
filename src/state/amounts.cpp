#include "centinela/state/amounts.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr double own_days_min = 8;  // before that the group speaks
constexpr double group_days_min = 20;

// P(T >= z) for Student's t with 4 degrees of freedom: (1 − s)²(2 + s)/4 with s = z/√(4 + z²),
// where 1 − s is formed without cancellation.
double t4_upper(double z) noexcept {
  const double root = std::sqrt(4 + z * z);
  const double s = z / root;
  const double complement = z > 0 ? 4 / (root * (root + z)) : 1 - s;
  return std::clamp(complement * complement * (2 + s) / 4, 1e-300, 1.0);
}

// Beta(½ + days with, 2 + days without) on "exports on such a day".
double hurdle_p(const ClassState& state, const PeerGroup& group) noexcept {
  const double group_rate = (group.export_days + 0.5) / (group.job_days + 10);
  constexpr double strength = 10;
  return (state.export_days + strength * group_rate) / (state.days + strength);
}

}  // namespace

bool is_export(Action action) noexcept {
  return action == Action::export_ || action == Action::download || action == Action::share;
}

double amount_of(const Event& event) noexcept {
  return static_cast<double>(std::max<std::int64_t>(event.records, event.data_subject_total));
}

AmountView judge_amounts(const ClassState& state, const PeerGroup& group) noexcept {
  AmountView view;
  view.is_own = state.days >= own_days_min && !state.records_per_day.empty();
  const stats::LogQuantiles& days = view.is_own ? state.records_per_day : group.day_records;
  if (!view.is_own && days.total() < group_days_min) {
    return view;
  }
  view.usual = days.quantile(0.5);
  view.high = days.quantile(0.95);
  view.z = days.z(state.records_today);
  // What a tenth of the group's days reach is no export of anything.
  const double group_z = group.day_records.total() >= group_days_min
                             ? group.day_records.z(state.records_today)
                             : view.z;
  const double own_p = t4_upper(view.z);
  const double group_p = t4_upper(group_z);
  view.p = std::max(own_p, std::sqrt(own_p * group_p));
  if (state.exports_today) {
    view.p_hurdle = hurdle_p(state, group);
    view.p = std::max(view.p * std::min(1.0, 2 * view.p_hurdle), 1e-300);
  }
  return view;
}

}  // namespace centinela::state
