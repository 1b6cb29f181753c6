// Which alert belongs to which incident or look-alike.
#include "evaluation/judgement.h"

#include <algorithm>
#include <map>

namespace centinela::evaluation {
namespace {

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return !value.empty() && std::find(values.begin(), values.end(), value) != values.end();
}

// An instance without named principals is about the whole tenant.
bool is_about(const Instance& instance, const Sighting& sighting) {
  if (sighting.time < instance.start || sighting.time >= instance.end) {
    return false;
  }
  const bool names_nobody = instance.principals.empty() && instance.conversations.empty();
  return sighting.tenant == instance.tenant &&
         (names_nobody || contains(instance.principals, sighting.principal) ||
          contains(instance.conversations, sighting.conversation));
}

class Matcher {
 public:
  Matcher(const Truth& truth, const Sightings& sightings) : truth_(truth), sightings_(sightings) {}

  [[nodiscard]] Match match(const Alert& alert) const {
    Match result;
    const EventTime opened = alert.revisions.front().time;
    result.day = utc_day(opened);
    result.is_judged = opened >= truth_.judged_from && opened < truth_.judged_to;
    result.tenant = alert.tenant;
    collect_hits(alert, result);
    find_principal(alert, result);
    if (result.hits.empty()) {
      find_look_alikes(alert, result);
    }
    return result;
  }

 private:
  void collect_hits(const Alert& alert, Match& result) const {
    // Ordered, so that hits come in the order of the incidents.
    std::map<std::uint32_t, Match::Hit> hits;
    for (const Revision& revision : alert.revisions) {
      std::map<std::uint32_t, std::uint64_t> counts;
      for (const std::uint64_t record : revision.evidence) {
        const Sighting* sighting = find(sightings_.evidence, record);
        if (sighting != nullptr && sighting->incident != no_incident) {
          ++counts[sighting->incident];
        }
      }
      for (const auto& [incident, count] : counts) {
        hits.try_emplace(incident, Match::Hit{incident, revision.time, 0});
      }
      for (auto& [incident, hit] : hits) {
        const auto size = static_cast<double>(std::max<std::size_t>(1, revision.evidence.size()));
        hit.share = static_cast<double>(counts[incident]) / size;
      }
    }
    for (const auto& [incident, hit] : hits) {
      result.hits.push_back(hit);
    }
  }

  void find_principal(const Alert& alert, Match& result) const {
    for (const std::uint64_t record : alert.revisions.back().evidence) {
      const Sighting* sighting = find(sightings_.evidence, record);
      if (sighting != nullptr && !sighting->principal.empty()) {
        result.principal = sighting->principal;
        return;
      }
    }
  }

  void find_look_alikes(const Alert& alert, Match& result) const {
    for (std::uint32_t i = 0; i < truth_.look_alikes.size(); ++i) {
      const auto& evidence = alert.revisions.back().evidence;
      const bool is_hit = std::any_of(evidence.begin(), evidence.end(), [&](std::uint64_t record) {
        const Sighting* sighting = find(sightings_.evidence, record);
        return sighting != nullptr && is_about(truth_.look_alikes[i], *sighting);
      });
      if (is_hit) {
        result.look_alikes.push_back(i);
      }
    }
  }

  const Truth& truth_;
  const Sightings& sightings_;
};

}  // namespace

std::vector<Match> match_alerts(const Truth& truth,
                                const Alerts& alerts,
                                const Sightings& sightings) {
  const Matcher matcher(truth, sightings);
  std::vector<Match> matches;
  matches.reserve(alerts.alerts.size());
  for (const Alert& alert : alerts.alerts) {
    matches.push_back(matcher.match(alert));
  }
  return matches;
}

}  // namespace centinela::evaluation
