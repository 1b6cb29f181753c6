// SaveWatch: since when checkpoints fail, and whether that is too long. Floor 10, a value.
//
// Time is an argument, steady clock.
#pragma once

#include <chrono>
#include <optional>

namespace centinela::app {

class SaveWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit SaveWatch(std::chrono::steady_clock::duration unsaved_max) noexcept
      : unsaved_max_(unsaved_max) {}

  void failed(Time now) noexcept { since_ = since_.value_or(now); }
  void saved() noexcept { since_.reset(); }
  [[nodiscard]] bool has_failed() const noexcept { return since_.has_value(); }
  // Nothing more may be acknowledged: what a restart would have to read again grows without bound.
  [[nodiscard]] bool is_blocked(Time now) const noexcept {
    return since_ && now - *since_ >= unsaved_max_;
  }

 private:
  std::chrono::steady_clock::duration unsaved_max_;
  std::optional<Time> since_;
};

}  // namespace centinela::app
