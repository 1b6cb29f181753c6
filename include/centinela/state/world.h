// World: everything one shard remembers. Floor 3, plain ownership, confined to one thread.
//
// Every store is bounded (Bounds) and evicts deterministically; together they are what a
// checkpoint saves.
#pragma once

#include "centinela/state/agent_state.h"
#include "centinela/state/approval_state.h"
#include "centinela/state/class_state.h"
#include "centinela/state/client_state.h"
#include "centinela/state/conversation_state.h"
#include "centinela/state/entity_store.h"
#include "centinela/state/explain_access.h"
#include "centinela/state/explanation_state.h"
#include "centinela/state/intent_state.h"
#include "centinela/state/log_clock.h"
#include "centinela/state/peer_groups.h"
#include "centinela/state/principal_state.h"
#include "centinela/state/producer_state.h"
#include "centinela/state/recent_ids.h"
#include "centinela/state/release_state.h"
#include "centinela/state/session_state.h"
#include "centinela/state/subject_state.h"
#include "centinela/stats/bloom_pair.h"

#include <array>
#include <cstdint>
#include <deque>

namespace centinela::state {

struct Bounds {
  std::size_t principals_max = 1U << 20U;
  std::size_t classes_max = 1U << 20U;  // (principal, resource class)
  std::size_t conversations_max = 1U << 18U;
  std::size_t data_subjects_max = 1U << 20U;  // with an explanation on record
  std::size_t groups_max = 1U << 14U;
  std::size_t producers_max = 1U << 12U;
  std::size_t paths_max = 1U << 14U;  // (producer, action)
  std::size_t clients_max = 1U << 14U;
  std::size_t visits_max = 1U << 17U;  // principals, across tenants
  std::size_t event_ids_max = 1U << 21U;
  std::size_t pending_max = 1U << 18U;         // accesses that wait for an explanation
  std::uint32_t pairs_max = 1U << 22U;         // (principal, data subject) remembered for 14 days
  std::size_t intents_max = 1U << 12U;         // also what agents read on behalf of others
  std::size_t reading_habits_max = 1U << 15U;  // (bot, intent, class, action)
  std::size_t release_readings_max = 1U << 16U;
  std::size_t approvals_max = 1U << 16U;  // principals and teams with a reason that names nobody
  std::size_t subjects_max = 1U << 18U;   // data subjects that people opened lately
  std::size_t related_max = 1U << 16U;    // (principal, data subject) without explanation
  std::size_t sessions_max = 1U << 16U;
  std::size_t censuses_max = 1U << 12U;  // of roles
  std::size_t retrievals_max = 1U << 16U;
  std::size_t tools_max = 1U << 15U;  // (agent, tool)
  std::size_t cohorts_max = 1U << 12U;
  std::int64_t idle_days = 400;  // what was not heard of for so long is forgotten
};

// How busy a tenant is, by day: what lifts all machines alike is nobody's drift.
struct BusyDays {
  std::int64_t day = INT64_MIN;
  double today = 0;
  std::array<float, 7> usual{};  // events of such a weekday, running mean
  double factor = 1;             // of the day that closed last, in [1, 4]
  double factor_before = 1;      // and of the day before it

  void count(std::int64_t of_day) noexcept;
  [[nodiscard]] double factor_of(std::int64_t of_day) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, today, usual, factor, factor_before);
  }
};

// A producer that lacks unusually many of its numbers at present. Several at once have a common
// cause upstream of them.
struct LackingProducer {
  std::uint64_t producer = 0;
  std::int64_t missing = 0;  // counted since it began to lack, and still open
  EventTime last;            // log time of the newest counted gap

  template <class Archive>
  void describe(Archive& archive) {
    archive(producer, missing, last);
  }
};

struct TenantState {
  EventTime first_event;
  EventTime last_event;
  bool is_started = false;
  std::uint64_t events = 0;
  double explained = 0;     // first accesses that something explained
  double unexplained = 0;   // and those that nothing did
  ValueTable values{1024};  // root of the rarity hierarchy
  std::array<std::uint32_t, 8> principals_by_kind{};
  std::array<std::int64_t, 8> first_day_by_kind{};
  BusyDays busy;
  SubjectBook subjects;
  SurfaceBook surface;
  FixedVector<LackingProducer, 16> lacking;  // full: the one heard of longest ago makes room

