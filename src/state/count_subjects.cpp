#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

std::uint64_t pair_of(const Scene& scene, DataSubjectToken data_subject) noexcept {
  return pair_id(scene.principal_key.hash(), data_subject.value());
}

// Customers, this one included, that the principal opened for the first time under this ticket.
std::int64_t customers_under(PrincipalState& principal, TicketToken ticket, bool is_new) {
  if (!principal.ticket_uses) {
    principal.ticket_uses = std::make_unique<FixedVector<TicketUse, 8>>();
  }
  FixedVector<TicketUse, 8>& uses = *principal.ticket_uses;
  TicketUse use{ticket, 0};
  for (std::size_t i = 0; i < uses.size(); ++i) {
    if (uses[i].ticket == ticket) {
      use = uses[i];
      uses.erase_at(i);
      break;
    }
  }
  use.customers += is_new ? 1 : 0;
  if (uses.full()) {
    uses.truncate(uses.size() - 1);
  }
  uses.push_back(use);
  std::rotate(uses.begin(), uses.end() - 1, uses.end());
  return std::max<std::int64_t>(use.customers, 1);
}

// A ticket explains less where its reader wrote it, or names it for many customers.
TicketTrust trust_in_ticket(Scene& scene, const ExplanationState* records, bool is_met) {
  const Event& event = scene.event;
  if (is_absent(event.context.ticket) || !is_person(scene.principal.kind)) {
    return {};
  }
  if (records != nullptr && is_own_ticket(event.context.ticket, event.principal.id, *records)) {
    return {strength_by_oneself, NearestMiss::own_ticket};
  }
  if (!is_absent(event.context.ticket_subject)) {
    return {};
  }
  const auto customers =
      static_cast<double>(customers_under(scene.principal, event.context.ticket, !is_met));
  return customers <= customers_of_a_ticket
             ? TicketTrust{}
             : TicketTrust{customers_of_a_ticket / customers, NearestMiss::reused_ticket};
}

Explained explain_now(World& world, Scene& scene, DataSubjectToken data_subject, bool is_met) {
  const Event& event = scene.event;
  const EntityKey key{EntityType::data_subject, event.tenant, data_subject.value()};
  const ExplanationState* records = world.explanations.find(key);
  const TicketTrust trust = trust_in_ticket(scene, records, is_met);
  Explained best = explain_by_event(event, data_subject, trust);
  if (best.strength >= strength_settled) {
    return best;
  }
  const AccessFacts access{event.principal.id,
                           event.context.conversation,
                           event.context.queue,
                           scene.principal.team,
                           event.time,
                           event.resource.record_class};
  best = stronger(best, reasons_on_record(world, scene.principal_key, data_subject, access));
  if (best.strength < strength_settled && scene.path.missing(event.present).size() == 0 &&
      world.explained_pairs.contains(pair_of(scene, data_subject), scene.event.time)) {
    best = stronger(best, {ExplanationKind::earlier_access, NearestMiss::none, 0.5});
  }
  return best;
}

Label relation_of(LabelSet labels) noexcept {
  for (const Label label : {Label::self, Label::household, Label::coworker}) {
    if (labels.contains(label)) {
      return label;
    }
  }
  return Label::absent;
}

PendingAccess access_of(const Scene& scene,
                        DataSubjectToken data_subject,
                        const Explained& explained) noexcept {
  const Event& event = scene.event;
  PendingAccess access;
  access.principal = scene.principal_key;
  access.data_subject = data_subject;
  access.conversation = event.context.conversation;
  access.ticket = event.context.ticket;
  access.queue = event.context.queue;
  access.team = scene.principal.team;
  access.time = event.time;
  access.day = scene.local.day;
  access.position = event.position;
  access.unexplained = static_cast<float>(1 - explained.strength);
  access.miss = explained.miss;
  access.kind = scene.principal.kind;
  access.relation = relation_of(event.labels);
  access.record_class = event.resource.record_class;
  return access;
}

