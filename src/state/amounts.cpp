#include "centinela/state/amounts.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr double own_days_min = 8;  // before that the group speaks
constexpr double group_days_min = 20;

// Own days with an export, with the group's rate behind them as ten days.
double hurdle_p(const ClassState& state, const PeerSnapshot& peers) noexcept {
  constexpr double strength = 10;
  return (state.export_days + strength * peers.export_rate) / (state.days + strength);
}

double z_of(double records, const AmountScale& scale) noexcept {
  return stats::heavy_tail_z(records, scale.median_log, scale.mad_log);
}

}  // namespace

bool is_export(Action action) noexcept {
  return action == Action::export_ || action == Action::download || action == Action::share;
}

double amount_of(const Event& event) noexcept {
  return static_cast<double>(std::max<std::int64_t>(event.records, event.data_subject_total));
}

AmountScale scale_of(const stats::LogQuantiles& days, double days_min) noexcept {
  AmountScale scale;
  scale.days = days.total();
  if (scale.days < days_min) {
    return {};
  }
  scale.median_log = days.median_log();
  scale.mad_log = days.mad_log();
  scale.usual = days.quantile(0.5);
  scale.high = days.quantile(0.95);
  return scale;
}

AmountView judge_amounts(const ClassState& state, const PeerSnapshot& peers) noexcept {
  AmountView view;
  view.is_own = state.days >= own_days_min && state.own.days > 0;
  const AmountScale& scale = view.is_own ? state.own : peers.day_records;
  if (scale.days <= 0) {
    return view;
  }
  view.usual = scale.usual;
  view.high = scale.high;
  view.z = z_of(state.records_today, scale);
  // What a tenth of the group's days reach is no export of anything.
  const double group_z =
      peers.day_records.days > 0 ? z_of(state.records_today, peers.day_records) : view.z;
  const double own_p = stats::t4_upper(view.z);
  view.p = std::max(own_p, std::sqrt(own_p * stats::t4_upper(group_z)));
  if (state.exports_today) {
    view.p_hurdle = hurdle_p(state, peers);
    view.p = std::max(view.p * std::min(1.0, 2 * view.p_hurdle), 1e-300);
  }
  return view;
}

}  // namespace centinela::state
