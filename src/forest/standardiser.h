// Standardiser: columns to mean 0 and standard deviation 1, for the members that measure
// distances. Floor 2, value.
#pragma once

#include "centinela/forest/fit.h"

#include <span>
#include <vector>

namespace centinela::forest {

struct Standardiser {
  std::vector<double> mean;  // [n_columns], over the finite values; 0 where there is none
  std::vector<double>
      inverse_sigma;  // [n_columns]; 0 for a constant column, which thus weighs nothing
};

[[nodiscard]] Standardiser fit_standardiser(const Table& table);

// row[n_columns] to out[n_columns]; what is not finite becomes 0, the mean.
void standardise(const Standardiser& standardiser,
                 std::span<const float> row,
                 std::span<float> out);

}  // namespace centinela::forest
