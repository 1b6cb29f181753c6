// The alert of the contract, as a value.
#pragma once

#include "centinela/event/alert.h"

namespace centinela::codec {

inline Alert sample_alert() {
  Alert alert;
  alert.id = {.high = 0x0123456789abcdefULL, .low = 0xfedcba9876543210ULL};
  alert.route = Route::page;
  alert.time = *parse_rfc3339("2026-11-21T19:50:02.101Z");
  alert.tenant = "acme";
  alert.severity = Severity::high;
  alert.score = 93.1;
  alert.p_value = 0.000021;
  alert.entity = "p-7f3c91d20b44e8a1";
  alert.principal = AlertPrincipal{.id = "p-7f3c91d20b44e8a1",
                                   .kind = PrincipalKind::human,
                                   .role = "agent_l1",
                                   .team = "BOG-AGE1"};
  alert.summary = "Agent p-7f3c (BOG-AGE1) opened 71 different customers between 14:00 and 15:00.";
  alert.reasons = {{.detector = "excessive_subjects",
                    .family = "volume",
                    .p_value = 0.000008,
                    .share = 0.62,
                    .observed = 71,
                    .expected_low = 1,
                    .expected_high = 24,
                    .unit = "data subjects per hour",
                    .sentence = "71 data subjects in an hour; 1\xE2\x80\x93"
                                "24 is expected."}};
  alert.peers = AlertPeers{.count = 46, .highest = 27};
  alert.unexplained = 52;
  alert.would_not_fire_below = 39;
  alert.explanations_tried = {"ticket", "conversation", "hand-over"};
  alert.maturity_days = 212;
  alert.maturity_effective_samples = 30;
  alert.episode = {.start = *parse_rfc3339("2026-11-21T19:00:00.000Z"),
                   .end = *parse_rfc3339("2026-11-21T19:49:26.389Z"),
                   .events = 83,
                   .data_subjects = 71,
                   .records = 83,
                   .bytes = 401233};
  alert.evidence = {{.partition = PartitionIndex{3},
                     .offset = Offset{1203311},
                     .index = 0,
                     .topic = 0,
                     .is_indexed = false},
                    {.partition = PartitionIndex{3},
                     .offset = Offset{1203317},
                     .index = 2,
                     .topic = 0,
                     .is_indexed = true}};
  alert.attack = {"T1213.004"};
  alert.owasp = {"API6:2023"};
  alert.model = "sha256:aa";
  alert.config = "sha256:bb";
  alert.key = "1c9e04b7";
  alert.topic = "data-access";
  alert.position = {.partition = PartitionIndex{3},
                    .offset = Offset{1203317},
                    .index = 0,
                    .topic = 0,
                    .is_indexed = false};
  return alert;
}

}  // namespace centinela::codec
