// D18 relationship_snoop (optional pack): does somebody keep looking at a person close to them?
//
// View: data subject; the entity is the principal. Family: justification. Statistic: accesses to
// one data subject within 30 days that the producer flags (household, coworker, self) and nothing
// strong explained, beyond the first: negative binomial with r = 1.5 and the tenant's own mean of
// repeats. A flag alone says nothing: 16–43 % of flagged accesses in hospitals had an innocent
// reason. Gate: 3 accesses; a ticket at most. Cold start: one repeat for ten is believed at first.
// Abstains where no producer sends the flags. Off unless detection.optional names it.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/negative_binomial.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr double scatter = 1.5;
constexpr std::int64_t gate_accesses = 3;

std::string_view words_of(Label relation) noexcept {
  switch (relation) {
    case Label::self:
      return "the same person";
    case Label::household:
      return "a person of the same household";
    default:
      return "a coworker";
  }
}

}  // namespace

void relationship_snoop(const JustificationInput& input, EvidenceList& out) noexcept {
  const state::HotSight& sight = input.resolved.hot;
  if (sight.related < 2) {
    return;
  }
  const state::PendingAccess& access = input.resolved.access;
  const stats::NegativeBinomial repeats{std::max(sight.related_mean, stats::smallest_mean),
                                        1 / scatter};
  Evidence evidence;
  evidence.detector = DetectorId::relationship_snoop;
  evidence.family = Family::justification;
  evidence.entity = access.principal;
  evidence.opportunity =
      hash_combine(hash_combine(static_cast<std::uint64_t>(DetectorId::relationship_snoop),
                                access.principal.hash()),
                   access.data_subject.value());
  evidence.unit = Unit::accesses;
  evidence.observed = static_cast<double>(sight.related);
  evidence.p_value = repeats.p_above_mid(sight.related - 1);
  evidence.p_at_least = repeats.p_at_least(sight.related - 1);
  evidence.expected_low = 0;
  evidence.expected_high = 1 + static_cast<double>(repeats.expected().high);
  evidence.would_not_fire_below = static_cast<double>(gate_accesses);
  evidence.passes_gate = sight.related >= gate_accesses;
  evidence.route_max = Route::ticket;
  evidence.unexplained = evidence.observed;
  evidence.position = access.position;
  evidence.time = access.time;
  evidence.local_day = access.day;
  evidence.word = access.data_subject.value();
  evidence.facts = {static_cast<double>(access.relation), 0, 0, 0};
  out.push_back(evidence);
}

std::string relationship_snoop_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} opened {}, {}, on {} within 30 days without ticket, conversation or assignment; {} is "
      "expected. That many or more is {}.",
      words.entity,
      words.word,
      words_of(static_cast<Label>(static_cast<std::uint8_t>(evidence.facts[0]))),
      count_of(evidence.observed, "day", "days"),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
