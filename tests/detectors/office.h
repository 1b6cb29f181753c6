// Office: a team of twelve with three weeks of work behind it, judged event by event. Tests only.
#pragma once

#include "centinela/detectors/catalogue.h"
#include "centinela/detectors/detectors.h"

#include "support/watched_world.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace centinela::detectors {

using testing_support::EventBuilder;
using testing_support::WatchedWorld;

inline constexpr std::uint64_t clerk = 7;
inline constexpr std::uint64_t team_size = 12;
inline constexpr std::uint64_t usual_class = 33;
inline constexpr std::uint64_t usual_tool = 40;
inline constexpr std::uint64_t half_the_teams_tool = 41;

class Office {
 public:
  std::vector<Evidence> judge(EventBuilder& builder) {
    state::Scene scene = watched.observe(builder);
    const features::Appraisal appraisal = features::appraise(scene);
    EvidenceList list{};
    detectors::judge({scene, appraisal, settings}, list);
    std::vector<Evidence> evidence(list.begin(), list.end());
    double smallest = 1;
    for (Evidence& one : evidence) {
      smallest = std::min(smallest, one.p_value);
      finish(one);
    }
    state::learn(watched.world, scene, smallest);
    return evidence;
  }
  std::optional<Evidence> judge(EventBuilder& builder, DetectorId detector, Leg leg = 0) {
    const std::vector<Evidence> all = judge(builder);
    const auto at = std::find_if(all.begin(), all.end(), [&](const Evidence& one) {
      return one.detector == detector && one.leg == leg;
    });
    return at == all.end() ? std::nullopt : std::optional<Evidence>(*at);
  }

  // An access as this team makes them.
  EventBuilder usual(EventTime when, std::uint64_t who = clerk) {
    EventBuilder event(when);
    event.by(who).team(5, 6).resource(usual_class, 6).origin("ES", 40.4F, -3.7F);
    event.event().tool = WordToken{who % 2 == 0 ? half_the_teams_tool : usual_tool};
    return event;
  }
  // Opens that many customers who were never opened before, in their own conversation.
  EventBuilder explained(EventTime when, std::uint64_t who, std::uint64_t customers) {
    EventBuilder event = usual(when, who);
    event.conversation(next_customer_, next_customer_);
    for (std::uint64_t i = 1; i < customers; ++i) {
      event.linked(next_customer_ + i);
    }
    return fresh(event, customers);
  }
  EventBuilder unexplained(EventTime when, std::uint64_t who, std::uint64_t customers) {
    EventBuilder event = usual(when, who);
    return fresh(event, customers);
  }

  EventBuilder access(EventTime when, std::uint64_t who, std::uint64_t customers) {
    return sends_reasons ? explained(when, who, customers) : unexplained(when, who, customers);
  }

  // Everybody opens about six customers at nine, eleven, two and four.
  void work(int days) {
    for (int day = 0; day < days; ++day) {
      for (const int hour : {9, 11, 14, 16}) {
        for (std::uint64_t who = 1; who <= team_size; ++who) {
          EventBuilder event =
              access(morning + std::chrono::hours{hour}, who, 5 + (who + next_customer_) % 3);
          judge(event);
        }
      }
      morning = morning + one_day;
    }
  }
  EventTime at_hour(int hour, int minute = 0) const {
    return morning + std::chrono::hours{hour} + std::chrono::minutes{minute};
  }

  WatchedWorld watched;
  Settings settings;
  bool sends_reasons = true;
  EventTime morning = testing_support::at("2026-06-01T00:00:00Z");

 private:
  EventBuilder fresh(EventBuilder& event, std::uint64_t customers) {
    event.subjects_from(next_customer_, customers);
    next_customer_ += customers;
    return event;
  }

  std::uint64_t next_customer_ = 1000;
};

}  // namespace centinela::detectors
