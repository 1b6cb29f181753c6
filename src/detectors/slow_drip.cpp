// D3 slow_drip: has this principal taken a little more every day for weeks?
//
// View: principal. Family: volume; the leg of unexplained accesses: justification, whose input it
// shares. Statistic: one-sided CUSUM (Page 1954) on daily z against a reference that lags 28 days
// and stands still while the sum is above 2, less what moved all peers, pre-whitened by the role's
// autocorrelation; p = 1/run length at the sum, with the role's own measured run length (g). A
// further leg compares 30 days' unexplained accesses with the team's members. Counts data subjects,
// so slicing a job does not help. Legs: unexplained, data subjects, records (machines), 30 days.
// Gate: at least 5 unexplained, 40 data subjects or 100 records above the reference in all.
// Abstains before the 3rd, 5th and 5th day clearly above it: a burst is for D4 and D1. Data
// subjects page only from the team's 95 % quantile on; a machine's records are a ticket at most,
// since they grow with the business. Cold start: abstains for ten closed days (D1 and D4 speak
// then); in the first 60 days volume must exceed the team's mean as well, for a trainee's ramp is
// no drip. Without explanations in the tenant, or without work on a day, the leg abstains.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/combine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

using state::DriftKind;
using state::DriftLegState;

constexpr Leg unexplained_leg = 0;
constexpr Leg subjects_leg = 1;
constexpr Leg records_leg = 2;
constexpr Leg month_leg = 3;
constexpr double newcomer_days = 60;
constexpr double rise_worth_telling = 2;  // of the sum: below, a rise is one good day

struct LegRules {
  DriftKind kind;
  Leg leg;
  double excess_min;
  double days_min;
};
constexpr std::array<LegRules, 3> rules = {{{DriftKind::unexplained, unexplained_leg, 5, 3},
                                            {DriftKind::subjects, subjects_leg, 40, 5},
                                            {DriftKind::records, records_leg, 100, 5}}};

// Who and what of one leg, from either path that leads here.
struct Subject {
  const state::PrincipalState& principal;
  const state::PeerGroup& group;
  const Settings& settings;
  state::EntityKey key;
  EventTime now;
  std::int64_t day;
};

double rate_of_rise(const DriftLegState& leg) noexcept {
  return leg.rise_trials > 0 ? leg.rise_x / leg.rise_trials : 0;
}

// Above what 19 of 20 team-mates do; true without enough team-mates to say so.
bool stands_out(const Subject& subject, const DriftLegState& leg) noexcept {
  const state::PeerSnapshot& peers = subject.group.snapshot;
  const double high = peers.day.mean + 1.645 * std::sqrt(peers.day.between_variance);
  return peers.members < subject.settings.peers_judge_min || rate_of_rise(leg) > high;
}

// Accesses without a reason did not rise along, where most have one: it is more work, not more
// taken.
bool is_explained_rise(const Subject& subject) noexcept {
  constexpr double reasons_usual_from = 0.4;
  const bool can_tell = subject.group.snapshot.explanation_coverage > 1 - reasons_usual_from;
  return can_tell &&
         subject.principal.drift->leg(DriftKind::unexplained).cusum.sum <= rise_worth_telling;
}

bool is_learning(const Subject& subject, const DriftLegState& leg, double tenure) noexcept {
  const state::PeerSnapshot& peers = subject.group.snapshot;
  return tenure < newcomer_days && peers.members >= subject.settings.peers_judge_min &&
         rate_of_rise(leg) < peers.day.mean;
}

Evidence begin(const Subject& subject, Leg leg, std::uint64_t opportunity) noexcept {
  Evidence evidence;
  evidence.detector = DetectorId::slow_drip;
  evidence.family =
      leg == unexplained_leg || leg == month_leg ? Family::justification : Family::volume;
  evidence.entity = subject.key;
  evidence.leg = leg;
  evidence.opportunity = hash_combine(
      hash_combine(static_cast<std::uint64_t>(DetectorId::slow_drip), subject.key.hash()),
      hash_combine(leg, opportunity));
  evidence.unit = leg == records_leg ? Unit::records_in_all : Unit::data_subjects_in_all;
  evidence.time = subject.now;
  evidence.local_day = subject.day;
  evidence.maturity_days = std::max(0.0, stats::days(subject.now - subject.principal.first_seen));
  return evidence;
}

