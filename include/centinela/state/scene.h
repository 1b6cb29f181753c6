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
  bool is_new_boot = false;
  Counted counted;
  ReleaseSight release = {};
  SessionSight session = {};
  AgentSight agent = {};
  TakeoverSight takeover = {};
};

}  // namespace centinela::state
