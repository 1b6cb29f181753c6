// Ensemble: the forest with two other unsupervised views of the same table. Floor 2, pure.
//
// Immutable after it is made and safe to share between threads; owns everything it refers to.
//
// An isolation forest is blind to what only shows across columns. Two cheap members see it:
//  - neighbours: mean distance to the nearest of 16 random rows, over 64 such draws (Sugiyama,
//    Borgwardt 2013; Pang, Ting, Albrecht 2015: LeSiNN);
//  - shape: squared Mahalanobis distance under a robust covariance (concentration steps of
//    Rousseeuw, Van Driessen 1999 at 75 % of the rows).
// Each member's score becomes a surprisal, -log2 of the share of training rows that score at least
// as high; the forest counts half, the two others a quarter each. No labels, nothing tuned per
// table.
#pragma once

#include "centinela/base/result.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/forest.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace centinela::forest {

struct EnsembleParts;

class Ensemble {
 public:
  // The forest's parts hold trees, names and facts.
  [[nodiscard]] const Forest& forest() const noexcept { return forest_; }
  // The other members and the scales, as the file stores them (src/forest/ensemble_parts.h).
  [[nodiscard]] const EnsembleParts& parts() const noexcept { return *parts_; }

  // Refuses (bad_data) parts that do not fit the forest or hold numbers that are not finite.
  [[nodiscard]] static Result<Ensemble> build(Forest forest, EnsembleParts parts);

 private:
  Ensemble(Forest forest, std::shared_ptr<const EnsembleParts> parts);

  Forest forest_;
  std::shared_ptr<const EnsembleParts> parts_;
};

// The ensemble's forest is fit(table, options); all else follows from the same seed.
// Columns beyond 256 are refused (usage): the shape member is cubic in them.
[[nodiscard]] Result<Ensemble> fit_ensemble(const Table& table, const FitOptions& options);

// Weighted mean surprisal in bits, >= 0; higher = more anomalous. rows[n_rows * n_columns].
// In the neighbours and shape members a value that is not finite counts as the column's mean.
// Errors cannot happen: sizes that disagree are a bug of the caller (CENTINELA_CHECK).
void anomaly_scores(const Ensemble& ensemble,
                    std::span<const float> rows,
                    std::span<double> scores);

// A model file (docs/forest-format.md) with the ensemble's sections added to the forest's.
[[nodiscard]] std::string encode(const Ensemble& ensemble);
[[nodiscard]] bool holds_ensemble(std::string_view bytes) noexcept;
[[nodiscard]] Result<Ensemble> decode_ensemble(std::string_view bytes);

}  // namespace centinela::forest
