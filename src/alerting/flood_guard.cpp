#include "centinela/alerting/flood_guard.h"

namespace centinela::alerting {

FloodGuard::Answer FloodGuard::admit(detectors::DetectorId detector, EventTime now) {
  Openings& openings = detectors_[static_cast<std::size_t>(detector)];
  openings.times.push_back(now);
  if (openings.times.size() > open_max + 1) {
    openings.times.erase(openings.times.begin());
  }
  const bool is_flood =
      openings.times.size() > open_max && now - openings.times.front() < std::chrono::hours{24};
  const bool was_guarded = openings.is_guarded;
  openings.is_guarded = is_flood;
  if (!is_flood) {
    return Answer::open;
  }
  return was_guarded ? Answer::guarded : Answer::guarded_first;
}

}  // namespace centinela::alerting
