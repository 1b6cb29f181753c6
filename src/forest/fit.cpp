#include "centinela/forest/fit.h"

#include "centinela/base/check.h"
#include "centinela/base/rng.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace centinela::forest {
namespace {

struct Range {
  float low = 0;
  float high = 0;

  [[nodiscard]] bool is_constant() const noexcept { return !(low < high); }
};

// Grows one tree at a time from a sample that it holds by columns, so that a column is contiguous.
class TreeGrower {
 public:
  TreeGrower(const Table& table, std::size_t sample, Rng& rng)
      : table_(table),
        rng_(rng),
        sample_(sample),
        columns_(table.n_columns),
        deck_(table.n_rows()) {
    // ceil(log2(sample)), Liu et al. 2008, algorithm 1; a sample of 1 grows no split.
    depth_max_ = static_cast<std::size_t>(std::bit_width(sample - 1));
    std::iota(deck_.begin(), deck_.end(), std::uint32_t{0});
    std::iota(columns_.begin(), columns_.end(), std::uint16_t{0});
    values_.resize(sample * table.n_columns);
    rows_.resize(sample);
  }

  Tree grow() {
    draw_sample();
    tree_.clear();
    grow_below(0, sample_, 0);
    return std::move(tree_);
  }

 private:
  // The first cards of a deck shuffled as far as needed: a sample without replacement, and the
  // deck need not be put in order again for the next one.
  void draw_sample() {
    for (std::size_t i = 0; i < sample_; ++i) {
      const std::size_t other = i + rng_.below(deck_.size() - i);
      std::swap(deck_[i], deck_[other]);
      const std::span<const float> row = table_.row(deck_[i]);
      for (std::size_t column = 0; column < row.size(); ++column) {
        values_[column * sample_ + i] = row[column];
      }
      rows_[i] = static_cast<std::uint32_t>(i);
    }
  }

  // Recursion is at most depth_max_ deep, 13 for the largest sample.
  void grow_below(std::size_t begin,
                  std::size_t end,
                  std::size_t depth) {  // NOLINT(misc-no-recursion)
    const std::size_t index = tree_.size();
    tree_.push_back({.rows = static_cast<std::uint32_t>(end - begin)});
    if (end - begin <= 1 || depth >= depth_max_ || !choose_split(tree_[index], begin, end)) {
      return;
    }
    const std::size_t middle = partition(tree_[index], begin, end);
    CENTINELA_CHECK(middle > begin);
    CENTINELA_CHECK(middle < end);
    grow_below(begin, middle, depth + 1);
    tree_[index].right = static_cast<std::uint32_t>(tree_.size());
    grow_below(middle, end, depth + 1);
  }

  // Draws columns without replacement until one is not constant here: uniform among those.
  bool choose_split(Node& node, std::size_t begin, std::size_t end) {
    for (std::size_t left = columns_.size(); left > 0; --left) {
      const std::size_t pick = rng_.below(left);
      std::swap(columns_[pick], columns_[left - 1]);
      const std::uint16_t column = columns_[left - 1];
      const Range range = range_of(column, begin, end);
      if (!range.is_constant()) {
        node.feature = column;
        node.threshold = draw_threshold(range);
        return true;
      }
    }
    return false;
  }

  // Uniform in [low, high), rounded down to a float, so both sides keep at least one row.
  float draw_threshold(Range range) {
    const double low = range.low;
    const double drawn = low + rng_.uniform() * (static_cast<double>(range.high) - low);
    auto threshold = static_cast<float>(drawn);
    if (static_cast<double>(threshold) > drawn || threshold >= range.high) {
      threshold = std::nextafter(threshold, -std::numeric_limits<float>::infinity());
    }
    return std::max(threshold, range.low);
  }

  // Of the finite values; constant when there are none.
  [[nodiscard]] Range range_of(std::uint16_t column, std::size_t begin, std::size_t end) const {
    Range range{.low = std::numeric_limits<float>::infinity(),
                .high = -std::numeric_limits<float>::infinity()};
    for (std::size_t i = begin; i < end; ++i) {
      const float value = values_[column * sample_ + rows_[i]];
      if (std::isfinite(value)) {
        range.low = std::min(range.low, value);
        range.high = std::max(range.high, value);
      }
    }
    return range;
  }

  std::size_t partition(const Node& node, std::size_t begin, std::size_t end) {
    const float* const column = values_.data() + node.feature * sample_;
    const auto first = rows_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = rows_.begin() + static_cast<std::ptrdiff_t>(end);
    const auto middle = std::partition(
        first, last, [&](std::uint32_t row) { return column[row] <= node.threshold; });
    return static_cast<std::size_t>(middle - rows_.begin());
  }

  const Table& table_;
  Rng& rng_;
  std::size_t sample_;
  std::size_t depth_max_ = 0;
  std::vector<std::uint16_t> columns_;
  std::vector<std::uint32_t> deck_;
  std::vector<float> values_;  // [n_columns * sample], by column
  std::vector<std::uint32_t> rows_;
  Tree tree_;
};

Result<void> check_options(const Table& table, const FitOptions& options) {
  if (options.trees < 1 || options.trees > trees_max) {
    return Error{Errc::usage,
                 fmt::format("forest: expected 1 to {} trees, found {}", trees_max, options.trees)};
  }
  if (options.sample < 2 || options.sample > sample_size_max) {
    return Error{Errc::usage,
                 fmt::format("forest: expected a sample of 2 to {} rows, found {}",
                             sample_size_max,
                             options.sample)};
  }
  if (table.n_columns < 1 || table.n_columns > columns_max) {
    return Error{
        Errc::bad_data,
        fmt::format("forest: expected 1 to {} columns, found {}", columns_max, table.n_columns)};
  }
  if (table.values.empty() || table.values.size() % table.n_columns != 0) {
    return Error{Errc::bad_data,
                 fmt::format("forest: expected at least one row of {} values, found {} values",
                             table.n_columns,
                             table.values.size())};
  }
  if (table.n_rows() > std::numeric_limits<std::uint32_t>::max()) {
    return Error{Errc::bad_data, "forest: expected fewer than 2^32 rows"};
  }
  if (!options.feature_names.empty() && options.feature_names.size() != table.n_columns) {
    return Error{Errc::usage,
                 fmt::format("forest: expected {} feature names, found {}",
                             table.n_columns,
                             options.feature_names.size())};
  }
  return {};
}

std::vector<std::string> default_names(std::size_t n_columns) {
  std::vector<std::string> names(n_columns);
  for (std::size_t i = 0; i < n_columns; ++i) {
    names[i] = fmt::format("f{}", i);
  }
  return names;
}

}  // namespace

Result<Forest> fit(const Table& table, const FitOptions& options) {
  CENTINELA_TRY(check_options(table, options));
  ForestParts parts;
  parts.sample_size = static_cast<std::uint32_t>(std::min(options.sample, table.n_rows()));
  parts.feature_names =
      options.feature_names.empty() ? default_names(table.n_columns) : options.feature_names;
  parts.schema_hash = options.schema_hash;
  parts.facts = {.seed = options.seed, .rows = table.n_rows(), .origin = options.origin};
  Rng rng(options.seed);
  TreeGrower grower(table, parts.sample_size, rng);
  parts.trees.reserve(options.trees);
  for (std::size_t i = 0; i < options.trees; ++i) {
    parts.trees.push_back(grower.grow());
  }
  return Forest::build(std::move(parts));
}

}  // namespace centinela::forest
