#include "centinela/forest/average_path.h"

#include <cmath>
#include <numbers>

namespace centinela::forest {

double average_path_length(std::size_t rows) noexcept {
  if (rows <= 1) {
    return 0;
  }
  if (rows == 2) {
    return 1;
  }
  const auto n = static_cast<double>(rows);
  return 2.0 * (std::log(n - 1.0) + std::numbers::egamma) - 2.0 * (n - 1.0) / n;
}

std::vector<double> average_path_table(std::size_t rows_max) {
  std::vector<double> table(rows_max + 1);
  for (std::size_t rows = 0; rows <= rows_max; ++rows) {
    table[rows] = average_path_length(rows);
  }
  return table;
}

}  // namespace centinela::forest
