// Completion: what a decoded event must have, and what is filled in for it. Floor 2, pure.
#pragma once

#include "codec/envelope.h"

namespace centinela::codec {

struct Defaults {
  std::string_view tenant;
  EventTime log_time;  // the record's; epoch when it has none
  const Envelope* envelope = nullptr;
};

struct Completed {
  std::optional<DecodeFailure> failure;  // its `byte` is relative to the event
  bool was_in_future = false;            // judged at `received`
};

[[nodiscard]] Completed complete(RawEvent& event, const Defaults& defaults);
[[nodiscard]] Completed complete(RawContext& context, const Defaults& defaults);
[[nodiscard]] Completed complete(RawControl& control, const Defaults& defaults);

// The log's time when it is one, else epoch.
[[nodiscard]] EventTime usable_log_time(EventTime timestamp) noexcept;
[[nodiscard]] bool is_acceptable(EventTime time) noexcept;

}  // namespace centinela::codec
