// Cases: how a person at a desk handles one customer, and what explains it. Floor 9.
//
// Attacks use the same functions as honest work, so that only the deed differs.
#pragma once

#include "simulator/workbench.h"

#include <cstdint>

namespace centinela::simulator {

enum class Reason : std::uint8_t {
  none,        // no trace of why: a walk-in, a phone call that was not logged, or no reason at all
  ticket,      // opened by the customer, assigned by the system
  follow_up,   // a recent case of the same person
  callback,    // scheduled with the customer
  handover,    // passed on by a colleague
  own_ticket,  // written by the agent himself
  conversation,  // taken over from a chat or call of the customer
};

struct CaseFile {
  Customer customer = 0;
  Reason reason = Reason::none;
  EventTime time;
  std::uint64_t ticket = 0;
  std::uint64_t conversation = 0;
  PrincipalIndex from = nobody;
  bool assigned = false;
  Queue queue = Queue::none;
  Purpose purpose = Purpose::support;
};

// A reason drawn as usual for the principal's team; `extra` adds to the share that has none.
[[nodiscard]] Reason usual_reason(Workbench& bench, PrincipalIndex who, double extra);

// Files the reason as context records and says what the accesses of the case will carry.
[[nodiscard]] CaseFile open_case(
    Workbench& bench, PrincipalIndex who, Customer customer, Reason reason, EventTime time);

// One access of a case, filled as the principal's system fills it.
Happening& touch(
    Workbench& bench, PrincipalIndex who, const CaseFile& file, ResourceId what, EventTime time);

// The accesses that such a case usually takes, by the principal's role, from `file.time` on.
void work_case(Workbench& bench, PrincipalIndex who, const CaseFile& file);

// A search that lists up to `most` customers, the wanted one among them.
void search_customer(Workbench& bench, PrincipalIndex who, const CaseFile& file, EventTime time);

// What work of that role is declared to be for.
[[nodiscard]] Purpose usual_purpose(Role role) noexcept;

// The fields that a person usually opens of a resource.
[[nodiscard]] std::uint64_t usual_fields(ResourceId what, std::uint64_t draw) noexcept;

}  // namespace centinela::simulator