Evidence describe(const Subject& subject, const LegRules& rule, double sum) noexcept {
  const DriftLegState& leg = subject.principal.drift->leg(rule.kind);
  Evidence evidence = begin(subject, rule.leg, static_cast<std::uint64_t>(leg.since));
  evidence.p_value = state::drift_p(sum, subject.group.snapshot.drift_of(rule.kind));
  evidence.p_at_least = evidence.p_value;
  evidence.position = leg.strongest;
  evidence.observed = std::floor(leg.rise_x + 0.5);
  evidence.expected_high = leg.rise_expected;
  evidence.expected_low = std::min(leg.rise_expected, evidence.observed);
  evidence.effective_samples = leg.days;
  evidence.facts = {static_cast<double>(leg.cusum.steps_up),
                    static_cast<double>(leg.since),
                    static_cast<double>(leg.rise_days),
                    leg.rise_trials};
  const double excess = leg.rise_x - leg.rise_expected;
  evidence.would_not_fire_below = std::ceil(leg.rise_expected + rule.excess_min);
  evidence.passes_gate = excess >= rule.excess_min && leg.rise_days >= rule.days_min;
  if (rule.leg == records_leg) {
    evidence.route_max = Route::ticket;
  }
  if (rule.leg == unexplained_leg) {
    evidence.unexplained = evidence.observed;
  }
  if (rule.leg == subjects_leg) {
    evidence.passes_gate =
        evidence.passes_gate && !is_learning(subject, leg, evidence.maturity_days);
    evidence.route_max =
        stands_out(subject, leg) && !is_explained_rise(subject) ? Route::page : Route::ticket;
  }
  quote_peers(evidence, subject.group.snapshot.members, 0, subject.settings.peers_told_min);
  return evidence;
}

// What the closed days say, once a day.
void judge_closed(const Subject& subject, bool has_reasons, EvidenceList& out) noexcept {
  for (const LegRules& rule : rules) {
    const DriftLegState& leg = subject.principal.drift->leg(rule.kind);
    const bool abstains = rule.kind == DriftKind::unexplained && !has_reasons;
    const bool is_drift = leg.cusum.sum > 0 && leg.rise_days >= rule.days_min;
    if (leg.days >= state::drift_cold_days && is_drift && !abstains) {
      out.push_back(describe(subject, rule, leg.cusum.sum));
    }
  }
}

// Unexplained accesses of the last four weeks against those of the team's members: also finds who
// did so from the first day on, before whom there is nothing to compare with.
void judge_month(const Subject& subject, EvidenceList& out) noexcept {
  const DriftLegState& leg = subject.principal.drift->leg(DriftKind::unexplained);
  double unexplained = leg.rise_x;
  double accesses = leg.rise_trials;
  for (const state::DriftDay& day : leg.held) {
    const bool is_counted = leg.cusum.sum > 0 && day.day >= leg.since;
    unexplained += is_counted ? 0 : day.x;
    accesses += is_counted ? 0 : day.exposure;
  }
  constexpr double accesses_min = 50;
  if (accesses < accesses_min ||
      subject.group.snapshot.members < subject.settings.peers_judge_min) {
    return;
  }
  const auto model =
      stats::BetaBinomial::of(std::llround(accesses), subject.group.snapshot.unexplained);
  Evidence evidence = begin(subject, month_leg, static_cast<std::uint64_t>(subject.day / 28));
  evidence.p_value = model.p_above_mid(unexplained);
  evidence.p_at_least = model.p_at_least(unexplained);
  const stats::Interval expected = model.expected();
  evidence.observed = std::floor(unexplained + 0.5);
  evidence.unexplained = evidence.observed;
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
  evidence.position = leg.strongest;
  evidence.route_max = Route::ticket;
  evidence.passes_gate = unexplained >= 20 && unexplained >= 2 * model.mean();
  evidence.effective_samples = leg.days;
  evidence.facts = {accesses, 0, 0, 0};
  quote_peers(evidence, subject.group.snapshot.members, 0, subject.settings.peers_told_min);
  out.push_back(evidence);
}

