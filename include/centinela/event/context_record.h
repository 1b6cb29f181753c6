// ContextRecord and ControlRecord: what else is in the log, after the privacy boundary. Floor 1.
//
// Context records carry innocent explanations from other systems; control records carry whatever
// changes judgement, in-band, so that a replay agrees.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/position.h"
#include "centinela/event/token.h"
#include "centinela/event/words.h"

#include <cstdint>

namespace centinela {

struct ContextRecord {
  Position position;
  EventTime time;
  EventTime received;
  TenantToken tenant;
  ContextKind kind = ContextKind::absent;
  IssuedBy issued_by = IssuedBy::absent;
  PrincipalToken principal;
  DataSubjectToken data_subject;
  ConversationToken conversation;
  EventTime valid_from;  // `time` when absent
  EventTime valid_to;    // epoch when absent: open-ended

  // From `value`, as far as the kind has it.
  TicketToken ticket;
  ChangeToken change;
  IncidentToken incident;
  PrincipalToken from;  // handover: who handed over
  WordToken queue;
  WordToken team;
  WordToken role;
  WordToken record_class;
  EventTime since;         // employment
  EventTime until;         // employment
  bool is_closed = false;  // ticket or conversation that has ended
};

struct ControlRecord {
  Position position;
  EventTime time;
  EventTime received;
  TenantToken tenant;
  ControlKind kind = ControlKind::absent;
  Ruling ruling = Ruling::absent;
  std::uint64_t alert_high = 0;  // the alert's 128-bit id
  std::uint64_t alert_low = 0;
  EventTime expires;              // of an `expected` ruling; epoch when absent
  PrincipalToken author;          // who ruled; the reason never crosses the privacy boundary
  PrincipalToken principal;       // erase
  DataSubjectToken data_subject;  // erase
  std::uint64_t model = 0;        // switch: first 64 bits of the hash; 0 when absent
  std::uint64_t config = 0;       // switch
};

// The rind's word that time has passed without a record; it may only end windows and episodes.
struct Tick {
  EventTime time;
};

}  // namespace centinela
