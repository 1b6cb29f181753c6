// Control records as the text that enters the log: one JSON object each. Floor 10, pure.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"
#include "centinela/event/words.h"

#include <string>
#include <string_view>

namespace centinela::app {

struct RulingText {
  std::string alert;   // 32 hex digits
  std::string source;  // what it came from, e.g. a silence's id: the same gives the same record id
  Ruling ruling = Ruling::benign;
  std::string reason;
  std::string author;
  EventTime time;
  EventTime expires;  // epoch: none
};

[[nodiscard]] bool is_alert_id(std::string_view text) noexcept;
// The same ruling of the same source has the same id, however often it is written.
[[nodiscard]] std::string encode_ruling(const RulingText& ruling);

// "user-1000": who typed the command, as the machine knows them.
[[nodiscard]] std::string author_name(unsigned user_id);

// Whom the state is to forget; named by a token, so that the log holds no name more.
struct ErasureText {
  std::string tenant;
  std::string token;  // printed: p-… or ds-…
  bool is_principal = false;
  std::string reason;
  std::string author;
  EventTime time;
};
[[nodiscard]] std::string encode_erasure(const ErasureText& erasure);

// What judges from this record on; "sha256:…" each.
struct SwitchText {
  std::string model;
  std::string config;
  std::string reason;
  std::string author;
  EventTime time;
};
[[nodiscard]] std::string encode_switch(const SwitchText& text);

}  // namespace centinela::app