  template <class Archive>
  void describe(Archive& archive) {
    archive(first_event, last_event, is_started, events, explained, unexplained, values);
    archive(principals_by_kind, first_day_by_kind, busy, subjects, surface, lacking);
  }
};

// A first access that nothing explained yet; judged when its grace time is over.
struct PendingAccess {
  EventTime deadline;  // log time
  EntityKey principal;
  DataSubjectToken data_subject;
  ConversationToken conversation;
  TicketToken ticket;
  WordToken queue;
  WordToken team;
  EventTime time;
  std::int64_t day = 0;
  Position position;
  float unexplained = 1;
  PrincipalKind kind = PrincipalKind::absent;
  Label relation = Label::absent;        // to the data subject, as the producer flags it
  bool has_foreign_ticket = false;       // as written before `miss` was; no longer read
  NearestMiss miss = NearestMiss::none;  // of what the event itself named
  WordToken record_class;

  template <class Archive>
  void describe(Archive& archive) {
    archive(deadline, principal.type, principal.tenant, principal.id, data_subject, conversation);
    archive(ticket, queue, team, time, day, position.partition, position.offset, position.index);
    archive(position.topic, position.is_indexed, unexplained, kind, relation, has_foreign_ticket);
    archive(miss, record_class);
  }
};

struct World {
  explicit World(const Bounds& limits)
      : bounds(limits),
        tenants(1024),
        principals(limits.principals_max),
        classes(limits.classes_max),
        conversations(limits.conversations_max),
        explanations(limits.data_subjects_max),
        producers(limits.producers_max),
        paths(limits.paths_max),
        clients(limits.clients_max),
        visits(limits.visits_max),
        groups(limits.groups_max),
        intents(limits.intents_max),
        reading_habits(limits.reading_habits_max),
        release_readings(limits.release_readings_max),
        approvals(limits.approvals_max),
        subjects(limits.subjects_max),
        related(limits.related_max),
        sessions(limits.sessions_max),
        censuses(limits.censuses_max),
        retrievals(limits.retrievals_max),
        tools(limits.tools_max),
        cohorts(limits.cohorts_max),
        recent_ids(limits.event_ids_max),
        explained_pairs(limits.pairs_max, std::chrono::days{14}),
        known_pairs(limits.pairs_max, std::chrono::days{30}) {}

  Bounds bounds;
  EntityStore<TenantState> tenants;
  EntityStore<PrincipalState> principals;
  EntityStore<ClassState> classes;
  EntityStore<ConversationState> conversations;
  EntityStore<ExplanationState> explanations;
  EntityStore<ProducerState> producers;
  EntityStore<PathState> paths;
  EntityStore<ClientState> clients;  // by (tenant, client); id 0 is the tenant's own entry
  EntityStore<VisitState> visits;    // by principal, without a tenant
  PeerGroups groups;
  EntityStore<IntentState> intents;
  EntityStore<ReadingHabit> reading_habits;
  EntityStore<ReleaseReading> release_readings;
  EntityStore<ApprovalState> approvals;
  EntityStore<SubjectState> subjects;
  EntityStore<RelatedState> related;
  EntityStore<SessionState> sessions;
  EntityStore<RunCensus> censuses;
  EntityStore<RetrievalHabit> retrievals;
  EntityStore<ToolState> tools;
  EntityStore<CohortState> cohorts;
  RecentIds recent_ids;
  stats::BloomPair explained_pairs;  // (principal, data subject) that something explained
  stats::BloomPair known_pairs;      // (principal, data subject) met before
  std::deque<PendingAccess> pending;
  std::uint64_t pending_overflows = 0;  // judged early because the queue was full

  EventTime log_time;  // highest `received` so far
  std::int64_t snapshot_boundary = no_window;
  std::int64_t cohort_day = no_window;  // latest day that cohorts were judged by
  bool is_started = false;
  LogClock clock;

  // When a record that says so was received.
  [[nodiscard]] EventTime believe(EventTime received) noexcept {
    return is_started ? clock.believe(log_time, received) : received;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(log_time, snapshot_boundary, is_started, pending_overflows);
    archive(tenants, principals, classes, conversations, explanations, producers, paths, groups);
    archive(recent_ids, explained_pairs, known_pairs, clients, visits);
    archive(intents, reading_habits, release_readings);
    archive(
        approvals, subjects, related, sessions, censuses, retrievals, tools, cohorts, cohort_day);
    archive(pending, clock);
  }
};

}  // namespace centinela::state
