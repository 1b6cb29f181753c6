// What became of an analyst's ruling when the log came to it. Floor 7, plain values.
#pragma once

#include "centinela/alerting/ledger.h"

#include <cstdint>
#include <string_view>

namespace centinela::alerting {

enum class RulingOutcome : std::uint8_t {
  applied,
  repeated,        // the alert was ruled so already
  unknown_alert,   // never told here, or forgotten
  unknown_ruling,  // no ruling, or a word that is not one
};
inline constexpr std::size_t ruling_outcome_count = 4;
[[nodiscard]] std::string_view to_string(RulingOutcome outcome) noexcept;

struct AppliedRuling {
  RulingOutcome outcome = RulingOutcome::unknown_alert;
  Ruling ruling = Ruling::absent;
  Ruling before = Ruling::absent;
  AlertId alert;
  ToldAlert told;  // as known, when it is
  PrincipalToken author;
  EventTime time;  // log time

  // An analyst has spoken: nobody need be called again. Repeats too, for a notifier that restarted.
  [[nodiscard]] bool ends_firing() const noexcept {
    return outcome == RulingOutcome::applied || outcome == RulingOutcome::repeated;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(outcome, ruling, before, alert, told, author, time);
  }
};

// The alert needs no more work: its episode is closed.
[[nodiscard]] constexpr bool closes(Ruling ruling) noexcept {
  return ruling == Ruling::benign || ruling == Ruling::expected || ruling == Ruling::duplicate;
}

}  // namespace centinela::alerting
