// JsonText: appends the few JSON shapes that the simulator writes to one buffer. Floor 9.
//
// Text is taken as it is: the simulator's own words need no escapes. One thread; the buffer lives
// until the next `clear`.
#pragma once

#include "centinela/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::simulator {

class JsonText {
 public:
  void clear() noexcept {
    text_.clear();
    is_first_ = true;
  }
  [[nodiscard]] std::string_view view() const noexcept { return text_; }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }

  void open(char bracket) {
    text_ += bracket;
    is_first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    is_first_ = false;
  }
  // A key; keys are written with their quotes and colon, as in key("\"time\":").
  void key(std::string_view quoted) {
    separate();
    text_ += quoted;
  }
  // A comma, unless this is the first of its list.
  void separate() {
    if (!is_first_) {
      text_ += ',';
    }
    is_first_ = false;
  }

  void raw(std::string_view text) { text_ += text; }
  void text(std::string_view value);
  void number(std::uint64_t value);
  void number(std::uint64_t value, std::size_t width);
  void hexadecimal(std::uint64_t value, std::size_t width);
  void decimal(double value);
  void time(EventTime value);
  void date(std::int64_t day);
  void address(std::uint32_t value);

 private:
  std::string text_;
  bool is_first_ = true;
  std::int64_t day_ = INT64_MIN;
  std::string day_text_;
};

}  // namespace centinela::simulator
