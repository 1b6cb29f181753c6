// Inspection: how an entity's episode stands to the lines right now. Floor 7, a copy.
#pragma once

#include "centinela/alerting/routing.h"
#include "centinela/event/alert.h"

#include <cstdint>
#include <optional>
#include <string>

namespace centinela::alerting {

struct Inspection {
  std::string entity;  // as alerts print it
  std::int64_t events = 0;
  double p_value = 1;  // fused
  int families_spoken = 0;
  int families_surprising = 0;
  bool is_candidate = false;  // a surprising reason passed its practical gate
  Routed routed;              // what it would deserve now
  bool is_suppressed = false;
  bool is_guarded = false;
  double page_line = 1;          // p
  double ticket_line = 1;        // p
  std::optional<AlertId> alert;  // when it is told
  Route told_route = Route::digest;
};

}  // namespace centinela::alerting
