#include "forest/robust_shape.h"

#include "centinela/base/check.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace centinela::forest {
namespace {

constexpr int concentration_steps = 8;
constexpr double ridge = 1e-3;

std::size_t triangle(std::size_t n) {
  return n * (n + 1) / 2;
}

std::vector<double> mean_of(const Table& table, std::span<const std::uint32_t> rows) {
  std::vector<double> mean(table.n_columns, 0.0);
  for (const std::uint32_t r : rows) {
    const std::span<const float> row = table.row(r);
    for (std::size_t column = 0; column < row.size(); ++column) {
      mean[column] += static_cast<double>(row[column]);
    }
  }
  for (double& value : mean) {
    value /= static_cast<double>(rows.size());
  }
  return mean;
}

// Lower triangle by rows, with the ridge.
std::vector<double> covariance_of(const Table& table,
                                  std::span<const std::uint32_t> rows,
                                  const std::vector<double>& mean) {
  std::vector<double> covariance(triangle(table.n_columns), 0.0);
  std::vector<double> deviation(table.n_columns);
  for (const std::uint32_t r : rows) {
    const std::span<const float> row = table.row(r);
    double* entry = covariance.data();
    for (std::size_t i = 0; i < row.size(); ++i) {
      deviation[i] = static_cast<double>(row[i]) - mean[i];
      for (std::size_t j = 0; j <= i; ++j) {
        *entry++ += deviation[i] * deviation[j];
      }
    }
  }
  for (double& value : covariance) {
    value /= static_cast<double>(rows.size());
  }
  for (std::size_t i = 0; i < table.n_columns; ++i) {
    covariance[triangle(i) + i] += ridge;
  }
  return covariance;
}

std::vector<double> whitening_of(const std::vector<double>& covariance, std::size_t n_columns) {
  const auto n = static_cast<Eigen::Index>(n_columns);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n, n);
  const double* entry = covariance.data();
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      matrix(i, j) = *entry++;
    }
  }
  const Eigen::LLT<Eigen::MatrixXd, Eigen::Lower> factor(matrix);
  // The ridge keeps the smallest eigenvalue above rounding.
  CENTINELA_CHECK(factor.info() == Eigen::Success);
  const Eigen::MatrixXd inverse = factor.matrixL().solve(Eigen::MatrixXd::Identity(n, n));
  std::vector<double> whitening;
  whitening.reserve(covariance.size());
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; j <= i; ++j) {
      whitening.push_back(inverse(i, j));
    }
  }
  return whitening;
}

RobustShape shape_of(const Table& table, std::span<const std::uint32_t> rows) {
  RobustShape shape;
  shape.centre = mean_of(table, rows);
  shape.whitening = whitening_of(covariance_of(table, rows, shape.centre), table.n_columns);
  return shape;
}

// The nearest 75 % of the rows, in the table's order so that sums do not depend on the sort.
std::vector<std::uint32_t> nearest_rows(const Table& table, const RobustShape& shape) {
  std::vector<double> distance(table.n_rows());
  for (std::size_t r = 0; r < distance.size(); ++r) {
    distance[r] = squared_distance(shape, table.row(r));
  }
  std::vector<double> sorted = distance;
  const auto kept = static_cast<std::ptrdiff_t>((sorted.size() - 1) * 3 / 4);
  std::nth_element(sorted.begin(), sorted.begin() + kept, sorted.end());
  const double limit = sorted[static_cast<std::size_t>(kept)];
  std::vector<std::uint32_t> rows;
  for (std::uint32_t r = 0; r < distance.size(); ++r) {
    if (distance[r] <= limit) {
      rows.push_back(r);
    }
  }
  return rows;
}

}  // namespace

RobustShape fit_shape(const Table& table) {
  std::vector<std::uint32_t> rows(table.n_rows());
  std::iota(rows.begin(), rows.end(), std::uint32_t{0});
  RobustShape shape = shape_of(table, rows);
  for (int step = 0; step < concentration_steps; ++step) {
    rows = nearest_rows(table, shape);
    shape = shape_of(table, rows);
  }
  return shape;
}

double squared_distance(const RobustShape& shape, std::span<const float> row) {
  const double* weight = shape.whitening.data();
  double sum = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    double projection = 0;
    for (std::size_t j = 0; j <= i; ++j) {
      projection += *weight++ * (static_cast<double>(row[j]) - shape.centre[j]);
    }
    sum += projection * projection;
  }
  return sum;
}

}  // namespace centinela::forest
