#include "forest/standardiser.h"

#include <algorithm>
#include <cmath>

namespace centinela::forest {
namespace {

// Far beyond any real outlier, yet its square is still a float.
constexpr double deviations_max = 1e9;

struct Moments {
  double count = 0;
  double mean = 0;
  double squares = 0;

  // Welford 1962.
  void add(double value) {
    count += 1;
    const double delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
};

}  // namespace

Standardiser fit_standardiser(const Table& table) {
  std::vector<Moments> moments(table.n_columns);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    const std::span<const float> row = table.row(r);
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (std::isfinite(row[column])) {
        moments[column].add(static_cast<double>(row[column]));
      }
    }
  }
  Standardiser standardiser;
  for (const Moments& column : moments) {
    const double inverse = std::sqrt(column.count / column.squares);
    standardiser.mean.push_back(column.mean);
    standardiser.inverse_sigma.push_back(column.squares > 0 && std::isfinite(inverse) ? inverse
                                                                                      : 0);
  }
  return standardiser;
}

void standardise(const Standardiser& standardiser,
                 std::span<const float> row,
                 std::span<float> out) {
  for (std::size_t column = 0; column < row.size(); ++column) {
    const auto value = static_cast<double>(row[column]);
    const double deviation = std::isfinite(value) ? (value - standardiser.mean[column]) *
                                                        standardiser.inverse_sigma[column]
                                                  : 0;
    out[column] = static_cast<float>(std::clamp(deviation, -deviations_max, deviations_max));
  }
}

}  // namespace centinela::forest
