#include "centinela/state/cohorts.h"

#include "centinela/state/justification.h"
#include "centinela/state/volume.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace centinela::state {
namespace {

constexpr Duration close_after = std::chrono::hours{36};  // of the day's start
constexpr double members_min = 5;
constexpr double siblings_min = 8;
// Before that a person has no past of its own to be unusual against, and learns the trade.
constexpr std::int64_t days_min = 15;

// Beyond three deviations a single person says no more: a cohort is many.
float bounded_z(double p) noexcept {
  constexpr double z_max = 3;
  return static_cast<float>(std::clamp(stats::normal_upper_quantile(p), -z_max, z_max));
}

struct MemberSum {
  double members = 0;
  double z = 0;
  double observed = 0;
  double expected = 0;
};

struct Cohort {
  CohortTrait trait = CohortTrait::team;
  std::uint64_t value = 0;
  std::uint64_t role = 0;
  MemberSum tally;
  FixedVector<CohortMember, 20> loudest;
};

// Ordered maps: the order of summation and of judgement is that of the keys.
struct DayBook {
  std::map<std::pair<std::uint64_t, std::uint64_t>, Cohort> cohorts;   // (tenant, cohort)
  std::map<std::pair<std::uint64_t, std::uint64_t>, MemberSum> roles;  // (tenant, role and trait)
};

struct Member {
  const EntityKey& key;
  const PrincipalState& principal;
  const DayScore& score;
};

std::uint64_t role_id(CohortTrait trait, std::uint64_t role) noexcept {
  return pair_id(0xC040 + static_cast<std::uint64_t>(trait), role);
}

void add(MemberSum& tally, const DayScore& score, CohortLeg leg) noexcept {
  const bool is_reasons = leg == CohortLeg::reasons;
  tally.members += 1;
  tally.z += static_cast<double>(is_reasons ? score.z_reasons : score.z_volume);
  tally.observed += static_cast<double>(is_reasons ? score.unexplained : score.subjects);
  tally.expected +=
      static_cast<double>(is_reasons ? score.unexplained_expected : score.subjects_expected);
}

void note_loud(Cohort& cohort, const CohortMember& member) noexcept {
  auto& loudest = cohort.loudest;
  if (loudest.full()) {
    if (loudest.back().z >= member.z) {
      return;
    }
    loudest.truncate(loudest.size() - 1);
  }
  loudest.push_back(member);
  for (std::size_t i = loudest.size() - 1; i > 0 && loudest[i].z > loudest[i - 1].z; --i) {
    std::swap(loudest[i], loudest[i - 1]);
  }
}

void enter(
    DayBook& book, const Member& member, CohortTrait trait, std::uint64_t value, CohortLeg leg) {
  if (value == 0) {
    return;
  }
  const std::uint64_t tenant = member.key.tenant.value();
  const std::uint64_t role = role_id(trait, member.principal.role.value());
  Cohort& cohort = book.cohorts[{tenant, pair_id(role, value)}];
  cohort.trait = trait;
  cohort.value = value;
  cohort.role = member.principal.role.value();
  add(cohort.tally, member.score, leg);
  add(book.roles[{tenant, role}], member.score, leg);
  const bool is_reasons = leg == CohortLeg::reasons;
  note_loud(cohort,
            {PrincipalToken{member.key.id},
             static_cast<double>(is_reasons ? member.score.z_reasons : member.score.z_volume),
             member.score.position});
}

std::uint64_t hire_month(const PrincipalState& principal) noexcept {
  constexpr std::int64_t days_per_month = 30;
  return principal.since == EventTime{}
             ? 0
             : static_cast<std::uint64_t>(utc_day(principal.since) / days_per_month);
}

DayBook gather(World& world, const CohortSettings& settings, std::int64_t day, CohortLeg leg) {
  DayBook book;
  world.principals.for_each([&](const EntityKey& key, PrincipalState& principal) {
    if (!is_person(principal.kind) || principal.active_days < days_min) {
      return;
    }
    DayScore score = principal.closed_score;
    if (principal.last_day == day) {
      const GroupPath path = group_path(key.tenant, principal.kind, principal.role, principal.team);
      if (const PeerGroup* group = world.groups.find(path.team); group != nullptr) {
        score = score_day(principal, *group);
      }
    }
    if (score.day != day || !(leg == CohortLeg::reasons ? score.has_reasons : score.has_volume)) {
      return;
    }
    const Member member{key, principal, score};
    enter(book, member, CohortTrait::team, principal.team.value(), leg);
    enter(book, member, CohortTrait::site, principal.site.value(), leg);
    if (settings.by_hire_month) {
      enter(book, member, CohortTrait::hire_month, hire_month(principal), leg);
    }
  });
  return book;
}

struct Judged {
  const Cohort* cohort = nullptr;
  EntityKey key;
  double difference = 0;
  double siblings = 0;
  double expected = 0;
  const CohortTrack* track = nullptr;
};

// Of a role: the cohort that moves most, and of how many that could have.
struct Strongest {
  Judged judged;
  std::int64_t compared = 0;
};

// Day and leg that are being closed.
struct Closing {
  std::int64_t day = 0;
  CohortLeg leg = CohortLeg::reasons;
};

// What the members would have done had they moved as their siblings did.
double expected_by_siblings(const MemberSum& cohort, const MemberSum& role) noexcept {
  const double observed = role.observed - cohort.observed;
  const double expected = role.expected - cohort.expected;
  return cohort.expected * (expected > 0 ? std::clamp(observed / expected, 0.25, 4.0) : 1.0);
}

Judged judge(World& world,
             const EntityKey& key,
             const Cohort& cohort,
             const MemberSum& role,
             const Closing& closing) {
  Judged judged{&cohort, key, 0, role.members - cohort.tally.members, 0, nullptr};
  if (cohort.tally.members < members_min || judged.siblings < siblings_min) {
    return judged;
  }
  const double raw =
      cohort.tally.z / cohort.tally.members - (role.z - cohort.tally.z) / judged.siblings;
  judged.difference = raw;
  CohortState& state = world.cohorts.touch(key);
  CohortTrack& track = state.tracks[static_cast<std::size_t>(closing.leg)];
  const double sampling = std::sqrt(1 / cohort.tally.members + 1 / judged.siblings);
  judged.difference -= track.is_mature() ? track.scale(sampling).centre : 0;
  track.step(raw, sampling, closing.day);
  judged.expected = expected_by_siblings(cohort.tally, role);
  ++state.days;
  judged.track = &track;
  return judged;
}

CohortSurge surge_of(const Strongest& strongest, const Closing& closing) noexcept {
  const Judged& judged = strongest.judged;
  const Cohort& cohort = *judged.cohort;
  CohortSurge surge;
  surge.cohort = judged.key;
  surge.trait = cohort.trait;
  surge.leg = closing.leg;
  surge.value = cohort.value;
  surge.role = WordToken{cohort.role};
  surge.day = closing.day;
  surge.members = static_cast<std::int64_t>(cohort.tally.members);
  surge.siblings = static_cast<std::int64_t>(judged.siblings);
  surge.difference = judged.difference;
  surge.sum = judged.track->cusum.sum;
  surge.began = judged.track->began;
  surge.days_up = judged.track->cusum.steps_up;
  surge.observed = cohort.tally.observed;
  surge.expected = judged.expected;
  surge.compared = strongest.compared;
  surge.loudest = cohort.loudest;
  return surge;
}

void close_leg(World& world,
               const CohortSettings& settings,
               std::int64_t day,
               CohortLeg leg,
               std::vector<CohortSurge>& surges) {
  const DayBook book = gather(world, settings, day, leg);
  // A team moves its site too: of all that move in a role, the strongest speaks for them.
  std::map<std::pair<std::uint64_t, std::uint64_t>, Strongest> strongest;
  for (const auto& [id, cohort] : book.cohorts) {
    const EntityKey key{EntityType::cohort, TenantToken{id.first}, id.second};
    const MemberSum& role = book.roles.at({id.first, role_id(cohort.trait, cohort.role)});
    const Judged judged = judge(world, key, cohort, role, {day, leg});
    if (judged.track == nullptr || !judged.track->is_mature()) {
      continue;
    }
    Strongest& best = strongest[{id.first, cohort.role}];
    ++best.compared;
    const Judged& known = best.judged;
    if (known.track == nullptr || judged.track->cusum.sum > known.track->cusum.sum) {
      best.judged = judged;
    }
  }
  for (const auto& [id, best] : strongest) {
    if (best.judged.track->cusum.is_frozen()) {
      surges.push_back(surge_of(best, {day, leg}));
    }
  }
}

}  // namespace

