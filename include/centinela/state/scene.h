// Scene: one event together with all state that it touches. Floor 3, borrowed for one event.
//
// Made by `observe`, read by features and detectors, and given to `learn` afterwards.
#pragma once

#include "centinela/event/event.h"
#include "centinela/event/time_zones.h"
#include "centinela/state/world.h"

#include <cstdint>

namespace centinela::state {

// What the event added to the open windows.
struct Counted {
  std::int64_t new_today = 0;  // data subjects opened for the first time today
  std::int64_t new_this_hour = 0;
  std::int64_t never_met = 0;     // not met by this principal within 30 days
  std::int64_t unexplained = 0;   // of new_today, for which nothing is on record yet
  double unexplained_weight = 0;  // Σ(1 − strength) over new_today
  std::int64_t new_in_conversation = 0;
  std::int64_t new_foreign = 0;      // data subjects outside the conversation's scope, first time
  std::int64_t foreign_now = 0;      // opened by this event and outside the scope, new or not
  bool is_new_class_action = false;  // in this conversation
  bool is_new_transition = false;
  bool is_new_intent = false;  // the conversation shows this intent for the first time
  std::uint8_t chain_leg = 0;  // of ChainTrack, completed or repeated by this event; 0 = none
};

// A completed takeover of one data subject's account.
struct TakeoverSight {
  EntityKey subject;
  const TakeoverTrack* track = nullptr;
  double p = 1;  // P(completed | begun by staff) in this tenant
};

// What the event added to the rarer habits; null where it cannot concern them.
struct Aside {
  const Sweep* sweep = nullptr;
  const Denial* denial = nullptr;  // refused before in another way, and let in now
  const ClientState* client = nullptr;
  const ClientState* clients = nullptr;  // the tenant's own entry
  const VisitState* visit = nullptr;
  std::uint32_t new_steps = 0;  // of the client's sequence, taken with this event
  std::int64_t weighty_changes = 0;
  std::int64_t other_changes = 0;
  std::int64_t opened_by_name = 0;
  bool has_alternated = false;
  bool is_by_hand = false;     // a service account, used in an unusual way
  bool is_new_tenant = false;  // never visited by this principal before
  bool is_outside_assignment = false;
  bool is_off_purpose = false;
  bool is_unmask_of_views = false;  // its producer sends views too
  bool is_on_duty = false;          // by a roster of another system
  bool has_job = false;             // approved, granted or called by somebody else
};

// What became of the producer's sequence with this event.
struct Silence {
  bool is_due = false;                   // gaps came to count as missing
  std::int64_t run = 0;                  // the largest of them
  std::int64_t missing = 0;              // numbers in all of them
  std::int64_t filled_hour = no_window;  // hour of a counted gap that this event filled
  MissingHour filled{};                  // how that hour stands now
  MissingHour settled{};             // an hour that will not fill any more; at most one an event
  double p = 1;                      // P(that many missing in the hour, or more)
  std::int64_t lacking = 0;          // producers of the tenant that lack events now
  std::int64_t lacking_missing = 0;  // their numbers missing
  bool is_lacking = false;           // this producer is one of them
  bool is_short = false;             // an hour of it fell short, and the one before it
  ShortHour short_hour{};
};

struct Scene {
  const Event& event;
  const World& world;
  EntityKey principal_key;
  EntityKey producer_key;
  EntityKey conversation_key;
  TenantState& tenant;
  ProducerState& producer;
  PathState& path;
  PrincipalState& principal;
  ClassState* record_class = nullptr;         // none without a class or records
  ConversationState* conversation = nullptr;  // none but for bots and AI agents in one
  IntentState* intent = nullptr;              // of the conversation, where it has one
  IntentState* all_intents = nullptr;         // of the tenant, beside it
  PeerGroup& group;                           // the team; shrunk towards role and kind
  GroupPath group_path;
  LocalTime local;
  std::int64_t hour = 0;  // hour window of event time
  bool is_late = false;
  bool is_first_of_hour = false;
  bool is_first_of_day = false;
  // Gaps of the producer whose time of allowed disorder is over, to be judged with this event.
  FixedVector<SequenceGap, 8> gaps;
  Silence silence{};
  bool is_new_boot = false;
  FieldSet missing{};  // usually sent with this action by this producer, and absent now
  Aside aside{};
  Counted counted;
  ReleaseSight release = {};
  SessionSight session = {};
  AgentSight agent = {};
  TakeoverSight takeover = {};
  HandledTrack* handling = nullptr;  // of a person who opens a few data subjects, where watched
};

}  // namespace centinela::state
