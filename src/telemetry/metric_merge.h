// Merge: how what several engines of one process set becomes one series. Floor 9, constant data;
// private to telemetry.
#pragma once

#include <cstddef>
#include <cstdint>

namespace centinela::telemetry {

// Of gauges; what is counted always adds up.
enum class Merge : std::uint8_t { sum, least, greatest, mean };

// By index into metric_table.
[[nodiscard]] Merge merge_of(std::size_t metric) noexcept;

}  // namespace centinela::telemetry
