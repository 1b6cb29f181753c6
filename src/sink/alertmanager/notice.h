// Notice: one alert in Alertmanager's terms (API v2): labels, annotations, times. Floor 9, pure.
//
// Labels are the identity, so they hold only what stays the same while an episode keeps its route
// and severity; everything that changes is an annotation. Sizes are capped here, for Alertmanager
// caps nothing.
#pragma once

#include "centinela/event/alert.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace centinela::sink {

using Pairs = std::map<std::string, std::string>;

inline constexpr std::size_t label_bytes_max = 256;
inline constexpr std::size_t annotation_bytes_max = 4096;

struct NoticeLinks {
  std::string console_url{};  // of a page that explains an alert; its id is appended. May be empty
  std::string runbook_url{};  // may be empty
  std::string generator_url{};  // of this daemon; http or https, else Alertmanager answers 422
};

struct Notice {
  Pairs labels{};
  Pairs annotations{};
  EventTime starts_at{};
  EventTime ends_at{};  // in the future: firing; not in the future: resolved
  std::string generator_url{};
};

// Without times' meaning for delivery: starts_at is the episode's start, ends_at is left at 0.
[[nodiscard]] Notice make_notice(const Alert& alert, const NoticeLinks& links);

// Alertmanager's own fingerprint: FNV-1a 64 over name 0xFF value 0xFF, names ascending.
[[nodiscard]] std::uint64_t fingerprint(const Pairs& labels) noexcept;

// The body of POST /api/v2/alerts.
[[nodiscard]] std::string encode_notices(std::span<const Notice> notices);

// At most `bytes_max` bytes of UTF-8, cut between characters; a cut label ends in "~" and 8 hex
// digits of the hash of the whole, so that two long values stay two.
[[nodiscard]] std::string cap_label(std::string_view text);
[[nodiscard]] std::string cap_annotation(std::string_view text);

}  // namespace centinela::sink
