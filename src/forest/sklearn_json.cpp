#include "centinela/forest/forest_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace centinela::forest {
namespace {

using simdjson::dom::element;

Error bad_json(std::string_view key, std::string_view expected) {
  return {Errc::bad_data, fmt::format("forest JSON: {}: expected {}", key, expected)};
}

template <class T>
Result<T> read(element parent, std::string_view key, std::string_view expected) {
  T value{};
  if (parent[key].get(value) != simdjson::SUCCESS) {
    return bad_json(key, expected);
  }
  return value;
}

template <class T>
Result<std::vector<T>> read_array(element parent, std::string_view key) {
  CENTINELA_TRY(const auto array, read<simdjson::dom::array>(parent, key, "an array of numbers"));
  std::vector<T> values;
  for (const element item : array) {
    T value{};
    if (item.get(value) != simdjson::SUCCESS) {
      return bad_json(key, fmt::format("a number as item {}", values.size()));
    }
    values.push_back(value);
  }
  return values;
}

// The arrays of one scikit-learn tree; a leaf has -1 for its children.
struct Arrays {
  std::vector<std::int64_t> left;
  std::vector<std::int64_t> right;
  std::vector<std::int64_t> feature;
  std::vector<double> threshold;
  std::vector<std::int64_t> rows;
  // Columns of the table that the tree's own feature numbers stand for.
  std::vector<std::int64_t> features;
};

Result<Arrays> read_arrays(element tree) {
  Arrays arrays;
  CENTINELA_TRY(arrays.left, read_array<std::int64_t>(tree, "children_left"));
  CENTINELA_TRY(arrays.right, read_array<std::int64_t>(tree, "children_right"));
  CENTINELA_TRY(arrays.feature, read_array<std::int64_t>(tree, "feature"));
  CENTINELA_TRY(arrays.threshold, read_array<double>(tree, "threshold"));
  CENTINELA_TRY(arrays.rows, read_array<std::int64_t>(tree, "n_node_samples"));
  CENTINELA_TRY(arrays.features, read_array<std::int64_t>(tree, "features"));
  const std::size_t n = arrays.left.size();
  if (n == 0 || n > nodes_per_tree_max || arrays.right.size() != n || arrays.feature.size() != n ||
      arrays.threshold.size() != n || arrays.rows.size() != n) {
    return bad_json("trees", fmt::format("arrays of one length, 1 to {}", nodes_per_tree_max));
  }
  return arrays;
}

// For every float32 x, x <= result exactly where x <= threshold.
float round_down(double threshold) {
  const auto rounded = static_cast<float>(threshold);
  return static_cast<double>(rounded) > threshold
             ? std::nextafter(rounded, -std::numeric_limits<float>::infinity())
             : rounded;
}

// Puts the nodes into preorder, starting from the root; `open` holds what is still to be placed.
class PreorderBuilder {
 public:
  explicit PreorderBuilder(const Arrays& arrays) : arrays_(arrays) {}

  Result<Tree> build() {
    open_.push_back({.node = 0, .parent = no_parent});
    while (!open_.empty()) {
      const Open next = open_.back();
      open_.pop_back();
      CENTINELA_TRY(place(next));
    }
    return std::move(tree_);
  }

 private:
  static constexpr std::size_t no_parent = std::numeric_limits<std::size_t>::max();
  struct Open {
    std::int64_t node = 0;
    // Where the split stands whose right child this is; no_parent for a left child.
    std::size_t parent = no_parent;
  };

