// TailScale: a member's own score as surprisal under its training scores. Floor 2, value.
//
// Knots lie densely in the tail (ranks 3 % apart, counted from the top) and are joined by straight
// lines in bits, so the scale is monotone and stays exact for the few highest scores.
#pragma once

#include <span>
#include <vector>

namespace centinela::forest {

struct TailScale {
  std::vector<double> score;  // rising strictly
  std::vector<double> bits;   // -log2 of the share of training rows at or above; rising strictly
};

// `scores` are finite and not empty; their order does not matter.
[[nodiscard]] TailScale fit_tail_scale(std::span<const double> scores);

// At least 0. Below the lowest knot that knot's bits; above the highest the line goes on with the
// slope that the scale has from its middle to its end, so that worse still ranks higher.
[[nodiscard]] double surprisal_bits(const TailScale& scale, double score);

}  // namespace centinela::forest
