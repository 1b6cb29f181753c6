// sample_alert: one alert with every field filled, for tests of the sinks.
#pragma once

#include "centinela/event/alert.h"

namespace centinela::sink {

inline constexpr EventTime sample_time{1'795'290'602'101};  // 2026-11-21T19:50:02.101Z

inline Alert sample_alert() {
  Alert alert;
  alert.id = {.high = 0x0123456789abcdef, .low = 0x00000000000000a1};
  alert.route = Route::page;
  alert.time = sample_time;
  alert.tenant = "acme";
  alert.severity = Severity::high;
  alert.score = 93.1;
  alert.p_value = 0.000021;
  alert.entity = "p-7f3c91d20b44e8a1";
  alert.principal = AlertPrincipal{.id = "p-7f3c91d20b44e8a1",
                                   .kind = PrincipalKind::human,
                                   .role = "agent_l1",
                                   .team = "BOG-AGE1"};
  alert.summary =
      "Agent p-7f3c (BOG-AGE1) opened 71 different customers between 14:00 and 15:00; 1–24 is "
      "expected at this hour and the busiest of 46 team-mates opened 27. 52 of the 71 had no "
      "ticket. Would not have fired below 39.";
  alert.reasons = {{.detector = "excessive_subjects",
                    .family = "volume",
                    .p_value = 0.000008,
                    .share = 0.62,
                    .observed = 71,
                    .expected_low = 1,
                    .expected_high = 24,
                    .unit = "data subjects per hour",
                    .sentence = "71 different customers in an hour; 1–24 is expected."},
                   {.detector = "unjustified_access",
                    .family = "justification",
                    .p_value = 0.002,
                    .share = 0.38,
                    .observed = 52,
                    .expected_low = 3,
                    .expected_high = 3,
                    .unit = "unexplained data subjects",
                    .sentence = "52 of 71 had no ticket, conversation or hand-over."}};
  alert.peers = AlertPeers{.count = 46, .highest = 27};
  alert.unexplained = 52;
  alert.would_not_fire_below = 39;
  alert.explanations_tried = {"ticket", "conversation", "hand-over"};
  alert.maturity_days = 212;
  alert.maturity_effective_samples = 30;
  alert.episode = {.start = sample_time - std::chrono::minutes(50),
                   .end = sample_time,
                   .events = 83,
                   .data_subjects = 71,
                   .records = 83,
                   .bytes = 401233};
  for (std::int64_t offset = 1'203'311; offset < 1'203'318; ++offset) {
    alert.evidence.push_back({.partition = PartitionIndex{3}, .offset = Offset{offset}});
  }
  alert.attack = {"T1213.004"};
  alert.owasp = {"API6:2023"};
  alert.model = "sha256:aa";
  alert.config = "sha256:bb";
  alert.key = "1c9e04b7";
  alert.topic = "data-access";
  alert.position = {.partition = PartitionIndex{3}, .offset = Offset{1'203'317}};
  return alert;
}

}  // namespace centinela::sink
