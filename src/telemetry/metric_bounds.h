// The upper bounds of the histograms' buckets, in seconds. Floor 9, constant data.
#pragma once

#include <array>

namespace centinela::telemetry::bounds {

// Per event: 1 microsecond to 100 milliseconds.
inline constexpr std::array score = {1e-6,
                                     2.5e-6,
                                     5e-6,
                                     1e-5,
                                     2.5e-5,
                                     5e-5,
                                     1e-4,
                                     2.5e-4,
                                     5e-4,
                                     1e-3,
                                     2.5e-3,
                                     5e-3,
                                     1e-2,
                                     2.5e-2,
                                     5e-2,
                                     0.1};
inline constexpr std::array batch = {
    1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1.0, 2.5};
// From the log taking an event to its being judged.
inline constexpr std::array latency = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0};

}  // namespace centinela::telemetry::bounds
