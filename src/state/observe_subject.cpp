#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

EntityKey subject_key(TenantToken tenant, DataSubjectToken data_subject) noexcept {
  return {EntityType::data_subject, tenant, data_subject.value()};
}

SubjectBook& book_of(World& world, TenantToken tenant, EventTime time) {
  SubjectBook& book = world.tenants.touch({EntityType::cohort, tenant, 0}).subjects;
  book.fade_to(utc_day(time));
  return book;
}

// Further unexplained principals that are usual for a data subject that has one: the tenant's own
// share (as if 50 had been watched before, 1 in 10 of them followed by another), and for one whom
// many had reason to open, the share of accesses that lack a reason anyway.
double expected_further(const SubjectBook& book, double explained) noexcept {
  constexpr double pseudo = 50;
  constexpr double pseudo_mean = 0.1;
  const double further =
      (book.further_visits + pseudo * pseudo_mean) / (book.first_visits + pseudo);
  const double visits = book.first_visits + book.further_visits;
  const double share = (visits + 1) / (visits + book.explained + 20);
  return further + share * explained;
}

std::int64_t teams_in(const Visits& visits) noexcept {
  FixedVector<WordToken, 24> teams;
  for (const Visit& visit : visits) {
    if (!teams.contains(visit.team)) {
      teams.push_back(visit.team);
    }
  }
  return static_cast<std::int64_t>(teams.size());
}

struct PairAccount {
  double& first;
  double& further;
  std::int64_t& seen;
  double& mean;
};

// Of those who came once, as if 50 had been watched before, 1 in 10 came again.
double mean_repeats(double first, double further) noexcept {
  constexpr double pseudo = 50;
  constexpr double pseudo_mean = 0.1;
  return (further + pseudo * pseudo_mean) / (first + pseudo);
}

void describe_visits(const SubjectState& subject,
                     const SubjectBook& book,
                     EventTime time,
                     HotSight& sight) noexcept {
  const Visits& visits = *subject.visits;
  sight.principals = static_cast<std::int64_t>(visits.size());
  sight.teams = teams_in(visits);
  sight.explained = subject.explained_on(time);
  sight.mean = expected_further(book, sight.explained);
}

void note_pair(World& world,
               const PendingAccess& access,
               std::uint64_t pair,
               const PairAccount& account) {
  account.mean = mean_repeats(account.first, account.further);
  RelatedState& state = world.related.touch({EntityType::principal, access.principal.tenant, pair});
  state.principal = PrincipalToken{access.principal.id};
  state.data_subject = access.data_subject;
  account.seen = state.note(access.time);
  // One who comes again and again teaches no more than one who came twice.
  if (account.seen == 1) {
    account.first += 1;
  } else if (account.seen == 2) {
    account.further += 1;
  }
}

}  // namespace

void note_explained_access(World& world, const PendingAccess& access) {
  const TenantToken tenant = access.principal.tenant;
  world.subjects.touch(subject_key(tenant, access.data_subject)).note_explained(access.time);
  book_of(world, tenant, access.time).explained += 1;
}

void note_related(World& world, const PendingAccess& access, HotSight& sight) {
  if (access.relation == Label::absent) {
    return;
  }
  SubjectBook& book = book_of(world, access.principal.tenant, access.time);
  note_pair(world,
            access,
            pair_id(access.principal.id, access.data_subject.value()),
            {book.related_first, book.related_further, sight.related, sight.related_mean});
}

namespace {

constexpr std::uint64_t unexplained_pair = 4;

std::uint64_t repeats_of(const PendingAccess& access) noexcept {
  return pair_id(pair_id(access.principal.id, access.data_subject.value()), unexplained_pair);
}

}  // namespace

HotSight take_back_visit(World& world, const PendingAccess& access) {
  const TenantToken tenant = access.principal.tenant;
  HotSight sight;
  if (RelatedState* pair = world.related.find({EntityType::principal, tenant, repeats_of(access)});
      pair != nullptr) {
    const SubjectBook& book = book_of(world, tenant, access.time);
    sight.repeats = pair->take_back(access.time);
    sight.repeat_mean = mean_repeats(book.repeat_first, book.repeat_further);
  }
  SubjectState* subject = world.subjects.find(subject_key(tenant, access.data_subject));
  if (subject == nullptr) {
    return sight;
  }
  note_explained_access(world, access);
  if (!subject->visits || subject->visits->empty()) {
    return sight;
  }
  sight.first = (*subject->visits)[0].time;
  subject->retract(PrincipalToken{access.principal.id});
  describe_visits(*subject, book_of(world, tenant, access.time), access.time, sight);
  return sight;
}

void note_repeated(World& world, const PendingAccess& access, HotSight& sight) {
  SubjectBook& book = book_of(world, access.principal.tenant, access.time);
  note_pair(world,
            access,
            repeats_of(access),
            {book.repeat_first, book.repeat_further, sight.repeats, sight.repeat_mean});
}

