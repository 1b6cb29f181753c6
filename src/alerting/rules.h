// The small rules that the alerter decides by. Floor 7, private to alerting, pure.
#pragma once

#include "centinela/alerting/alerter.h"

#include <optional>
#include <string>

namespace centinela::alerting {

// A function of entity, first evidence and key: the same on every replay.
[[nodiscard]] AlertId make_id(const state::EntityKey& entity,
                              const Position& first,
                              const std::string& key);

[[nodiscard]] bool calibrates_on_sight(const detectors::Evidence& evidence) noexcept;
[[nodiscard]] bool is_warm(const Judgement& judgement, const Settings& settings) noexcept;

// Rare enough to decide by itself, and no sum of others.
[[nodiscard]] bool is_weighty(const Reason& reason) noexcept;
// Which of two reasons an alert tells first: the cause before its echoes, then the rarer.
[[nodiscard]] bool comes_before(const Reason& one, const Reason& other) noexcept;

// How loud an alert is; only ever louder within an episode.
struct Standing {
  Route route = Route::digest;
  Severity severity = Severity::none;
  std::int64_t subjects = 0;
  bool is_told = false;
};
[[nodiscard]] std::optional<DecisionReason> news(const Standing& before,
                                                 const Standing& now) noexcept;

}  // namespace centinela::alerting