// The open day on top of a rise under way: what has come of it so far is the least it will be.
void judge_open(const Subject& subject,
                const LegRules& rule,
                const state::DriftDay& today,
                EvidenceList& out) noexcept {
  const DriftLegState& leg = subject.principal.drift->leg(rule.kind);
  if (leg.cusum.sum <= rise_worth_telling || leg.rise_days + 1 < rule.days_min) {
    return;
  }
  const state::PeerSnapshot& peers = subject.group.snapshot;
  const state::DriftView view =
      state::compare_day(leg, rule.kind, today, state::drift_priors(peers));
  if (!view.can_judge || today.x <= view.expected) {
    return;
  }
  const double sum = state::live_sum(leg, view.z, peers.drift_of(rule.kind), today.day);
  if (sum <= leg.cusum.sum) {
    return;
  }
  Evidence evidence = describe(subject, rule, sum);
  const double excess =
      leg.rise_x - leg.rise_expected + static_cast<double>(today.x) - view.expected;
  evidence.observed += std::floor(static_cast<double>(today.x) + 0.5);
  evidence.expected_high += view.expected;
  evidence.expected_low = std::min(evidence.expected_low, evidence.expected_high);
  evidence.would_not_fire_below = std::ceil(evidence.expected_high + rule.excess_min);
  evidence.facts[0] += 1;
  evidence.passes_gate =
      evidence.passes_gate || (excess >= rule.excess_min && rule.leg == unexplained_leg);
  out.push_back(evidence);
}

}  // namespace

void slow_drip(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late || !scene.principal.drift) {
    return;
  }
  const Subject subject{scene.principal,
                        scene.group,
                        input.settings,
                        scene.principal_key,
                        scene.event.time,
                        scene.local.day};
  const bool has_reasons = scene.tenant.explained > 0;
  if (scene.is_first_of_day) {
    judge_closed(subject, has_reasons, out);
    if (has_reasons && scene.local.day % 7 == 0) {
      judge_month(subject, out);
    }
  }
  if (scene.counted.new_today > 0) {
    judge_open(subject,
               rules[1],
               {static_cast<std::int32_t>(scene.local.day),
                static_cast<float>(scene.principal.day.x),
                static_cast<float>(scene.principal.day.exposure)},
               out);
  }
}

void slow_drip_today(const JustificationInput& input, EvidenceList& out) noexcept {
  const state::JustificationTrack& track = input.principal.justification;
  const state::PendingAccess& access = input.resolved.access;
  if (!input.principal.drift || track.day != access.day || track.resolved <= 0) {
    return;
  }
  const Subject subject{
      input.principal, input.group, input.settings, access.principal, access.time, access.day};
  const std::size_t before = out.size();
  judge_open(subject,
             rules[0],
             {static_cast<std::int32_t>(access.day),
              static_cast<float>(track.unexplained),
              static_cast<float>(track.resolved)},
             out);
  if (out.size() > before) {
    out.back().position = access.position;
    out.back().replaces = input.is_retraction;
    out.back().is_spent = input.is_retraction && !out.back().passes_gate;
  }
}

std::string slow_drip_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string odds_words =
      fmt::format("That strong a rise is {} for one principal and day", odds(evidence.p_at_least));
  if (evidence.leg == month_leg) {
    return fmt::format(
        "{} of {} customers that {} opened in four weeks match no reason; {} is expected in this "
        "team. That many or more is {}.",
        number(evidence.observed),
        number(evidence.facts[0]),
        words.entity,
        range(evidence.expected_low, evidence.expected_high),
        odds(evidence.p_at_least));
  }
  const std::string since =
      format_rfc3339(window_start(static_cast<std::int64_t>(evidence.facts[1]), one_day))
          .substr(0, 10);
  const std::string_view what = evidence.leg == unexplained_leg
                                    ? "customers without a ticket or conversation"
                                    : (evidence.leg == subjects_leg ? "customers" : "records");
  return fmt::format(
      "Over {} since {}, {} opened {} {}, {} more than its own pattern of four weeks before "
      "({} expected), clearly above it on {}. {}.",
      count_of(evidence.facts[0], "working day", "working days"),
      since,
      words.entity,
      number(evidence.observed),
      what,
      number(std::floor(std::max(0.0, evidence.observed - evidence.expected_high) + 0.5)),
      number(std::floor(evidence.expected_high + 0.5)),
      count_of(evidence.facts[2], "day", "days"),
      odds_words);
}

}  // namespace centinela::detectors
