// The parts of `observe`, each in a file of its own. Floor 3, private to state.
#pragma once

#include "centinela/state/observe.h"

#include <vector>

namespace centinela::state {

// Sequence numbers, watermark and lateness of the event's producer.
void observe_producer(Scene& scene, const ObserveSettings& settings);
// Takes what a principal adds to its peers along when it changes kind, role or team.
void follow_group(World& world,
                  PrincipalState& principal,
                  const EntityKey& key,
                  const GroupPath& path);
// Takes it out of its groups' sums.
void leave_groups(World& world, const PrincipalState& principal, const EntityKey& key);
// Closes the hour and the day that are over for this principal, and opens the new ones.
void roll_windows(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// The conversation may speak for this data subject too.
void link(ConversationState& conversation, DataSubjectToken data_subject);
// Scope and opened data subjects of a bot's conversation.
void observe_conversation(World& world, Scene& scene);
// Intent, steps and the three legs of an injected instruction, of the conversation observed.
void observe_chain(World& world, Scene& scene);
// How much a turn of a bot's release reads.
void observe_release(World& world, Scene& scene);
// What one session asks for, one after the other, and retrieves.
void observe_session(World& world, Scene& scene);
// Tools of AI agents, and for whom they read.
void observe_agent(World& world, Scene& scene);
// Steps of a takeover of a data subject's account.
void observe_takeover(World& world, const ObserveSettings& settings, Scene& scene);
void learn_release(Scene& scene, bool is_quarantined);
void learn_session(Scene& scene, bool is_quarantined);
void learn_delegation(Scene& scene, double weight);
// Amounts per resource class; closes the day that is over.
void observe_class(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// What somebody handles, compared with who else handles it: first, then for each data subject that
// is opened for the first time in a day; learnt when it was judged.
void begin_handling(const ObserveSettings& settings, Scene& scene);
void compare_handling(World& world, Scene& scene, DataSubjectToken data_subject);
void learn_handling(World& world, Scene& scene, double weight);
// What rosters, approvals and incidents say of the principal at this time.
void note_standing(World& world, Scene& scene);
// Of a team, beside those of its members.
[[nodiscard]] EntityKey team_reasons_key(TenantToken tenant, WordToken team) noexcept;
// Accesses that were judged unexplained and that the record, which is on record by now, explains.
void retract(World& world, const ContextRecord& record, std::vector<ResolvedAccess>& retracted);
// Opened data subjects into the hour, the day and the justification of the day.
void count_subjects(World& world, const ObserveSettings& settings, Scene& scene);

// Of an event that is quarantined: kept until a ruling says that it was benign.
void hold_lesson(Scene& scene, HeldLesson lesson);
// Chunks of a retrieval, learnt.
void learn_retrieval(RetrievalHabit& habit, double chunks, bool is_new, bool is_foreign) noexcept;
// A day's amounts, learnt.
void learn_class_day(ClassState& state, double records, double largest_job, bool exports) noexcept;

// Steps the drift of the day that is over, before its windows are cleared.
void close_drift(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);

// Shares, changes and risk of the day that is over.
void close_aside(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed);
// The rarer habits: changes, page sweeps, searches, refusals, clients, credentials.
void observe_aside(World& world, const ObserveSettings& settings, Scene& scene);

// Of a day's changes: they come with the work, so what lifts it lifts them; bounded, for rare acts
// follow it loosely.
[[nodiscard]] double change_exposure(const PrincipalState& principal) noexcept;

// Exposure of the open hour or day: season, then what moves all peers at present.
[[nodiscard]] double hour_exposure(const Scene& scene) noexcept;
[[nodiscard]] double day_exposure(const Scene& scene) noexcept;

// First accesses that are settled, into the day's account of the principal.
void settle_access(PrincipalState& principal, std::int64_t day, double unexplained) noexcept;

}  // namespace centinela::state
