// An explanation that comes after its access was judged: what had been held against somebody is
// taken off again.
#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

PendingAccess access_of(const EntityKey& principal,
                        DataSubjectToken data_subject,
                        const JudgedAccess& judged,
                        PrincipalKind kind) noexcept {
  PendingAccess access;
  access.principal = principal;
  access.data_subject = data_subject;
  access.conversation = judged.conversation;
  access.queue = judged.queue;
  access.team = judged.team;
  access.record_class = judged.record_class;
  access.time = judged.time;
  access.day = judged.day;
  access.position = judged.position;
  access.unexplained = judged.unexplained;
  access.kind = kind;
  return access;
}

// The account of the access's day, where it is still kept; and what is marked of the data subject.
bool take_off(PrincipalState& principal, const PendingAccess& access, double unexplained) noexcept {
  JustificationTrack& track = principal.justification;
  const double less = static_cast<double>(access.unexplained) - unexplained;
  if (track.day == access.day) {
    track.unexplained = std::max(0.0, track.unexplained - less);
    track.explained_late += 1;
    if (DayMark* mark = principal.subjects_today.find(access.data_subject); mark != nullptr) {
      mark->unexplained = static_cast<float>(unexplained);
    }
    return true;
  }
  if (track.last_day == access.day) {
    track.last_unexplained = std::max(0.0, track.last_unexplained - less);
    track.last_explained_late += 1;
    return true;
  }
  return false;
}

// What is less than this is not worth another word.
constexpr double least_gain = 0.01;

// Nothing when the access stands as it did.
bool judge_again(World& world,
                 const PendingAccess& access,
                 std::vector<ResolvedAccess>& retracted) {
  PrincipalState* principal = world.principals.find(access.principal);
  if (principal == nullptr) {
    return false;
  }
  const AccessFacts facts{PrincipalToken{access.principal.id},
                          access.conversation,
                          access.queue,
                          access.team,
                          access.time,
                          access.record_class};
  const Explained explained =
      reasons_on_record(world, access.principal, access.data_subject, facts);
  const double unexplained = 1 - explained.strength;
  if (static_cast<double>(access.unexplained) - unexplained < least_gain ||
      !take_off(*principal, access, unexplained)) {
    return false;
  }
  ResolvedAccess again{access, explained, {}};
  again.access.unexplained = static_cast<float>(unexplained);
  if (explained.strength >= strength_settled) {
    world.explained_pairs.seen_before(pair_id(access.principal.hash(), access.data_subject.value()),
                                      access.time);
    TenantState& tenant = world.tenants.touch({EntityType::cohort, access.principal.tenant, 0});
    tenant.unexplained = std::max(0.0, tenant.unexplained - 1);
    tenant.explained += 1;
    if (is_person(access.kind)) {
      again.hot = take_back_visit(world, access);
    }
  }
  retracted.push_back(again);
  return true;
}

// Of one data subject: everybody whom the record may speak for.
void retract_subject(World& world,
                     const ContextRecord& record,
                     DataSubjectToken data_subject,
                     std::vector<ResolvedAccess>& retracted) {
  SubjectState* subject =
      world.subjects.find({EntityType::data_subject, record.tenant, data_subject.value()});
  if (subject == nullptr || !subject->judged) {
    return;
  }
  std::vector<JudgedAccess> kept;
  // Taken aside: judging again looks at the same data subject.
  const std::vector<JudgedAccess> known = std::exchange(subject->judged->accesses, {});
  for (JudgedAccess judged : known) {
    const bool may_be_meant = is_absent(record.principal) || judged.principal == record.principal;
    const EntityKey key{EntityType::principal, record.tenant, judged.principal.value()};
    if (may_be_meant &&
        judge_again(world, access_of(key, data_subject, judged, PrincipalKind::human), retracted)) {
      judged.unexplained = retracted.back().access.unexplained;
    }
    if (static_cast<double>(judged.unexplained) > 1 - strength_settled) {
      kept.push_back(judged);
    }
  }
  if (SubjectState* again =
          world.subjects.find({EntityType::data_subject, record.tenant, data_subject.value()});
      again != nullptr && again->judged) {
    again->judged->accesses = std::move(kept);
  }
}

// Machines have no list of their own accesses at the data subject: what is marked of their day must
// do.
void retract_mark(World& world,
                  const EntityKey& key,
                  PrincipalState& principal,
                  const DayMark& mark,
                  std::vector<ResolvedAccess>& retracted) {
  constexpr std::int64_t last_of_hour = 3'600'000 - 1;
  JudgedAccess judged;
  judged.principal = PrincipalToken{key.id};
  judged.team = principal.team;
  const EventTime hour_end = window_start(mark.hour, one_hour) + Duration{last_of_hour};
  judged.time = std::min(hour_end, principal.last_seen);
  judged.day = principal.justification.day;
  judged.position = principal.day_position;
  judged.unexplained = mark.unexplained;
  judge_again(world, access_of(key, mark.data_subject, judged, principal.kind), retracted);
}

void retract_principal(World& world,
                       const ContextRecord& record,
                       std::vector<ResolvedAccess>& retracted) {
  const EntityKey key{EntityType::principal, record.tenant, record.principal.value()};
  PrincipalState* principal = world.principals.find(key);
  if (principal == nullptr) {
    return;
  }
  std::vector<DayMark> open;
  principal->subjects_today.for_each_mark([&](const DayMark& mark) {
    const bool is_meant =
        is_absent(record.data_subject) || mark.data_subject == record.data_subject;
    if (is_meant && mark.is_resolved && static_cast<double>(mark.unexplained) >= least_gain) {
      open.push_back(mark);
    }
  });
  for (const DayMark& mark : open) {
    if (is_person(principal->kind)) {
      retract_subject(world, record, mark.data_subject, retracted);
    } else {
      retract_mark(world, key, *principal, mark, retracted);
    }
  }
}

}  // namespace

void retract(World& world, const ContextRecord& record, std::vector<ResolvedAccess>& retracted) {
  if (!is_absent(record.data_subject)) {
    retract_subject(world, record, record.data_subject, retracted);
  }
  if (!is_absent(record.principal)) {
    retract_principal(world, record, retracted);
  }
}

}  // namespace centinela::state
