// D15 service_account_human: is a service account used by hand?
//
// View: principal. Family: cadence. Statistic: Fisher's sum of two p-values: the pair of
// application and device, (n + ½)/(N + 1) of the account's days, and the look-ups made with it in
// office hours, beta-binomial against the account's own share of office hours (f).
// Gate: at least 5 look-ups. Cold start: abstains for five closed days of the account.
// Abstains for other kinds, for exports and jobs, and where a change or an incident explains it.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/combine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace centinela::detectors {

void service_account_human(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (!scene.aside.is_by_hand) {
    return;
  }
  const state::ServiceTrack& track = *scene.principal.service;
  constexpr double days_min = 5;
  if (track.days < days_min) {
    return;
  }
  // Accesses of one run hang together: the past proves no more than 40 of them would.
  constexpr double strength_max = 40;
  const double office_share = (track.past_office + 0.5) / (track.past_total + 1);
  const auto office = stats::BetaBinomial::of(
      static_cast<std::int64_t>(track.look_ups),
      stats::BetaPrior::from_mean(std::clamp(office_share, 0.01, 0.99), strength_max));
  const std::array<double, 2> p = {share_of_days(track.days_before, track.days),
                                   office.p_at_least(track.in_office_hours)};
  Evidence evidence = begin_daily(DetectorId::service_account_human, scene, 0);
  evidence.unit = Unit::look_ups;
  evidence.p_value = stats::fisher_p(stats::fisher_sum(p), 2);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = track.look_ups;
  constexpr double gate = 5;
  evidence.would_not_fire_below = gate;
  evidence.passes_gate = track.look_ups >= gate;
  evidence.effective_samples = track.days;
  evidence.word = scene.event.origin.app.value();
  evidence.facts = {track.days_before, track.days, 100 * office_share, track.in_office_hours};
  out.push_back(evidence);
}

std::string service_account_human_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} was used{} from a device or application seen on {} of its {} days, for {} {}, {} in "
      "office "
      "hours (usual share {:.0f} %); 0 is expected. That is {}.",
      words.entity,
      words.word.empty() ? std::string{} : fmt::format(" with {}", words.word),
      days_seen(evidence.facts[0]),
      days_seen(evidence.facts[1]),
      count_of(evidence.observed, "look-up by hand", "look-ups by hand"),
      words.window,
      number(evidence.facts[3]),
      evidence.facts[2],
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
