// Sink: where alerts are sent. Floor 9; one of the four virtual interfaces.
//
// Called by the delivery thread only. A sink that cannot take the alerts says so and has taken
// none of them as far as its caller knows: the caller tries the same alerts again, so a sink may
// see an alert twice and must not mind.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/alert.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace centinela::sink {

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  Sink(Sink&&) = delete;
  Sink& operator=(Sink&&) = delete;
  virtual ~Sink() = default;

  // "alerts_topic", "file", "terminal": the metric label.
  [[nodiscard]] virtual std::string_view name() const noexcept = 0;
  // On success every alert is with the receiver as far as the sink can make sure by itself.
  [[nodiscard]] virtual Result<void> send(std::span<const Alert> alerts) = 0;
  // On success nothing that was sent can be lost any more.
  [[nodiscard]] virtual Result<void> flush() = 0;
};

// How an alert becomes bytes: native JSON or OCSF, the wiring decides.
using AlertEncoder = std::function<std::string(const Alert&)>;

}  // namespace centinela::sink
