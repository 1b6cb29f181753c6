#include "config/did_you_mean.h"

#include <algorithm>
#include <vector>

namespace centinela::config {
namespace {

// Optimal string alignment distance: insert, delete, replace, swap of neighbours; case is ignored.
std::size_t distance(std::string_view a, std::string_view b) {
  const auto same = [](char x, char y) { return (x | 0x20) == (y | 0x20); };
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> cells((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      if (i == 0 || j == 0) {
        cells[i * width + j] = i + j;
        continue;
      }
      const std::size_t replaced =
          cells[(i - 1) * width + j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1);
      std::size_t best =
          std::min({replaced, cells[(i - 1) * width + j] + 1, cells[i * width + j - 1] + 1});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1])) {
        best = std::min(best, cells[(i - 2) * width + j - 2] + 1);
      }
      cells[i * width + j] = best;
    }
  }
  return cells.back();
}

}  // namespace

std::string_view did_you_mean(std::string_view name, std::span<const std::string_view> candidates) {
  constexpr std::size_t name_size_max = 64;
  if (name.size() > name_size_max) {
    return {};
  }
  std::string_view best;
  std::size_t best_distance = std::clamp<std::size_t>(name.size() / 3, 1, 3) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t edits = distance(name, candidate);
    if (edits < best_distance) {
      best = candidate;
      best_distance = edits;
    }
  }
  return best;
}

}  // namespace centinela::config
