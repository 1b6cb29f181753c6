// D17 hot_record: do many people look at one data subject without a reason?
//
// View: data subject, 24 hours. Family: cohort. Statistic: distinct people whose first access
// nothing explained, beyond the first of them: negative binomial (b) with r = 1.5 and the tenant's
// own mean of further ones; for somebody whom many had reason to open, as many more as usually
// lack one. An access counts when its grace time (30 min) has passed.
// Gate: 4 people. Famous is not guilty: a VIP label changes nothing.
// Cold start: one further person for ten is believed at first. Abstains for machines, which have
// jobs, and where nothing of the tenant was ever explained. An explanation that comes later takes
// its visitor off again.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/negative_binomial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double scatter = 1.5;  // r of the negative binomial
constexpr std::int64_t gate_people = 4;
constexpr double firing_p = 1e-4;

}  // namespace

void hot_record(const JustificationInput& input, EvidenceList& out) noexcept {
  const state::HotSight& hot = input.resolved.hot;
  const bool is_taken_off = input.resolved.explained.strength >= state::strength_settled;
  if (input.is_retraction ? !is_taken_off : hot.principals < 2) {
    return;
  }
  const state::PendingAccess& access = input.resolved.access;
  const stats::NegativeBinomial further{std::max(hot.mean, stats::smallest_mean), 1 / scatter};
  Evidence evidence;
  evidence.detector = DetectorId::hot_record;
  evidence.family = Family::cohort;
  evidence.entity = {
      EntityType::data_subject, access.principal.tenant, access.data_subject.value()};
  evidence.opportunity = hash_combine(
      hash_combine(static_cast<std::uint64_t>(DetectorId::hot_record), evidence.entity.hash()),
      static_cast<std::uint64_t>(utc_day(hot.first)));
  evidence.unit = Unit::principals;
  evidence.observed = static_cast<double>(hot.principals);
  evidence.p_value = further.p_above_mid(std::max<std::int64_t>(hot.principals - 1, 0));
  evidence.p_at_least = further.p_at_least(hot.principals - 1);
  evidence.expected_low = 0;
  evidence.expected_high = 1 + static_cast<double>(further.expected().high);
  evidence.would_not_fire_below = std::max(
      static_cast<double>(gate_people), static_cast<double>(1 + further.first_at_most(firing_p)));
  evidence.passes_gate = hot.principals >= gate_people;
  evidence.unexplained = evidence.observed;
  evidence.position = access.position;
  evidence.time = access.time;
  evidence.local_day = access.day;
  evidence.facts = {static_cast<double>(hot.teams),
                    hot.explained,
                    static_cast<double>((access.time - hot.first).count()) / 60'000,
                    0};
  evidence.replaces = input.is_retraction;
  evidence.is_spent = input.is_retraction && (!evidence.passes_gate || !evidence.is_surprising());
  out.push_back(evidence);
}

std::string hot_record_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.replaces && evidence.observed < 1) {
    return fmt::format("Whoever opened {} has an explanation by now; some of them came late.",
                       words.entity);
  }
  std::string sentence = fmt::format(
      "{} was opened by {} from {} without ticket, conversation or assignment within {}; "
      "{} a day is expected. That many or more is {}.",
      words.entity,
      count_of(evidence.observed, "person", "people"),
      count_of(evidence.facts[0], "team", "teams"),
      minutes_long(evidence.facts[2]),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
  if (evidence.facts[1] >= 1) {
    sentence += fmt::format(" {} had a reason.",
                            count_of(std::floor(evidence.facts[1]), "other", "others"));
  }
  return sentence;
}

}  // namespace centinela::detectors
