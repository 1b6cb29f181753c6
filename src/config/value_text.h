// Values as people write them: 5m, 64MiB, 08:30, 2026-12-24. Floor 9, pure.
//
// parse_* accept exactly what format_* print, and a little more; errors (config) say what was
// expected and leave out what was found, because the caller knows whether it may be shown.
#pragma once

#include "centinela/base/result.h"

#include "config/sections.h"

#include <string>
#include <string_view>

namespace centinela::config {

// Whole numbers with a unit, largest first: "200ms", "90s", "1h30m", "7d". Never negative.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(Duration value);

// "512B", "64KiB", "64MiB", "2GiB".
[[nodiscard]] Result<Size> parse_size(std::string_view text);
[[nodiscard]] std::string format_size(Size value);

// Decimal digits, a minus before them; no leading zero (YAML 1.1 would read it as octal).
[[nodiscard]] Result<std::int64_t> parse_integer(std::string_view text);

// A finite decimal number.
[[nodiscard]] Result<double> parse_real(std::string_view text);
[[nodiscard]] std::string format_real(double value);

// "true" or "false" and nothing else: not yes, on or 1.
[[nodiscard]] Result<bool> parse_boolean(std::string_view text);

// "00:00" to "24:00".
[[nodiscard]] Result<ClockTime> parse_clock(std::string_view text);
[[nodiscard]] std::string format_clock(ClockTime value);

[[nodiscard]] Result<Date> parse_civil_date(std::string_view text);
[[nodiscard]] std::string format_civil_date(Date value);

// RFC 3339 with zone, or a date alone, which means its start in UTC.
[[nodiscard]] Result<EventTime> parse_instant(std::string_view text);

}  // namespace centinela::config
