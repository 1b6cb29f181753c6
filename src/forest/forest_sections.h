// The sections that hold a forest: FACT, NAME and TREE. Floor 2, internal.
#pragma once

#include "centinela/base/result.h"
#include "centinela/forest/forest.h"

#include "forest/container.h"

#include <string>
#include <string_view>
#include <vector>

namespace centinela::forest {

inline constexpr std::string_view facts_tag = "FACT";
inline constexpr std::string_view names_tag = "NAME";
inline constexpr std::string_view trees_tag = "TREE";
// Beside the forest: the other members of an ensemble and the scales of all.
inline constexpr std::string_view means_tag = "MEAN";
inline constexpr std::string_view neighbours_tag = "NEAR";
inline constexpr std::string_view shape_tag = "SHAP";
inline constexpr std::string_view scales_tag = "SCAL";

[[nodiscard]] std::string write_facts(const ForestParts& parts);
[[nodiscard]] std::string write_names(const ForestParts& parts);
[[nodiscard]] std::string write_trees(const ForestParts& parts);

[[nodiscard]] Result<Forest> read_forest(const std::vector<Section>& sections);

}  // namespace centinela::forest