HotSight note_unexplained_access(World& world, const PendingAccess& access) {
  const TenantToken tenant = access.principal.tenant;
  SubjectState& subject = world.subjects.touch(subject_key(tenant, access.data_subject));
  HotSight sight;
  const Visit visit{PrincipalToken{access.principal.id}, access.team, access.time, access.position};
  if (!subject.note_visit(visit)) {
    return sight;
  }
  SubjectBook& book = book_of(world, tenant, access.time);
  describe_visits(subject, book, access.time, sight);
  sight.first = (*subject.visits)[0].time;
  // One data subject whom everybody looks up teaches no more than two visits would.
  constexpr std::int64_t taught_max = 3;
  if (sight.principals == 1) {
    book.first_visits += 1;
  } else if (sight.principals <= taught_max) {
    book.further_visits += 1;
  }
  return sight;
}

namespace {

bool holds_any(const std::vector<WordToken>& sorted, const Event& event) noexcept {
  return std::any_of(
      event.resource.fields.begin(), event.resource.fields.end(), [&](WordToken field) {
        return std::binary_search(sorted.begin(), sorted.end(), field);
      });
}

bool changes(Action action) noexcept {
  return action == Action::update || action == Action::create || action == Action::auth_change;
}

std::array<bool, takeover_steps> steps_of(const FieldKinds& kinds, const Event& event) noexcept {
  return {holds_any(kinds.contact, event),
          event.action == Action::auth_change || holds_any(kinds.credential, event),
          holds_any(kinds.payout, event) ||
              std::binary_search(
                  kinds.payout.begin(), kinds.payout.end(), event.resource.record_class)};
}

constexpr std::size_t index_of(TakeoverStep step) noexcept {
  return static_cast<std::size_t>(step);
}

bool is_in_time(const TakeoverTrack& track, TakeoverStep step, EventTime time) noexcept {
  const Visit& first = track.steps[index_of(TakeoverStep::contact)];
  return track.is_done[index_of(step)] && time >= first.time &&
         time - first.time <= takeover_window;
}

bool is_explained(const Scene& scene, DataSubjectToken data_subject) noexcept {
  DayMark* mark = scene.principal.subjects_today.find(data_subject);
  return mark != nullptr && static_cast<double>(mark->unexplained) <= 1 - strength_settled;
}

void follow_takeover(World& world,
                     Scene& scene,
                     DataSubjectToken data_subject,
                     const std::array<bool, takeover_steps>& steps) {
  const Event& event = scene.event;
  const EntityKey key = subject_key(event.tenant, data_subject);
  const bool may_begin = steps[index_of(TakeoverStep::contact)] && is_person(scene.principal.kind);
  SubjectState* known = may_begin ? &world.subjects.touch(key) : world.subjects.find(key);
  if (known == nullptr || (!may_begin && known->takeover == nullptr)) {
    return;
  }
  if (!known->takeover) {
    known->takeover = std::make_unique<TakeoverTrack>();
  }
  TakeoverTrack& track = *known->takeover;
  const Visit visit{event.principal.id, scene.principal.team, event.time, event.position};
  const auto take = [&](TakeoverStep step) {
    track.steps[index_of(step)] = visit;
    track.is_done[index_of(step)] = true;
  };
  SubjectBook& book = book_of(world, event.tenant, event.time);
  if (may_begin && !is_in_time(track, TakeoverStep::contact, event.time)) {
    track = {};
    take(TakeoverStep::contact);
    track.is_explained = is_explained(scene, data_subject);
    book.contacts += 1;
    return;
  }
  if (steps[index_of(TakeoverStep::credential)] &&
      is_in_time(track, TakeoverStep::contact, event.time)) {
    take(TakeoverStep::credential);
  } else if (steps[index_of(TakeoverStep::payout)] &&
             is_in_time(track, TakeoverStep::credential, event.time) &&
             !track.is_done[index_of(TakeoverStep::payout)]) {
    take(TakeoverStep::payout);
    scene.takeover = {key, &track, (book.takeovers + 0.5) / (book.contacts + 500)};
    book.takeovers += 1;
  }
}

}  // namespace

void observe_takeover(World& world, const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  constexpr std::size_t one_case = 4;  // a mass change is D21's matter
  if (!changes(event.action) || !event.opens() || event.data_subjects.empty() ||
      event.data_subjects.size() > one_case || scene.is_late) {
    return;
  }
  const std::array<bool, takeover_steps> steps = steps_of(settings.fields, event);
  if (std::none_of(steps.begin(), steps.end(), [](bool is_step) { return is_step; })) {
    return;
  }
  for (const DataSubjectToken data_subject : event.data_subjects) {
    follow_takeover(world, scene, data_subject, steps);
  }
}

}  // namespace centinela::state
