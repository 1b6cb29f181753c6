// D4 unjustified_access: did nothing explain why these customers' data was opened?
//
// View: principal. Family: justification. Statistic: Σ(1 − strength of the best explanation) over
// the day's first accesses, beta-binomial against the team's rate and the principal's own closed
// days (f). An access counts only when its grace time (30 min) has passed.
// And of one customer: days within 30 on which nothing explained why it was opened, beyond the
// first: negative binomial with r = 1.5 and the tenant's own mean of such repeats, plus the share
// of this principal's accesses that lack a reason anyway. A ticket at most. Gate: at least 5
// unexplained in all, or 3 of one customer. Cold start: the team's rate works on the first day.
// Abstains where no access of the tenant was ever explained: then it lacks the data, not a reason.
// An explanation that comes later is judged again, and its word replaces what was said.
#include "centinela/detectors/detectors.h"
#include "centinela/state/justification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double gate_unexplained = 5;
constexpr double firing_p = 1e-4;
constexpr Leg in_all_leg = 0;
constexpr Leg one_customer_leg = 1;
constexpr double scatter = 1.5;
constexpr std::int64_t gate_repeats = 3;

std::string_view miss_words(double miss) {
  switch (static_cast<state::NearestMiss>(static_cast<std::uint8_t>(miss))) {
    case state::NearestMiss::closed_ticket:
      return "a ticket that was closed by then";
    case state::NearestMiss::expired:
      return "an explanation that had ended";
    case state::NearestMiss::other_principal:
      return "an assignment to somebody else";
    case state::NearestMiss::other_subjects_ticket:
      return "a ticket of another customer";
    case state::NearestMiss::own_ticket:
      return "a ticket that the principal wrote";
    case state::NearestMiss::reused_ticket:
      return "one ticket named for many customers";
    case state::NearestMiss::none:
      break;
  }
  return {};
}

// Smallest number of unexplained accesses among as many that would have fired.
double firing_count(const stats::BetaBinomial& model, double observed) noexcept {
  double low = gate_unexplained;
  for (double u = gate_unexplained; u < observed; ++u) {
    if (model.p_at_least(u) <= firing_p) {
      return u;
    }
    low = u;
  }
  return std::min(low + 1, observed);
}

Evidence begin(const JustificationInput& input, Leg leg, std::uint64_t opportunity) noexcept {
  const state::PendingAccess& access = input.resolved.access;
  Evidence evidence;
  evidence.detector = DetectorId::unjustified_access;
  evidence.family = Family::justification;
  evidence.entity = access.principal;
  evidence.leg = leg;
  evidence.opportunity =
      hash_combine(hash_combine(static_cast<std::uint64_t>(DetectorId::unjustified_access) + leg,
                                access.principal.hash()),
                   opportunity);
  evidence.unit = Unit::accesses;
  evidence.position = access.position;
  evidence.time = access.time;
  evidence.local_day = access.day;
  evidence.maturity_days = std::max(0.0, stats::days(input.log_time - input.principal.first_seen));
  return evidence;
}

// What is left of it does not reach the gate, or is nothing unusual.
bool is_spent(const JustificationInput& input, const Evidence& evidence) noexcept {
  return input.is_retraction && (!evidence.passes_gate || !evidence.is_surprising());
}

void judge_one_customer(const JustificationInput& input,
                        const stats::BetaBinomial& day,
                        EvidenceList& out) noexcept {
  const state::HotSight& sight = input.resolved.hot;
  const bool is_taken_off = input.resolved.explained.strength >= state::strength_settled;
  if (input.is_retraction ? !is_taken_off : sight.repeats < 2) {
    return;
  }
  const double own_share = day.alpha / (day.alpha + day.beta);
  const stats::NegativeBinomial further{sight.repeat_mean + own_share, 1 / scatter};
  Evidence evidence = begin(input, one_customer_leg, input.resolved.access.data_subject.value());
  evidence.observed = static_cast<double>(sight.repeats);
  evidence.unexplained = evidence.observed;
  evidence.p_value = further.p_above_mid(std::max<std::int64_t>(sight.repeats - 1, 0));
  evidence.p_at_least = further.p_at_least(sight.repeats - 1);
  evidence.expected_high = 1 + static_cast<double>(further.expected().high);
  evidence.would_not_fire_below = static_cast<double>(gate_repeats);
  evidence.passes_gate = sight.repeats >= gate_repeats;
  evidence.route_max = Route::ticket;
  evidence.word = input.resolved.access.data_subject.value();
  evidence.replaces = input.is_retraction;
  evidence.is_spent = is_spent(input, evidence);
  out.push_back(evidence);
}

}  // namespace

