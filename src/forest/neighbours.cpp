#include "forest/neighbours.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace centinela::forest {

Neighbours draw_neighbours(const Table& table, Rng& rng) {
  std::vector<std::uint32_t> deck(table.n_rows());
  std::iota(deck.begin(), deck.end(), std::uint32_t{0});
  const std::size_t drawn = std::min(neighbours_per_draw, deck.size());
  Neighbours neighbours;
  neighbours.points.reserve(neighbour_draws * table.n_columns * neighbours_per_draw);
  for (std::size_t draw = 0; draw < neighbour_draws; ++draw) {
    for (std::size_t i = 0; i < drawn; ++i) {
      std::swap(deck[i], deck[i + rng.below(deck.size() - i)]);
    }
    for (std::size_t column = 0; column < table.n_columns; ++column) {
      for (std::size_t i = 0; i < neighbours_per_draw; ++i) {
        neighbours.points.push_back(table.row(deck[i % drawn])[column]);
      }
    }
  }
  return neighbours;
}

double mean_distance(const Neighbours& neighbours, std::span<const float> row) {
  const float* point = neighbours.points.data();
  double sum = 0;
  for (std::size_t draw = 0; draw < neighbour_draws; ++draw) {
    std::array<float, neighbours_per_draw> squares{};
    for (const float value : row) {
      for (std::size_t i = 0; i < neighbours_per_draw; ++i) {
        const float difference = point[i] - value;
        squares[i] += difference * difference;
      }
      point += neighbours_per_draw;
    }
    sum += std::sqrt(static_cast<double>(*std::min_element(squares.begin(), squares.end())));
  }
  return sum / static_cast<double>(neighbour_draws);
}

}  // namespace centinela::forest
