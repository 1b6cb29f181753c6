// Behaviour: what each role of the platform ordinarily does in a quarter of an hour. Floor 9.
//
// One function per role, listed in one constexpr catalogue; each plans the principal's work of the
// bench's slot.
#pragma once

#include "simulator/workbench.h"

namespace centinela::simulator {

using Behaviour = void (*)(Workbench&, PrincipalIndex, const Mood&);

[[nodiscard]] Behaviour behaviour_of(Role role) noexcept;

void work_at_desk(Workbench& bench, PrincipalIndex who, const Mood& mood);
void review_quality(Workbench& bench, PrincipalIndex who, const Mood& mood);
void answer_privacy_requests(Workbench& bench, PrincipalIndex who, const Mood& mood);
void analyse_marketing(Workbench& bench, PrincipalIndex who, const Mood& mood);
void maintain_platform(Workbench& bench, PrincipalIndex who, const Mood& mood);
void hold_conversations(Workbench& bench, PrincipalIndex who, const Mood& mood);
void assist_agents(Workbench& bench, PrincipalIndex who, const Mood& mood);
void transcribe_calls(Workbench& bench, PrincipalIndex who, const Mood& mood);
void synchronise_hourly(Workbench& bench, PrincipalIndex who, const Mood& mood);
void run_nightly(Workbench& bench, PrincipalIndex who, const Mood& mood);
void serve_partner(Workbench& bench, PrincipalIndex who, const Mood& mood);
void serve_vendor(Workbench& bench, PrincipalIndex who, const Mood& mood);
void support_as_vendor(Workbench& bench, PrincipalIndex who, const Mood& mood);
void beat_heart(Workbench& bench, PrincipalIndex who, const Mood& mood);

// Sign-ins of a person who begins, or comes back from lunch, in this slot.
void sign_in(Workbench& bench, PrincipalIndex who, const Mood& mood);

// One conversation of a bot with a customer, from `time` on; its parts are what attacks vary.
struct Conversation {
  std::uint64_t id = 0;
  Customer customer = 0;
  Customer linked = 0;
  Intent intent = Intent::none;
  std::uint16_t version = 0;
  bool is_authenticated = true;
  EventTime time;
};
[[nodiscard]] Conversation open_conversation(Workbench& bench, PrincipalIndex bot, EventTime time);
// One tool read of a conversation at that turn.
Happening& bot_turn(
    Workbench& bench, PrincipalIndex bot, const Conversation& talk, int turn, EventTime time);
// The reads that such a conversation usually takes; returns when it ends.
EventTime hold_conversation(Workbench& bench, PrincipalIndex bot, const Conversation& talk);
// The release that a bot runs at that time.
[[nodiscard]] std::uint16_t release_of(const World& world,
                                       PrincipalIndex bot,
                                       EventTime time) noexcept;

// One row-returning access of a job, service or analyst, without named data subjects.
Happening& bulk_access(
    Workbench& bench, PrincipalIndex who, ResourceId what, std::uint64_t rows, EventTime time);

}  // namespace centinela::simulator
