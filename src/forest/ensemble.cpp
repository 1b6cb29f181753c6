#include "centinela/forest/ensemble.h"

#include "centinela/base/check.h"
#include "centinela/base/hash.h"
#include "centinela/base/rng.h"
#include "centinela/forest/scoring.h"

#include "forest/ensemble_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace centinela::forest {
namespace {

// More rows than these make the scales and the covariance no better.
constexpr std::size_t reference_rows_max = 65536;

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

bool is_rising(const std::vector<double>& values) {
  return std::is_sorted(values.begin(), values.end(), std::less_equal<>());
}

bool is_sound(const TailScale& scale) {
  return !scale.score.empty() && scale.score.size() == scale.bits.size() &&
         all_finite(scale.score) && all_finite(scale.bits) && is_rising(scale.score) &&
         is_rising(scale.bits) && scale.bits.front() >= 0;
}

bool is_sound(const EnsembleParts& parts, std::size_t n) {
  const bool sizes_fit =
      parts.standardiser.mean.size() == n && parts.standardiser.inverse_sigma.size() == n &&
      parts.shape.centre.size() == n && parts.shape.whitening.size() == n * (n + 1) / 2 &&
      parts.neighbours.points.size() == neighbour_draws * neighbours_per_draw * n;
  return sizes_fit && all_finite(parts.standardiser.mean) &&
         all_finite(parts.standardiser.inverse_sigma) && all_finite(parts.shape.centre) &&
         all_finite(parts.shape.whitening) &&
         std::all_of(parts.neighbours.points.begin(), parts.neighbours.points.end(), [](float v) {
           return std::isfinite(v);
         });
}

// All rows of a small table, a random choice of a large one; standardised.
std::vector<std::uint32_t> choose_reference_rows(std::size_t n_rows, Rng& rng) {
  std::vector<std::uint32_t> rows(n_rows);
  std::iota(rows.begin(), rows.end(), std::uint32_t{0});
  if (n_rows > reference_rows_max) {
    for (std::size_t i = 0; i < reference_rows_max; ++i) {
      std::swap(rows[i], rows[i + rng.below(n_rows - i)]);
    }
    rows.resize(reference_rows_max);
  }
  return rows;
}

std::vector<float> copy_rows(const Table& table, std::span<const std::uint32_t> rows) {
  std::vector<float> values;
  values.reserve(rows.size() * table.n_columns);
  for (const std::uint32_t r : rows) {
    const std::span<const float> row = table.row(r);
    values.insert(values.end(), row.begin(), row.end());
  }
  return values;
}

struct DistanceScores {
  std::vector<double> neighbours;
  std::vector<double> shape;
};

DistanceScores score_distances(const EnsembleParts& parts, const Table& table) {
  DistanceScores scores;
  std::vector<float> row(table.n_columns);
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    standardise(parts.standardiser, table.row(r), row);
    scores.neighbours.push_back(mean_distance(parts.neighbours, row));
    scores.shape.push_back(squared_distance(parts.shape, row));
  }
  return scores;
}

EnsembleParts fit_parts(const Table& table, const Forest& forest, Rng& rng) {
  EnsembleParts parts;
  parts.standardiser = fit_standardiser(table);
  const std::vector<std::uint32_t> rows = choose_reference_rows(table.n_rows(), rng);
  const std::vector<float> reference = copy_rows(table, rows);
  const Table reference_table{.values = reference, .n_columns = table.n_columns};

  std::vector<float> standard(reference.size());
  for (std::size_t r = 0; r < reference_table.n_rows(); ++r) {
    standardise(parts.standardiser,
                reference_table.row(r),
                std::span(standard).subspan(r * table.n_columns, table.n_columns));
  }
  const Table standard_table{.values = standard, .n_columns = table.n_columns};
  parts.neighbours = draw_neighbours(standard_table, rng);
  parts.shape = fit_shape(standard_table);

  std::vector<double> forest_scores(reference_table.n_rows());
  anomaly_scores(forest, reference, forest_scores);
  const DistanceScores distances = score_distances(parts, reference_table);
  parts.scales = {fit_tail_scale(forest_scores),
                  fit_tail_scale(distances.neighbours),
                  fit_tail_scale(distances.shape)};
  return parts;
}

}  // namespace

Ensemble::Ensemble(Forest forest, std::shared_ptr<const EnsembleParts> parts)
    : forest_(std::move(forest)), parts_(std::move(parts)) {}

Result<Ensemble> Ensemble::build(Forest forest, EnsembleParts parts) {
  if (!is_sound(parts, forest.n_columns())) {
    return Error{Errc::bad_data,
                 "ensemble: its members do not fit the forest's columns, or hold "
                 "numbers that are not finite"};
  }
  for (const TailScale& scale : parts.scales) {
    if (!is_sound(scale)) {
      return Error{Errc::bad_data, "ensemble: expected scales that rise strictly"};
    }
  }
  return Ensemble(std::move(forest), std::make_shared<const EnsembleParts>(std::move(parts)));
}

Result<Ensemble> fit_ensemble(const Table& table, const FitOptions& options) {
  if (table.n_columns > shape_columns_max) {
    return Error{Errc::usage,
                 fmt::format("ensemble: expected at most {} columns, found {}; fit the "
                             "forest alone",
                             shape_columns_max,
                             table.n_columns)};
  }
  CENTINELA_TRY(Forest forest, fit(table, options));
  // A stream of its own: the ensemble's forest is the plain one of the same seed.
  Rng rng(hash_combine(options.seed, 1));
  EnsembleParts parts = fit_parts(table, forest, rng);
  return Ensemble::build(std::move(forest), std::move(parts));
}

void anomaly_scores(const Ensemble& ensemble,
                    std::span<const float> rows,
                    std::span<double> scores) {
  const EnsembleParts& parts = ensemble.parts();
  anomaly_scores(ensemble.forest(), rows, scores);
  const Table table{.values = rows, .n_columns = ensemble.forest().n_columns()};
  const DistanceScores distances = score_distances(parts, table);
  for (std::size_t r = 0; r < scores.size(); ++r) {
    scores[r] = member_weights[0] * surprisal_bits(parts.scales[0], scores[r]) +
                member_weights[1] * surprisal_bits(parts.scales[1], distances.neighbours[r]) +
                member_weights[2] * surprisal_bits(parts.scales[2], distances.shape[r]);
  }
}

}  // namespace centinela::forest
