// D27 cross_tenant: does this principal work in tenants that are not its own?
//
// View: principal, across tenants. Family: invariant where assignments are known (context records
// of kind assignment without queue and customer, or tenants in the vendor's manifest), else
// integrity. Statistic: any tenant outside the assignment is a ticket, a third one a page; without
// assignments a tenant never visited before is judged by the share of the principal's tenant days
// that opened a new one, and the tenants of the day by a Poisson tail around its own mean.
// Gate: two tenants outside, or three a day. Cold start: the first tenant of a principal is its
// own. An incident or change on the access, or on record for it, explains it. Abstains for
// principals of one tenant.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/negative_binomial.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr Leg outside_leg = 0;
constexpr Leg many_leg = 1;

void judge_outside(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::VisitState& visit = *scene.aside.visit;
  const auto assigned = std::count_if(visit.tenants.begin(),
                                      visit.tenants.end(),
                                      [](const auto& known) { return known.is_assigned; });
  Evidence evidence = begin_daily(DetectorId::cross_tenant, scene, outside_leg);
  evidence.unit = Unit::tenants_per_day;
  evidence.family = Family::invariant;
  evidence.is_invariant = true;
  evidence.passes_gate = true;
  evidence.invariant_route = visit.today >= 3 ? Route::page : Route::ticket;
  evidence.observed = visit.today;
  evidence.expected_high = static_cast<double>(assigned);
  evidence.would_not_fire_below = 1;
  // A broken promise, ranked by its size.
  evidence.p_value = 1e-4 / static_cast<double>(std::max(visit.today, 1));
  evidence.p_at_least = evidence.p_value;
  out.push_back(evidence);
}

// Own mean of tenants a day, a fifth of a tenant worth of doubt; Poisson with that uncertainty.
void judge_many(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::VisitState& visit = *scene.aside.visit;
  constexpr double days_min = 5;
  if (visit.days < days_min || visit.tenants.size() < 2) {
    return;
  }
  stats::CountModel model = stats::CountModel::from({1.2, 0.3, 20});
  model.shape += visit.tenant_days;
  model.rate += visit.days;
  const stats::NegativeBinomial expected = model.predictive(1, {1.2, 0.3, 20});
  Evidence evidence = begin_daily(DetectorId::cross_tenant, scene, many_leg);
  evidence.unit = Unit::tenants_per_day;
  evidence.observed = visit.today;
  const double p_new = visit.is_new_today ? share_of_days(visit.new_days, visit.days) : 1;
  evidence.p_value = std::min(expected.p_above_mid(visit.today), 1.0) * p_new;
  evidence.p_at_least = std::min(expected.p_at_least(visit.today), 1.0) * p_new;
  evidence.expected_low = std::min(1.0, expected.expected().high);
  evidence.expected_high = expected.expected().high;
  evidence.passes_gate = visit.today >= 3;
  evidence.effective_samples = visit.days;
  evidence.facts[0] = visit.is_new_today ? 1 : 0;
  out.push_back(evidence);
}

}  // namespace

void cross_tenant(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const ContextFacts& context = scene.event.context;
  const bool is_called =
      !is_absent(context.incident) || !is_absent(context.change) || scene.aside.has_job;
  if (scene.aside.visit == nullptr || is_called) {
    return;
  }
  if (scene.aside.is_outside_assignment) {
    judge_outside(input, out);
  } else {
    judge_many(input, out);
  }
}

std::string cross_tenant_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == outside_leg) {
    return fmt::format(
        "{} worked in a tenant outside its assignment, {} {} in all; it is assigned to {}, and no "
        "incident or change record covers it.",
        words.entity,
        count_of(evidence.observed, "tenant", "tenants"),
        words.window,
        number(evidence.expected_high));
  }
  if (evidence.facts[0] > 0 && evidence.observed <= evidence.expected_high) {
    return fmt::format("{} worked in a tenant where it had never been, {} {} in all. That is {}.",
                       words.entity,
                       count_of(evidence.observed, "tenant", "tenants"),
                       words.window,
                       odds(evidence.p_at_least));
  }
  return fmt::format("{} worked in {} {}{}; {} a day is expected. That is {}.",
                     words.entity,
                     count_of(evidence.observed, "tenant", "tenants"),
                     words.window,
                     evidence.facts[0] > 0 ? ", one of them for the first time" : "",
                     range(evidence.expected_low, evidence.expected_high),
                     odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
