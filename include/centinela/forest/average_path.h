// c(n), the mean path length of an unsuccessful search in a random binary tree. Floor 2, pure.
#pragma once

#include <cstddef>
#include <vector>

namespace centinela::forest {

// Liu, Ting, Zhou 2008, eq. 1: c(n) = 2 H(n-1) - 2 (n-1)/n with H(i) = ln i + 0.5772156649015329,
// the same approximation as scikit-learn's. c(0) = c(1) = 0 and c(2) = 1 by definition.
[[nodiscard]] double average_path_length(std::size_t rows) noexcept;

// average_path_length of 0 ... rows_max.
[[nodiscard]] std::vector<double> average_path_table(std::size_t rows_max);

}  // namespace centinela::forest
