// Each alert that was read, with what it was about.
#include "evaluation/judgement.h"

#include <algorithm>
#include <utility>

namespace centinela::evaluation {

bool is_right(const Alert& alert, const Instance& incident) {
  return std::any_of(incident.causes.begin(), incident.causes.end(), [&](const std::string& cause) {
    return cause == alert.detector || cause == alert.family;
  });
}

const Match::Hit* main_hit(const Match& match) noexcept {
  const auto most = std::max_element(
      match.hits.begin(), match.hits.end(), [](const Match::Hit& a, const Match::Hit& b) {
        return a.share < b.share;
      });
  return most == match.hits.end() ? nullptr : &*most;
}

std::vector<AlertResult> tell_alerts(const Truth& truth,
                                     const Alerts& alerts,
                                     std::span<const Match> matches,
                                     std::span<const std::size_t> kept) {
  std::vector<AlertResult> results;
  for (const std::size_t index : kept) {
    const Match& match = matches[index];
    if (!match.is_judged) {
      continue;
    }
    const Alert& alert = alerts.alerts[index];
    AlertResult told;
    told.id = alert.id;
    told.route = alert.route;
    told.detector = alert.detector;
    told.score = alert.score;
    for (const Match::Hit& hit : match.hits) {
      const Instance& incident = truth.incidents[hit.incident];
      told.hits.push_back({incident.id, hit.share, is_right(alert, incident)});
    }
    for (const std::uint32_t instance : match.look_alikes) {
      told.look_alikes.push_back(truth.look_alikes[instance].id);
    }
    results.push_back(std::move(told));
  }
  return results;
}

}  // namespace centinela::evaluation
