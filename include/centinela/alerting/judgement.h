// Judgement: what the detectors said at one point of the log, ready to be decided on. Floor 7.
//
// Borrowed for one call: evidence and event belong to the batch.
#pragma once

#include "centinela/detectors/evidence.h"
#include "centinela/event/event.h"

#include <cstdint>
#include <span>

namespace centinela::alerting {

struct PrincipalFacts {
  PrincipalToken id;
  WordToken role;
  WordToken team;
  PrincipalKind kind = PrincipalKind::absent;

  template <class Archive>
  void describe(Archive& archive) {
    archive(id, role, team, kind);
  }
};

// What is known of the tenant at that point: decides about warm-up.
struct TenantFacts {
  TenantToken id;
  EventTime first_event;
  EventTime last_event;
  std::uint32_t principals_of_kind = 0;
};

// Fills in what only words need, of evidence whose reason is kept (detectors::finish; the forest's
// features). Without a function the evidence is told as it is.
struct Finisher {
  const void* context = nullptr;
  void (*function)(const void* context, detectors::Evidence& evidence) noexcept = nullptr;

  [[nodiscard]] detectors::Evidence operator()(detectors::Evidence evidence) const noexcept {
    if (function != nullptr) {
      function(context, evidence);
    }
    return evidence;
  }
};

// Who else made the entity what it is, and where that stands in the log: of a data subject, a
// cohort or a release several people or bots are meant.
struct Witness {
  PrincipalToken principal;
  Position position;
};

struct Judgement {
  const Event* event = nullptr;  // none when the passing of time was the cause
  std::uint64_t sequence = 0;    // log entry, for words that may be shown
  EventTime log_time;
  Position position;
  TenantFacts tenant;
  PrincipalFacts principal;
  std::span<const detectors::Evidence> evidence;
  Finisher finished;
  std::span<const Witness> witnesses = {};
  bool is_retraction = false;  // changes what is told, opens nothing
};

}  // namespace centinela::alerting
