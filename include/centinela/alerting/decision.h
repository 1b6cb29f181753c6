// Decision: what is done about a judgement, with its reason. Floor 7, plain values.
#pragma once

#include "centinela/event/alert.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::alerting {

// The log word, the metric label and the test name of what was decided.
enum class DecisionReason : std::uint8_t {
  opened,  // an episode became an alert
  severity_rose,
  route_rose,
  evidence_grew,  // twice the data subjects since it was last told
  episode_ended,
  digest,      // one record a day of what stayed below the lines
  ruled,       // an analyst has spoken
  heartbeat,   // one record a day of what was seen at all
  owner_told,  // a detector or promise that is too loud
  explained,   // an explanation came late: less is left to look at, or nothing
};
[[nodiscard]] std::string_view to_string(DecisionReason reason) noexcept;

// Why an episode that looks unusual is not told, or not louder.
enum class Withheld : std::uint8_t {
  nothing,  // it is told
  not_surprising,
  below_line,
  gate,        // too little happened to be worth anybody's time
  one_family,  // a single family may raise a ticket, never a page
  budget_spent,
  account_spent,  // an invariant that is broken all the time tells its owner, not the analyst
  suppressed,     // a rule or an analyst said that it was to be expected
  flood,          // its detector has said too much in 24 hours
  repeated,       // the same was told of the same entity within a week
};
inline constexpr std::size_t withheld_count = static_cast<std::size_t>(Withheld::repeated) + 1;
[[nodiscard]] std::string_view to_string(Withheld withheld) noexcept;

struct Decision {
  DecisionReason reason = DecisionReason::opened;
  Alert alert;
};

// What every alert says of its making.
struct Provenance {
  std::string model;   // "sha256:…"
  std::string config;  // "sha256:…"
  std::string key;     // 8 hex digits
  std::vector<std::string> topics;
};

}  // namespace centinela::alerting
