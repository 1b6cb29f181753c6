#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr std::uint64_t session_salt = 0x5E55;
constexpr std::uint64_t census_salt = 0xCE45;

bool is_refused(const Event& event) noexcept {
  return event.outcome == Outcome::not_found || event.outcome == Outcome::denied;
}

// A look-up of one record by its identifier, granted or refused. What a service account or a
// registered macro walks through is its job.
bool asks_for_one(const Event& event, PrincipalKind kind) noexcept {
  const bool may_walk = kind == PrincipalKind::service || !is_absent(event.context.automation);
  const bool is_by_id =
      event.query.shape == QueryShape::by_id || event.query.shape == QueryShape::absent;
  const bool is_read = event.action == Action::read || event.action == Action::query ||
                       event.action == Action::unmask || event.action == Action::tool_call;
  if (may_walk || !is_by_id || !is_read || event.data_subjects.size() > 1) {
    return false;
  }
  const bool has_ordinal = event.ordinals.size() == 1 && event.ordinals[0] != 0;
  return has_ordinal || is_refused(event);
}

bool retrieves(const Event& event) noexcept {
  return event.action == Action::retrieve || event.action == Action::embed ||
         event.query.shape == QueryShape::semantic || event.resource.kind == ResourceKind::index;
}

EntityKey session_key(const Scene& scene) noexcept {
  const Event& event = scene.event;
  std::uint64_t id = 0;
  if (scene.conversation != nullptr) {
    id = event.context.conversation.value();
  } else if (!is_absent(event.origin.session)) {
    id = event.origin.session.value();
  } else {
    id = event.origin.client.value();
  }
  return {EntityType::conversation, event.tenant, id == 0 ? 0 : pair_id(session_salt, id)};
}

void close_run(SessionState& session, RunCensus& census) noexcept {
  const auto length = static_cast<std::size_t>(std::max(session.run, 0));
  census.runs[std::min(length, RunCensus::lengths - 1)] += 1;
  ++session.runs;
}

// A step to the neighbour continues the run; so does a longer one over as many refusals as lie
// between, because what is refused names nobody.
void follow_run(SessionState& session, RunCensus& census, std::uint32_t ordinal) noexcept {
  const auto step = static_cast<std::int32_t>(ordinal - session.ordinal);
  const std::int32_t direction = step > 0 ? 1 : -1;
  const std::int32_t reach = session.skipped + 1;
  const bool is_near = step != 0 && step >= -reach && step <= reach;
  const bool is_straight = session.direction == 0 || session.direction == direction;
  if (session.run > 0 && step == 0) {
    return;  // the same record again
  }
  if (session.run > 0 && is_near && is_straight) {
    session.run += direction * step;
    session.direction = direction;
  } else {
    if (session.run > 0) {
      close_run(session, census);
    }
    session.run = 1;
    session.direction = 0;
  }
  session.longest = std::max(session.longest, session.run);
  session.ordinal = ordinal;
  session.skipped = 0;
}

void report_requests(SessionState& session, RunCensus& census) noexcept {
  constexpr std::int32_t at_once = 8;
  if (session.requests - session.reported >= at_once) {
    census.requests += session.requests - session.reported;
    census.misses += session.misses - session.misses_reported;
    session.reported = session.requests;
    session.misses_reported = session.misses;
  }
}

void ask(World& world, Scene& scene) {
  const Event& event = scene.event;
  SessionState& session = *scene.session.session;
  RunCensus& census = world.censuses.touch(
      {EntityType::cohort, event.tenant, pair_id(census_salt, scene.group_path.role.id)});
  census.fade_to(scene.local.day);
  scene.session.census = &census;
  scene.session.asks = true;
  ++session.requests;
  if (is_refused(event)) {
    ++session.misses;
    ++session.skipped;
  } else {
    follow_run(session, census, event.ordinals[0]);
  }
  report_requests(session, census);
}

bool names_foreign(const Scene& scene) noexcept {
  const ConversationState* conversation = scene.conversation;
  if (conversation == nullptr || !conversation->has_scope() || scene.event.opens()) {
    return scene.counted.foreign_now > 0;
  }
  const auto& named = scene.event.data_subjects;
  return std::any_of(named.begin(), named.end(), [&](DataSubjectToken data_subject) {
    return data_subject != conversation->acting_for &&
           !std::binary_search(
               conversation->linked.begin(), conversation->linked.end(), data_subject);
  });
}

void retrieve(World& world, Scene& scene) {
  const Event& event = scene.event;
  SessionState& session = *scene.session.session;
  scene.session.retrieval = &world.retrievals.touch(scene.principal_key);
  scene.session.is_new_to_retrieval = session.retrievals == 0;
  scene.session.chunks = static_cast<double>(std::max<std::int64_t>(event.records, 1));
  session.chunks += scene.session.chunks;
  session.deepest_page = std::max(session.deepest_page, event.query.page);
  ++session.retrievals;
  session.foreign_retrievals += names_foreign(scene) ? 1 : 0;
}

}  // namespace

void observe_session(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (scene.is_late) {
    return;
  }
  const bool asks = asks_for_one(event, scene.principal.kind);
  const bool is_retrieval =
      retrieves(event) && scene.principal.kind != PrincipalKind::service && !is_refused(event);
  if (!asks && !is_retrieval) {
    return;
  }
  const EntityKey key = session_key(scene);
  if (key.id == 0) {
    return;
  }
  SessionState& session = world.sessions.touch(key);
  scene.session.session = &session;
  if (!session.is_started) {
    session.is_started = true;
    session.owner = event.principal.id;
    session.start = event.time;
  }
  if (asks) {
    ask(world, scene);
  }
  if (is_retrieval) {
    retrieve(world, scene);
  }
}

// The gamma posterior is a sum, so a session may be learnt piece by piece.
void learn_retrieval(RetrievalHabit& habit, double chunks, bool is_new, bool is_foreign) noexcept {
  constexpr double forget = 0.9999;
  if (habit.sessions <= 0) {
    habit.per_session = stats::CountModel::from(retrieval_prior);
  }
  habit.per_session.shape = habit.per_session.shape * forget + chunks;
  habit.per_session.rate = habit.per_session.rate * forget + (is_new ? 1 : 0);
  habit.sessions += is_new ? 1 : 0;
  habit.retrievals = habit.retrievals * forget + 1;
  habit.foreign = habit.foreign * forget + (is_foreign ? 1 : 0);
}

void learn_session(Scene& scene, bool is_quarantined) {
  const SessionSight& sight = scene.session;
  if (sight.retrieval == nullptr) {
    return;
  }
  // A session that goes on for ever teaches no more than a long one.
  constexpr double chunks_max = 200;
  const double room = std::max(0.0, chunks_max - (sight.session->chunks - sight.chunks));
  const double chunks = std::min(sight.chunks, room);
  const bool is_foreign = sight.session->foreign_retrievals > 0 && names_foreign(scene);
  if (is_quarantined) {
    const int which = (sight.is_new_to_retrieval ? 1 : 0) + (is_foreign ? 2 : 0);
    hold_lesson(scene,
                {.kind = HeldLesson::Kind::retrieval,
                 .which = static_cast<std::uint8_t>(which),
                 .amount = chunks});
    return;
  }
  learn_retrieval(*sight.retrieval, chunks, sight.is_new_to_retrieval, is_foreign);
}

}  // namespace centinela::state
