#include "centinela/forest/forest_file.h"

#include "centinela/base/bytes.h"

#include "forest/container.h"
#include "forest/forest_sections.h"

#include <fmt/format.h>

#include <cstdint>
#include <utility>

namespace centinela::forest {
namespace {

constexpr std::uint16_t leaf_mark = 0xFFFF;
static_assert(columns_max <= leaf_mark);
constexpr std::size_t origin_bytes_max = 4096;

Error bad_section(std::string_view tag, std::size_t offset, std::string_view what) {
  return {Errc::bad_data, fmt::format("model file: section {}, byte {}: {}", tag, offset, what)};
}

Result<void> check_count(const ByteReader& in,
                         std::string_view tag,
                         std::size_t found,
                         std::size_t max) {
  if (found > max) {
    return bad_section(tag, in.offset(), fmt::format("expected at most {}, found {}", max, found));
  }
  return {};
}

Result<void> check_end(const ByteReader& in, std::string_view tag) {
  if (!in.at_end()) {
    return bad_section(tag, in.offset(), fmt::format("{} bytes too many", in.remaining()));
  }
  return {};
}

Result<void> read_facts(std::string_view bytes, ForestParts& parts) {
  ByteReader in(bytes);
  CENTINELA_TRY(parts.sample_size, in.get<std::uint32_t>());
  CENTINELA_TRY(parts.schema_hash, in.get<std::uint64_t>());
  CENTINELA_TRY(parts.facts.seed, in.get<std::uint64_t>());
  CENTINELA_TRY(parts.facts.rows, in.get<std::uint64_t>());
  CENTINELA_TRY(const std::string_view origin, in.get_string(origin_bytes_max));
  parts.facts.origin = origin;
  return check_end(in, facts_tag);
}

Result<void> read_names(std::string_view bytes, ForestParts& parts) {
  ByteReader in(bytes);
  CENTINELA_TRY(const auto count, in.get<std::uint32_t>());
  CENTINELA_TRY(check_count(in, names_tag, count, columns_max));
  for (std::uint32_t i = 0; i < count; ++i) {
    CENTINELA_TRY(const std::string_view name, in.get_string(feature_name_bytes_max));
    parts.feature_names.emplace_back(name);
  }
  return check_end(in, names_tag);
}

// A leaf says its training rows, a split its right child; the rows of splits follow from those.
Result<Node> read_node(ByteReader& in) {
  Node node;
  CENTINELA_TRY(const auto feature, in.get<std::uint16_t>());
  if (feature == leaf_mark) {
    CENTINELA_TRY(node.rows, in.get<std::uint32_t>());
    return node;
  }
  node.feature = feature;
  CENTINELA_TRY(node.threshold, in.get<float>());
  CENTINELA_TRY(node.right, in.get<std::uint32_t>());
  if (node.right == 0) {
    return bad_section(trees_tag, in.offset(), "a split without a right child");
  }
  return node;
}

Result<Tree> read_tree(ByteReader& in) {
  CENTINELA_TRY(const auto count, in.get<std::uint32_t>());
  CENTINELA_TRY(check_count(in, trees_tag, count, nodes_per_tree_max));
  Tree tree;
  tree.reserve(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    CENTINELA_TRY(const Node node, read_node(in));
    tree.push_back(node);
  }
  // Children lie behind their split. Wrong indexes are left to Forest::build's shape check.
  for (std::size_t i = tree.size(); i-- > 0;) {
    Node& node = tree[i];
    if (!node.is_leaf() && node.right < tree.size() && i + 1 < tree.size()) {
      node.rows = tree[i + 1].rows + tree[node.right].rows;
    }
  }
  return tree;
}

Result<void> read_trees(std::string_view bytes, ForestParts& parts) {
  ByteReader in(bytes);
  CENTINELA_TRY(const auto count, in.get<std::uint32_t>());
  CENTINELA_TRY(check_count(in, trees_tag, count, trees_max));
  for (std::uint32_t i = 0; i < count; ++i) {
    CENTINELA_TRY(Tree tree, read_tree(in));
    parts.trees.push_back(std::move(tree));
  }
  return check_end(in, trees_tag);
}

}  // namespace

std::string write_facts(const ForestParts& parts) {
  ByteWriter out;
  out.put(parts.sample_size);
  out.put(parts.schema_hash);
  out.put(parts.facts.seed);
  out.put(parts.facts.rows);
  out.put_string(std::string_view(parts.facts.origin).substr(0, origin_bytes_max));
  return std::move(out).bytes();
}

std::string write_names(const ForestParts& parts) {
  ByteWriter out;
  out.put(static_cast<std::uint32_t>(parts.feature_names.size()));
  for (const std::string& name : parts.feature_names) {
    out.put_string(name);
  }
  return std::move(out).bytes();
}

std::string write_trees(const ForestParts& parts) {
  ByteWriter out;
  out.put(static_cast<std::uint32_t>(parts.trees.size()));
  for (const Tree& tree : parts.trees) {
    out.put(static_cast<std::uint32_t>(tree.size()));
    for (const Node& node : tree) {
      if (node.is_leaf()) {
        out.put(leaf_mark);
        out.put(node.rows);
        continue;
      }
      out.put(node.feature);
      out.put(node.threshold);
      out.put(node.right);
    }
  }
  return std::move(out).bytes();
}

Result<Forest> read_forest(const std::vector<Section>& sections) {
  ForestParts parts;
  CENTINELA_TRY(const std::string_view facts, find_section(sections, facts_tag));
  CENTINELA_TRY(read_facts(facts, parts));
  CENTINELA_TRY(const std::string_view names, find_section(sections, names_tag));
  CENTINELA_TRY(read_names(names, parts));
  CENTINELA_TRY(const std::string_view trees, find_section(sections, trees_tag));
  CENTINELA_TRY(read_trees(trees, parts));
  return Forest::build(std::move(parts));
}

std::string encode(const Forest& forest) {
  const std::string facts = write_facts(forest.parts());
  const std::string names = write_names(forest.parts());
  const std::string trees = write_trees(forest.parts());
  return write_container({{facts_tag, facts}, {names_tag, names}, {trees_tag, trees}});
}

Result<Forest> decode(std::string_view bytes) {
  CENTINELA_TRY(const std::vector<Section> sections, read_container(bytes));
  if (has_section(sections, scales_tag)) {
    return Error{Errc::bad_data,
                 "model file: expected a forest, found an ensemble: fit it without --ensemble"};
  }
  CENTINELA_TRY(refuse_unknown(sections, {facts_tag, names_tag, trees_tag}));
  return read_forest(sections);
}

}  // namespace centinela::forest
