// LogLimiter: lets a repeating message through once a period and counts the rest. Floor 9.
//
// Pure but for its own memory; time is a parameter. Not safe from several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::telemetry {

class LogLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit LogLimiter(std::chrono::steady_clock::duration period, std::size_t keys_max = 1024)
      : period_(period), keys_max_(keys_max) {}

  // How many of the same key were withheld since the last that went through; nothing when this
  // one is withheld too. When keys_max different keys are remembered, the memory starts anew.
  [[nodiscard]] std::optional<std::uint64_t> admit(std::string_view key, Time now);

  [[nodiscard]] std::uint64_t withheld() const noexcept { return withheld_; }

 private:
  struct Entry {
    Time next;
    std::uint64_t withheld = 0;
  };

  std::chrono::steady_clock::duration period_;
  std::size_t keys_max_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::uint64_t withheld_ = 0;
};

}  // namespace centinela::telemetry