void count_first_access(
    World& world, const ObserveSettings& settings, Scene& scene, DayMark& mark, bool is_met) {
  const Explained explained = explain_now(world, scene, mark.data_subject, is_met);
  PendingAccess access = access_of(scene, mark.data_subject, explained);
  mark.unexplained = static_cast<float>(1 - explained.strength);
  scene.counted.unexplained_weight += mark.unexplained;
  if (explained.strength >= strength_needed(access)) {
    mark.is_resolved = true;
    settle_access(scene.principal, scene.local.day, mark.unexplained);
    world.explained_pairs.seen_before(pair_of(scene, mark.data_subject), scene.event.time);
    scene.tenant.explained += 1;
    if (is_person(scene.principal.kind)) {
      note_explained_access(world, access);
    }
    return;
  }
  if (explained.strength < strength_settled) {
    ++scene.counted.unexplained;
    scene.principal.day_position = scene.event.position;
    if (scene.principal.drift) {
      scene.principal.drift->leg(DriftKind::unexplained).strongest = scene.event.position;
    }
  }
  access.deadline = world.log_time + settings.explanation_grace;
  world.pending.push_back(access);
}

// True when it is marked as new today.
bool count_one(World& world,
               const ObserveSettings& settings,
               Scene& scene,
               DataSubjectToken data_subject) {
  const DayTable::Found found = scene.principal.subjects_today.insert(data_subject);
  bool is_met = false;
  if (found.is_new) {
    ++scene.counted.new_today;
    is_met = world.known_pairs.seen_before(pair_of(scene, data_subject), scene.event.time);
    scene.counted.never_met += is_met ? 0 : 1;
  }
  if (found.mark == nullptr) {
    scene.counted.new_this_hour += found.is_new ? 1 : 0;
    return false;
  }
  const auto hour = static_cast<std::int32_t>(scene.hour);
  if (found.mark->hour != hour) {
    found.mark->hour = hour;
    ++scene.counted.new_this_hour;
  }
  if (found.is_new) {
    count_first_access(world, settings, scene, *found.mark, is_met);
  }
  return found.is_new;
}

// D33: transcripts, traces and prompt logs are customer records and developers are principals.
// Where no data subject is named, the conversation that was logged stands for the customer in it.
void count_logged_conversation(World& world, const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  const bool is_log = event.resource.kind == ResourceKind::transcript ||
                      event.resource.kind == ResourceKind::prompt_log;
  if (!is_log || !event.data_subjects.empty() || is_absent(event.context.conversation) ||
      acts_in_conversations(scene.principal.kind)) {
    return;
  }
  constexpr std::uint64_t stands_for_customer = 33;
  count_one(
      world,
      settings,
      scene,
      DataSubjectToken{hash_combine(event.context.conversation.value(), stands_for_customer)});
}

}  // namespace

void settle_access(PrincipalState& principal, std::int64_t day, double unexplained) noexcept {
  JustificationTrack& track = principal.justification;
  if (track.day == day) {
    track.resolved += 1;
    track.unexplained += unexplained;
  } else if (track.last_day == day) {
    track.last_resolved += 1;
    track.last_unexplained += unexplained;
  }
}

void count_subjects(World& world, const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  if (!event.opens()) {
    return;
  }
  begin_handling(settings, scene);
  for (const DataSubjectToken data_subject : event.data_subjects) {
    const bool is_new = count_one(world, settings, scene, data_subject);
    if (is_new && scene.handling != nullptr) {
      compare_handling(world, scene, data_subject);
    }
  }
  count_logged_conversation(world, settings, scene);
  // Beyond the 256 that are named one by one, every further data subject counts as a new one.
  const auto beyond = static_cast<std::int64_t>(event.data_subject_total) -
                      static_cast<std::int64_t>(event.data_subjects.size());
  scene.counted.new_today += std::max<std::int64_t>(beyond, 0);
  scene.counted.new_this_hour += std::max<std::int64_t>(beyond, 0);

  PrincipalState& principal = scene.principal;
  if (scene.is_first_of_day && scene.counted.unexplained == 0) {
    principal.day_position = event.position;
  }
  principal.hour.x += scene.counted.new_this_hour;
  principal.day.x += scene.counted.new_today;
  if (principal.drift && scene.counted.new_today > 0) {
    principal.drift->leg(DriftKind::subjects).strongest = event.position;
  }
  principal.slice_x += scene.counted.new_this_hour;
}

}  // namespace centinela::state