DayScore score_day(const PrincipalState& principal, const PeerGroup& group) noexcept {
  DayScore score;
  const VolumeTrack& volume = principal.day;
  const JustificationTrack& reasons = principal.justification;
  score.day = principal.last_day;
  score.position = principal.day_position;
  if (reasons.day == principal.last_day && reasons.resolved > 0) {
    const stats::BetaBinomial model = justification_model(reasons, group.snapshot.unexplained);
    score.has_reasons = true;
    score.z_reasons = bounded_z(model.p_above_mid(reasons.unexplained));
    score.unexplained = static_cast<float>(reasons.unexplained);
    score.unexplained_expected = static_cast<float>(model.mean());
  }
  if (volume.window == principal.last_day && volume.x > 0) {
    const auto bin = static_cast<std::size_t>(((volume.window + 3) % 7 + 7) % 7);
    const auto season = static_cast<double>(group.season.day_of_week[bin]);
    const VolumeView view = predict(volume, group.snapshot.day, season, volume.window / 7);
    score.has_volume = true;
    score.z_volume = bounded_z(view.self.p_above_mid(volume.x));
    score.subjects = static_cast<float>(volume.x);
    score.subjects_expected = static_cast<float>(view.self.mean);
  }
  return score;
}

void close_cohort_days(World& world,
                       const CohortSettings& settings,
                       std::vector<CohortSurge>& surges) {
  if (!world.is_started) {
    return;
  }
  // The latest day that began `close_after` ago or earlier.
  const std::int64_t due = utc_day(world.log_time - close_after);
  if (world.cohort_day == no_window) {
    world.cohort_day = due;
    return;
  }
  if (due <= world.cohort_day) {
    return;
  }
  // After a gap of days only the last two can still be scored.
  for (std::int64_t day = std::max(world.cohort_day + 1, due - 1); day <= due; ++day) {
    for (const CohortLeg leg : {CohortLeg::reasons, CohortLeg::volume}) {
      close_leg(world, settings, day, leg, surges);
    }
  }
  world.cohort_day = due;
}

}  // namespace centinela::state
