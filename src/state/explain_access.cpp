#include "centinela/state/explain_access.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double by_customer = 1.0;
constexpr double by_third_person = 0.8;
// A ticket that waits in another queue settles nothing: well-known customers nearly always have
// one.
constexpr double for_another_queue = 0.4;

double strength_of(IssuedBy issuer) noexcept {
  switch (issuer) {
    case IssuedBy::third_person:
      return by_third_person;
    case IssuedBy::self:
      return strength_by_oneself;
    default:
      return by_customer;
  }
}

ExplanationKind kind_of(ContextKind kind) noexcept {
  switch (kind) {
    case ContextKind::ticket:
      return ExplanationKind::ticket;
    case ContextKind::assignment:
    case ContextKind::roster:
    case ContextKind::grant:
      return ExplanationKind::assignment;
    case ContextKind::conversation:
    case ContextKind::link:
      return ExplanationKind::conversation;
    case ContextKind::handover:
      return ExplanationKind::handover;
    case ContextKind::callback:
      return ExplanationKind::callback;
    case ContextKind::approval:
    case ContextKind::event:
      return ExplanationKind::job;
    default:  // a consent allows a use, it is no reason to open a record

      return ExplanationKind::none;
  }
}

// Who it speaks for: 1 when it names the principal or the conversation, less when only the team's
// queue is meant, 0 when it is somebody else's.
double fit(const AccessFacts& access, const Explanation& record) noexcept {
  if (!is_absent(record.principal)) {
    return record.principal == access.principal ? 1.0 : 0.0;
  }
  if (!is_absent(record.conversation) && !is_absent(access.conversation)) {
    return record.conversation == access.conversation ? 1.0 : 0.0;
  }
  if (!is_absent(record.team) && !is_absent(access.team)) {
    return record.team == access.team ? 1.0 : 0.0;
  }
  if (!is_absent(record.queue) && !is_absent(access.queue)) {
    return record.queue == access.queue ? 1.0 : for_another_queue;
  }
  return by_third_person;
}

Explained judge(const AccessFacts& access, const Explanation& record) noexcept {
  Explained explained;
  const ExplanationKind kind = kind_of(record.kind);
  if (kind == ExplanationKind::none) {
    return explained;
  }
  const double fitness = fit(access, record);
  const bool is_over = record.to + access.slack < access.time;
  const bool is_early = access.time < record.from - access.slack;
  if (is_over || is_early) {
    explained.miss = record.is_closed ? NearestMiss::closed_ticket : NearestMiss::expired;
    return explained;
  }
  if (fitness <= 0) {
    explained.miss = NearestMiss::other_principal;
    return explained;
  }
  const bool is_own = record.issued_by == IssuedBy::self;
  explained.kind = is_own ? ExplanationKind::own_ticket : kind;
  explained.miss = is_own ? NearestMiss::own_ticket : NearestMiss::none;
  explained.strength = strength_of(record.issued_by) * fitness;
  return explained;
}

// What it is where no customer is named; none where the record speaks of permission or presence
// only.
ExplanationKind kind_of(const StandingReason& reason, const AccessFacts& access) noexcept {
  const bool is_named = !is_absent(reason.change) || !is_absent(reason.incident);
  switch (reason.kind) {
    case ContextKind::approval:
      return ExplanationKind::job;
    case ContextKind::grant:
    case ContextKind::event:
      return is_named ? ExplanationKind::job : ExplanationKind::none;
    case ContextKind::assignment:
    case ContextKind::roster:
      return !is_absent(reason.queue) && reason.queue == access.queue ? ExplanationKind::assignment
                                                                      : ExplanationKind::none;
    default:
      return ExplanationKind::none;
  }
}

Explained judge(const AccessFacts& access, const StandingReason& reason) noexcept {
  Explained explained;
  const ExplanationKind kind = kind_of(reason, access);
  const bool is_of_class =
      is_absent(reason.record_class) || reason.record_class == access.record_class;
  if (kind == ExplanationKind::none || !is_of_class) {
    return explained;
  }
  if (reason.to + access.slack < access.time || access.time < reason.from - access.slack) {
    explained.miss = NearestMiss::expired;
    return explained;
  }
  explained.kind = kind;
  explained.strength = std::min(strength_of(reason.issued_by), by_third_person);
  return explained;
}

Explained by_ticket(const Event& event,
                    DataSubjectToken data_subject,
                    const TicketTrust& trust) noexcept {
  const ContextFacts& context = event.context;
  Explained explained;
  if (is_absent(context.ticket)) {
    return explained;
  }
  if (!is_absent(context.ticket_subject) && context.ticket_subject != data_subject) {
    explained.miss = NearestMiss::other_subjects_ticket;
    return explained;
  }
  explained.kind = ExplanationKind::ticket;
  explained.miss = trust.miss;
  explained.strength = trust.share * (context.assigned ? by_customer : by_third_person);
  return explained;
}

}  // namespace

Explained explain_by_event(const Event& event,
                           DataSubjectToken data_subject,
                           const TicketTrust& trust) noexcept {
  const ContextFacts& context = event.context;
  if (!is_absent(context.conversation) &&
      (context.acting_for == data_subject || context.linked.contains(data_subject))) {
    return {ExplanationKind::conversation, NearestMiss::none, by_customer};
  }
  Explained best = by_ticket(event, data_subject, trust);
  if (context.assigned && is_absent(context.ticket)) {
    best = stronger(best, {ExplanationKind::assignment, NearestMiss::none, by_third_person});
  }
  if (context.callback) {
    best = stronger(best, {ExplanationKind::callback, NearestMiss::none, by_third_person});
  }
  if (!is_absent(context.handover_from)) {
    best = stronger(best, {ExplanationKind::handover, NearestMiss::none, by_third_person});
  }
  if (!is_absent(context.change) || !is_absent(context.incident)) {
    best = stronger(best, {ExplanationKind::job, NearestMiss::none, by_third_person});
  }
  return best;
}

bool is_own_ticket(TicketToken ticket,
                   PrincipalToken principal,
                   const ExplanationState& records) noexcept {
  return !is_absent(ticket) &&
         std::any_of(records.explanations.begin(),
                     records.explanations.end(),
                     [&](const Explanation& record) {
                       return record.kind == ContextKind::ticket && record.ticket == ticket &&
                              record.issued_by == IssuedBy::self &&
                              (is_absent(record.principal) || record.principal == principal);
                     });
}

Explained explain_by_records(const AccessFacts& access, const ExplanationState& records) noexcept {
  Explained best;
  for (const Explanation& record : records.explanations) {
    best = stronger(best, judge(access, record));
  }
  return best;
}

Explained explain_by_standing(const AccessFacts& access, const ApprovalState& records) noexcept {
  Explained best;
  for (const StandingReason& reason : records.standing) {
    best = stronger(best, judge(access, reason));
  }
  return best;
}

}  // namespace centinela::state
