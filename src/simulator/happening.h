// Happening: one record to be, an access or a piece of context, before it is written. Floor 9.
//
// Plain values owned by the pool that recycles them. What a producer never sends is left out by the
// writer, so behaviour fills in all that it knows.
#pragma once

#include "centinela/base/time.h"

#include "simulator/words.h"
#include "simulator/world.h"

#include <cstdint>
#include <vector>

namespace centinela::simulator {

// Index of a planted plot (an attack or a look-alike) in its schedule.
using PlotIndex = std::uint32_t;
inline constexpr PlotIndex no_plot = 0xFFFFFFFFU;

struct Origin {
  Network network{};
  std::uint32_t device = 0;
  App app = App::none;
  std::uint64_t session = 0;
  std::uint16_t client = 0;
};

struct AccessContext {
  std::uint64_t conversation = 0;
  Customer acting_for = 0;
  std::vector<Customer> linked;
  std::uint64_t ticket = 0;
  Customer ticket_subject = 0;
  bool assigned = false;
  bool callback = false;
  bool untrusted_input = false;
  Queue queue = Queue::none;
  Purpose purpose = Purpose::none;
  Intent intent = Intent::none;
  PrincipalIndex handover_from = nobody;
  std::uint16_t version = 0;
  std::uint16_t turn = 0;
  bool automation = false;
  std::uint64_t change = 0;
  std::uint64_t incident = 0;
  std::uint32_t without_consent = 0;
};

struct Access {
  Action action = Action::read;
  Listing listing = Listing::absent;
  ResourceId resource = ResourceId::none;
  std::uint64_t fields = 0;
  std::vector<Customer> subjects;
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  Outcome outcome = Outcome::ok;
  Shape shape = Shape::absent;
  std::uint32_t limit = 0;
  std::uint32_t page = 0;
  Tool tool = Tool::none;
  Destination destination = Destination::none;
  PrincipalIndex on_behalf_of = nobody;
  std::uint8_t labels = 0;
  AccessContext context;
  Origin origin;
};

struct Explanation {
  ContextKind kind = ContextKind::ticket;
  Issuer issuer = Issuer::system;
  Customer data_subject = 0;
  std::uint64_t conversation = 0;
  std::uint64_t ticket = 0;
  std::uint64_t change = 0;
  PrincipalIndex from = nobody;
  Queue queue = Queue::none;
  std::int64_t day = 0;  // of an employment record: the last working day
  EventTime valid_from;
  EventTime valid_to;
};

struct Happening {
  bool is_context = false;
  bool is_suppressed = false;  // numbered by its producer, never delivered
  EventTime time;
  EventTime received;
  Duration delay{};  // extra time on the way to the log
  TenantIndex tenant = 0;
  PrincipalIndex principal = nobody;
  TeamIndex team = nobody;
  ProducerIndex producer = 0;
  std::uint32_t boot = 0;
  std::uint64_t sequence = 0;
  std::uint64_t serial = 0;  // what the identifier and the trace are made of
  PlotIndex plot = no_plot;
  Access access;
  Explanation explanation;

  // Forgets everything, keeps the memory of the lists.
  void reset();
};

}  // namespace centinela::simulator
