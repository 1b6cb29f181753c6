// EnsembleParts: what an ensemble holds beside its forest. Floor 2, value.
#pragma once

#include "forest/neighbours.h"
#include "forest/robust_shape.h"
#include "forest/standardiser.h"
#include "forest/tail_scale.h"

#include <array>
#include <cstddef>

namespace centinela::forest {

// Forest, neighbours, shape: in this order everywhere, in the file too.
inline constexpr std::size_t ensemble_members = 3;
// The forest is right most often, so it has as much say as the two others together.
inline constexpr std::array<double, ensemble_members> member_weights{0.5, 0.25, 0.25};

struct EnsembleParts {
  Standardiser standardiser;
  Neighbours neighbours;
  RobustShape shape;
  std::array<TailScale, ensemble_members> scales;
};

}  // namespace centinela::forest
