// D24 cohort_surge: does a team, site or hiring class move while its siblings do not?
//
// View: cohort. Family: cohort. Statistic: mean of the members' daily z (unexplained accesses of
// D4; data subjects of D1) less the mean of the sibling cohorts of the same role, over the
// cohort's own robust scale of that difference, in a CUSUM with slack ½ whose reference lags by a
// week and stands still while it drifts, for three weeks at most (g). p = e^(-S): the stationary
// tail of a CUSUM with slack k is about e^(-2kS) (Siegmund 1985). No common mode is taken out:
// siblings do that, and a ring that is a large part of its team would hide in it. Of the m cohorts
// of a role that are judged on one day only the strongest speaks, so its p is that of the smallest
// of m, 1 - (1 - p)^m (Sidak 1967).
// Gate: a difference of half a deviation, and 15 % more than the siblings would have done. A ticket
// at most for volume, and for reasons above p = 1e-5. Cold start: the scale that sampling gives.
// Abstains below 5 members or 8 siblings with 15 active days each, and before 7 days of the cohort.
// Hire months are off in eu-strict.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/combine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double gate_difference = 0.5;
constexpr double gate_ratio = 1.15;
constexpr double firing_sum = 9.2;  // e^-9.2 is 1 in 10 000
constexpr double page_p = 1e-5;

std::string_view trait_words(state::CohortTrait trait) noexcept {
  constexpr std::array<std::string_view, 3> words = {"of team", "at site", "hired in month"};
  return words[static_cast<std::size_t>(trait)];
}

}  // namespace

void cohort_surge(const state::CohortSurge& surge, EventTime log_time, EvidenceList& out) noexcept {
  Evidence evidence;
  evidence.detector = DetectorId::cohort_surge;
  evidence.family = Family::cohort;
  evidence.entity = surge.cohort;
  evidence.leg = static_cast<Leg>(surge.leg);
  // One drift is one surprise, however many days it goes on.
  evidence.opportunity = hash_combine(
      hash_combine(static_cast<std::uint64_t>(DetectorId::cohort_surge), surge.cohort.hash()),
      hash_combine(static_cast<std::uint64_t>(surge.began), evidence.leg));
  evidence.unit =
      surge.leg == state::CohortLeg::reasons ? Unit::accesses : Unit::data_subjects_per_day;
  const auto compared = static_cast<double>(std::max<std::int64_t>(1, surge.compared));
  evidence.p_value = std::clamp(stats::sidak(std::exp(-surge.sum), compared), 1e-12, 1.0);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = surge.observed;
  evidence.expected_low = 0;
  evidence.expected_high = surge.expected;
  evidence.passes_gate =
      surge.difference >= gate_difference && surge.observed >= gate_ratio * surge.expected;
  // More work at one site has a hundred innocent reasons, and a drift of days can wait for the
  // morning: it is looked into, nobody is woken unless chance is out of the question.
  const bool wakes = surge.leg == state::CohortLeg::reasons && evidence.p_value < page_p;
  evidence.route_max = wakes ? Route::page : Route::ticket;
  evidence.would_not_fire_below = surge.sum > 0
                                      ? surge.expected + (surge.observed - surge.expected) *
                                                             std::min(1.0, firing_sum / surge.sum)
                                      : 0;
  evidence.unexplained = surge.leg == state::CohortLeg::reasons ? std::floor(surge.observed) : 0;
  evidence.word = surge.trait == state::CohortTrait::hire_month ? 0 : surge.value;
  evidence.facts = {static_cast<double>(surge.members),
                    static_cast<double>(surge.days_up),
                    static_cast<double>(surge.siblings),
                    static_cast<double>(surge.trait)};
  evidence.position = surge.loudest.empty() ? Position{} : surge.loudest[0].position;
  evidence.time = log_time;
  evidence.local_day = surge.day;
  out.push_back(evidence);
}

std::string cohort_surge_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto trait = static_cast<state::CohortTrait>(static_cast<std::uint8_t>(evidence.facts[3]));
  const double more = 100 * (evidence.observed / std::max(evidence.expected_high, 1e-9) - 1);
  return fmt::format(
      "{} {} {} together opened {} customers{} {} ({} expected{}), and have drifted up for {}; "
      "{} of the same role elsewhere did not move. So strong a drift is {}.",
      count_of(evidence.facts[0], "person", "people"),
      trait_words(trait),
      words.word.empty() ? "in common" : words.word,
      number(std::floor(evidence.observed)),
      evidence.leg == 0 ? " without a reason on record" : "",
      words.window,
      number(std::floor(evidence.expected_high)),
      more >= 1 ? fmt::format(", {:.0f} % more", more) : std::string{},
      count_of(std::max(1.0, evidence.facts[1]), "day", "days"),
      count_of(evidence.facts[2], "person", "people"),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