void unjustified_access(const JustificationInput& input, EvidenceList& out) noexcept {
  const state::PendingAccess& access = input.resolved.access;
  const state::JustificationTrack track =
      state::justification_of(input.principal.justification, access.day);
  if (track.resolved <= 0) {
    return;
  }
  const stats::BetaPrior& team = input.group.snapshot.unexplained;
  const stats::BetaBinomial model = state::justification_model(track, team);
  judge_one_customer(input, model, out);
  Evidence evidence = begin(input, in_all_leg, static_cast<std::uint64_t>(access.day));
  evidence.p_value = model.p_above_mid(track.unexplained);
  evidence.observed = track.unexplained;
  evidence.unexplained = track.unexplained;
  evidence.effective_samples = track.past_resolved;
  if (evidence.is_surprising() || input.is_retraction) {
    evidence.is_finished = false;
    evidence.model = {static_cast<double>(model.trials), model.alpha, model.beta, 0};
    evidence.passes_gate = track.unexplained >= gate_unexplained;
    evidence.facts = {track.resolved,
                      team.mean(),
                      static_cast<double>(input.resolved.explained.miss),
                      track.explained_late};
    quote_peers(evidence, input.group.snapshot.members, 0, input.settings.peers_told_min);
  }
  evidence.replaces = input.is_retraction;
  evidence.is_spent = is_spent(input, evidence);
  out.push_back(evidence);
}

void finish_unjustified_access(Evidence& evidence) noexcept {
  const stats::BetaBinomial model{
      static_cast<std::int64_t>(evidence.model[0]), evidence.model[1], evidence.model[2]};
  const stats::Interval expected = model.expected();
  evidence.p_at_least = model.p_at_least(evidence.observed);
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
  evidence.would_not_fire_below = firing_count(model, evidence.observed);
}

namespace {

// The weak explanations of a few leave less than one open: then all have one.
std::string all_explained_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == one_customer_leg) {
    return fmt::format(
        "An explanation came late: there is no day within 30 on which {} opened {} without ticket, "
        "conversation or assignment.",
        words.entity,
        words.word);
  }
  return fmt::format("{} opened {} {}; each has an explanation by now, of {} it came late.",
                     words.entity,
                     count_of(evidence.facts[0], "customer", "customers"),
                     words.window,
                     number(evidence.facts[3]));
}

}  // namespace

std::string unjustified_access_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.replaces && evidence.observed < 0.5) {
    return all_explained_sentence(evidence, words);
  }
  if (evidence.leg == one_customer_leg) {
    return fmt::format(
        "{} opened {} on {} within 30 days without ticket, conversation or assignment; {} is "
        "expected. That many or more is {}.",
        words.entity,
        words.word,
        count_of(evidence.observed, "day", "days"),
        range(evidence.expected_low, evidence.expected_high),
        odds(evidence.p_at_least));
  }
  std::string sentence = fmt::format(
      "{} of {} customers that {} opened {} match no ticket, conversation, hand-over or call-back; "
      "{} is expected (team normal {:.0f} %). That many or more is {}.",
      number(std::floor(evidence.observed + 0.5)),
      number(evidence.facts[0]),
      words.entity,
      words.window,
      range(evidence.expected_low, evidence.expected_high),
      100 * evidence.facts[1],
      odds(evidence.p_at_least));
  if (const std::string_view miss = miss_words(evidence.facts[2]); !miss.empty()) {
    sentence += fmt::format(" Nearest miss: {}.", miss);
  }
  if (evidence.facts[3] > 0) {
    sentence +=
        fmt::format(" Explanations that came late account for {} more.", number(evidence.facts[3]));
  }
  return sentence;
}

}  // namespace centinela::detectors
