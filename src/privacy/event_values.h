// What of a raw event is no name: values that are copied, checked or resolved. Floor 2, internal.
#pragma once

#include "centinela/event/alert.h"
#include "centinela/event/event.h"
#include "centinela/event/raw_event.h"

#include <cstdint>
#include <string_view>

namespace centinela::privacy {

struct ToolParts {
  std::string_view name;     // "server/name"
  std::string_view version;  // what stands behind the last '@'; empty when nothing does
};
[[nodiscard]] ToolParts split_tool(std::string_view tool) noexcept;

// When the log took it: `time` where nobody says.
[[nodiscard]] EventTime received_time(EventTime received, EventTime time) noexcept;
// More than 5 min ahead of the log is a wrong clock: then the log's time.
[[nodiscard]] EventTime judged_time(EventTime time, EventTime received) noexcept;

// Two ASCII letters, upper-case, as one number; absent for all else.
[[nodiscard]] CountryCode country_code(std::string_view country) noexcept;

// All fields named, also those beyond the first 64.
[[nodiscard]] std::uint16_t count_fields(const RawEvent& raw) noexcept;

// (n + blind) mod 2^32 where the identifier ends in the number n, else 0. The one n whose sum is
// 0 becomes 1, since 0 says "no number".
[[nodiscard]] std::uint32_t blinded_ordinal(std::string_view identifier,
                                            std::uint32_t blind) noexcept;

// 32 hex digits; zero for all else, which is the id of no alert.
[[nodiscard]] AlertId parse_alert_id(std::string_view text) noexcept;

// Presence, enums, counts and the query. An absent `result` is resolved by the action.
void copy_values(const RawEvent& raw, Event& out) noexcept;
// Country, ASN and coordinates; out of range counts as not sent.
void copy_origin_values(const RawEvent& raw, Event& out) noexcept;

}  // namespace centinela::privacy
