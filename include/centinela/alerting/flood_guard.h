// FloodGuard: a detector that raises more than 50 alerts in 24 hours is broken or badly placed; the
// rest of its alerts go to the digest and its owner is told once, machinery (k). Floor 7.
//
// Counts what would have opened, so it holds as long as the flood does. Plain data, one thread.
#pragma once

#include "centinela/base/time.h"
#include "centinela/detectors/evidence.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::alerting {

class FloodGuard {
 public:
  static constexpr std::size_t open_max = 50;

  enum class Answer : std::uint8_t {
    open,
    guarded_first,  // the flood begins here: its owner is told
    guarded,
  };

  // One alert of that detector would open now.
  Answer admit(detectors::DetectorId detector, EventTime now);
  [[nodiscard]] bool is_guarded(detectors::DetectorId detector) const noexcept {
    return detectors_[static_cast<std::size_t>(detector)].is_guarded;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(detectors_);
  }

 private:
  struct Openings {
    std::vector<EventTime> times;  // the last 51, oldest first
    bool is_guarded = false;

    template <class Archive>
    void describe(Archive& archive) {
      archive(times, is_guarded);
    }
  };
  std::array<Openings, detectors::detector_count> detectors_;
};

}  // namespace centinela::alerting
