// RobustShape: squared Mahalanobis distance from the bulk of the rows. Floor 2, value.
//
// The concentration step of Rousseeuw, Van Driessen 1999 (fast MCD), eight times from the plain
// mean and covariance, over the nearest 75 % of the rows; a ridge of 1e-3 (on columns of standard
// deviation 1) keeps constant and collinear columns harmless.
#pragma once

#include "centinela/forest/fit.h"

#include <cstddef>
#include <span>
#include <vector>

namespace centinela::forest {

// The covariance costs rows * columns^2.
inline constexpr std::size_t shape_columns_max = 256;

struct RobustShape {
  std::vector<double> centre;  // [n_columns]
  // Inverse of the covariance's Cholesky factor, lower triangle by rows:
  // [n_columns * (n_columns + 1) / 2]. The distance is the squared length of it times (x - centre).
  std::vector<double> whitening;
};

// `table` is standardised already.
[[nodiscard]] RobustShape fit_shape(const Table& table);

[[nodiscard]] double squared_distance(const RobustShape& shape, std::span<const float> row);

}  // namespace centinela::forest