  Result<void> place(Open open) {
    const auto n = static_cast<std::int64_t>(arrays_.left.size());
    if (open.node < 0 || open.node >= n) {
      return bad_json("children", fmt::format("indexes of 0 to {}", n - 1));
    }
    // A node reached twice would make the tree longer than its arrays.
    if (tree_.size() >= arrays_.left.size()) {
      return bad_json("children", "a tree that reaches every node once");
    }
    if (open.parent != no_parent) {
      tree_[open.parent].right = static_cast<std::uint32_t>(tree_.size());
    }
    const auto i = static_cast<std::size_t>(open.node);
    if (arrays_.rows[i] < 1 || arrays_.rows[i] > static_cast<std::int64_t>(sample_size_max)) {
      return bad_json("n_node_samples", fmt::format("1 to {}", sample_size_max));
    }
    Node node{.rows = static_cast<std::uint32_t>(arrays_.rows[i])};
    if (arrays_.left[i] != -1) {
      CENTINELA_TRY(node.feature, feature_at(i));
      node.threshold = round_down(arrays_.threshold[i]);
      open_.push_back({.node = arrays_.right[i], .parent = tree_.size()});
      open_.push_back({.node = arrays_.left[i], .parent = no_parent});
    }
    tree_.push_back(node);
    return {};
  }

  [[nodiscard]] Result<std::uint16_t> feature_at(std::size_t node) const {
    const std::int64_t index = arrays_.feature[node];
    if (index < 0 || index >= static_cast<std::int64_t>(arrays_.features.size())) {
      return bad_json("feature", "indexes into features");
    }
    const std::int64_t column = arrays_.features[static_cast<std::size_t>(index)];
    if (column < 0 || column >= static_cast<std::int64_t>(columns_max)) {
      return bad_json("features", fmt::format("columns below {}", columns_max));
    }
    return static_cast<std::uint16_t>(column);
  }

  const Arrays& arrays_;
  std::vector<Open> open_;
  Tree tree_;
};

Result<std::vector<std::string>> read_feature_names(element document) {
  CENTINELA_TRY(const auto array,
                read<simdjson::dom::array>(document, "feature_names", "an array of strings"));
  std::vector<std::string> names;
  for (const element item : array) {
    std::string_view name;
    if (item.get(name) != simdjson::SUCCESS) {
      return bad_json("feature_names", "strings");
    }
    names.emplace_back(name);
  }
  return names;
}

Result<void> check_header(element document) {
  CENTINELA_TRY(const auto format, read<std::string_view>(document, "format", "a string"));
  CENTINELA_TRY(const auto version, read<std::int64_t>(document, "version", "a number"));
  if (format != "centinela-forest" || version != 1) {
    return bad_json("format, version", "\"centinela-forest\" and 1");
  }
  return {};
}

Result<ForestParts> read_document(element document) {
  CENTINELA_TRY(check_header(document));
  ForestParts parts;
  CENTINELA_TRY(const auto sample, read<std::int64_t>(document, "sample_size", "a number"));
  if (sample < 1 || sample > static_cast<std::int64_t>(sample_size_max)) {
    return bad_json("sample_size", fmt::format("1 to {}", sample_size_max));
  }
  parts.sample_size = static_cast<std::uint32_t>(sample);
  CENTINELA_TRY(const auto origin, read<std::string_view>(document, "origin", "a string"));
  parts.facts.origin = origin;
  CENTINELA_TRY(parts.feature_names, read_feature_names(document));
  CENTINELA_TRY(const auto trees,
                read<simdjson::dom::array>(document, "trees", "an array of trees"));
  for (const element tree : trees) {
    CENTINELA_TRY(const Arrays arrays, read_arrays(tree));
    CENTINELA_TRY(Tree built, PreorderBuilder(arrays).build());
    parts.trees.push_back(std::move(built));
  }
  return parts;
}

}  // namespace

Result<Forest> import_sklearn_json(std::string_view json) {
  simdjson::dom::parser parser(model_bytes_max);
  element document;
  const simdjson::padded_string padded(json);
  if (const auto code = parser.parse(padded).get(document); code != simdjson::SUCCESS) {
    return Error{Errc::bad_data,
                 fmt::format("forest JSON: not JSON: {}", simdjson::error_message(code))};
  }
  CENTINELA_TRY(ForestParts parts, read_document(document));
  return Forest::build(std::move(parts));
}

}  // namespace centinela::forest
