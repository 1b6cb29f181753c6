// What the systems of each kind send beyond who, what and when. Floor 9, a constant table.
#pragma once

#include "simulator/world.h"

#include <array>

namespace centinela::simulator {

struct Habits {
  bool session;  // device and session of an interactive client
  bool coordinates;
  bool query;
  bool work;  // tickets, queues, call-backs
  bool conversation;
  bool trace;
  bool null_destination;
};

inline constexpr std::array<Habits, 7> habits_of_kind{{
    {true, true, true, true, false, true, false},      // crm
    {false, false, true, false, true, true, false},    // chat
    {false, false, false, false, true, true, true},    // gateway
    {false, false, false, false, true, false, false},  // voice
    {true, false, true, true, false, false, true},     // warehouse
    {false, false, true, false, false, true, true},    // vendor_api
    {true, true, false, false, false, false, false},   // identity
}};

[[nodiscard]] inline const Habits& habits(ProducerKind kind) noexcept {
  return habits_of_kind.at(static_cast<std::size_t>(kind));
}

}  // namespace centinela::simulator
