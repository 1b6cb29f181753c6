// Neighbours: how far a row lies from the nearest of a few random rows, many times. Floor 2, value.
//
// Sugiyama, Borgwardt 2013 (one small sample suffices) and Pang, Ting, Albrecht 2015 (averaging
// over many): small samples resist clusters of anomalies, as the forest's do.
#pragma once

#include "centinela/base/rng.h"
#include "centinela/forest/fit.h"

#include <cstddef>
#include <span>
#include <vector>

namespace centinela::forest {

inline constexpr std::size_t neighbour_draws = 64;
inline constexpr std::size_t neighbours_per_draw = 16;

struct Neighbours {
  // [draws][n_columns][16]: the 16 rows of a draw by columns, so that they are compared together.
  std::vector<float> points;
};

// `table` is standardised already. Rows repeat where the table has fewer than 16.
[[nodiscard]] Neighbours draw_neighbours(const Table& table, Rng& rng);

// Mean over the draws of the Euclidean distance to the nearest row.
[[nodiscard]] double mean_distance(const Neighbours& neighbours, std::span<const float> row);

}  // namespace centinela::forest
