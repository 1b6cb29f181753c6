#include "centinela/state/observe.h"
#include "centinela/stats/decay.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double quick_half_life_days = 3;
constexpr double lasting_half_life_days = 30;
// No family alone makes a risk: one loud signal has its own alert.
constexpr double family_cap = 4;

void fade(RiskTrack& risk, EventTime now) noexcept {
  const double elapsed = stats::days(now - risk.time);
  const auto quick = static_cast<float>(stats::forget_factor(elapsed, quick_half_life_days));
  const double lasting = stats::forget_factor(elapsed, lasting_half_life_days);
  for (std::size_t i = 0; i < RiskTrack::families; ++i) {
    risk.quick[i] *= quick;
    risk.lasting[i] *= static_cast<float>(lasting);
  }
  risk.signals *= lasting;
  risk.time = std::max(risk.time, now);
}

}  // namespace

void add_risk(PrincipalState& principal,
              std::size_t family,
              std::uint64_t opportunity,
              double strength,
              EventTime time) {
  if (strength <= 0 || family >= RiskTrack::families) {
    return;
  }
  if (!principal.risk) {
    principal.risk = std::make_unique<RiskTrack>();
    principal.risk->time = time;
  }
  RiskTrack& risk = *principal.risk;
  if (risk.counted.contains(opportunity)) {
    return;
  }
  if (risk.counted.full()) {
    risk.counted.erase_at(0);
  }
  risk.counted.push_back(opportunity);
  fade(risk, time);
  risk.quick[family] += static_cast<float>(strength);
  risk.lasting[family] += static_cast<float>(strength);
  risk.signals += 1;
}

double risk_of(const RiskTrack& risk, EventTime now) noexcept {
  RiskTrack faded = risk;
  fade(faded, now);
  double sum = 0;
  for (std::size_t i = 0; i < RiskTrack::families; ++i) {
    sum += std::min(family_cap, static_cast<double>(faded.quick[i])) +
           std::min(family_cap, static_cast<double>(faded.lasting[i]));
  }
  return sum;
}

}  // namespace centinela::state
