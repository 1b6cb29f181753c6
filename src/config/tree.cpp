#include "config/tree.h"

#include "centinela/base/url.h"

#include "config/apply.h"
#include "config/checks.h"
#include "config/quote.h"
#include "config/scalar_value.h"

#include <fmt/format.h>

// NOLINTBEGIN(misc-no-recursion): settings nest at most 16 deep.
namespace centinela::config {
namespace {

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

void put(Node& tree, std::string_view name, Node value) {
  tree.entries.push_back({std::string(name), {}, std::move(value)});
}

// Also what is no secret as a whole may hold one: a URL with a password or a token.
std::string shown(const std::string& text, const TreeView& view) {
  return view.hides_secrets ? masked_url(text) : text;
}

Node text_list(const Words& words, const TreeView& view) {
  Node items = list();
  for (const std::string& word : words) {
    items.items.push_back(scalar(shown(word, view), true));
  }
  return items;
}

bool is_text(Type type) noexcept {
  return type == Type::text || type == Type::clock || type == Type::date || type == Type::instant;
}

Node scalar_node(const Field& field, const void* value, const TreeView& view) {
  const std::string text = scalar_text(field, value);
  const bool is_hidden = view.hides_secrets && field.traits.is_secret && !text.empty();
  return scalar(is_hidden ? std::string(hidden_text) : shown(text, view), is_text(field.type));
}

Node text_map_node(const std::map<std::string, std::string>& texts, const TreeView& view) {
  Node tree = map();
  for (const auto& [name, text] : texts) {
    const bool is_hidden = view.hides_secrets && is_secret_property(name);
    put(tree, name, scalar(is_hidden ? std::string(hidden_text) : shown(text, view), true));
  }
  return tree;
}

Node container_node(const Field& field, const void* value, TreeView view) {
  view.only_alert_changing = false;  // decided for the setting as a whole
  Node tree = field.type == Type::sections ? list() : map();
  for (const Item& item : field.container.items(value)) {
    Node element = to_tree(field.fields(), item.value, view);
    if (field.type == Type::sections) {
      tree.items.push_back(std::move(element));
    } else {
      put(tree, item.name, std::move(element));
    }
  }
  return tree;
}

void flatten_into(const Node& node, const std::string& path, std::string& lines) {
  for (const Node::Entry& entry : node.entries) {
    flatten_into(entry.value, join_path(path, entry.name), lines);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    flatten_into(node.items[i], fmt::format("{}[{}]", path, i), lines);
  }
  if (node.kind == Node::Kind::scalar) {
    lines += fmt::format("{}={}\n", path, node.is_quoted ? quote_json(node.text) : node.text);
  } else if (node.entries.empty() && node.items.empty() && !path.empty()) {
    lines += fmt::format("{}={}\n", path, node.kind == Node::Kind::list ? "[]" : "{}");
  }
}

}  // namespace

Node to_tree(const Field& field, const void* owner, const TreeView& view) {
  const void* value = field.in(owner);
  switch (field.type) {
    case Type::texts:
      return text_list(as<Words>(value), view);
    case Type::integers: {
      Node items = list();
      for (const std::int64_t& number : as<std::vector<std::int64_t>>(value)) {
        items.items.push_back(scalar_node(field, &number, view));
      }
      return items;
    }
    case Type::text_map:
      return text_map_node(as<std::map<std::string, std::string>>(value), view);
    case Type::texts_map: {
      Node tree = map();
      for (const auto& [name, words] : as<std::map<std::string, Words>>(value)) {
        put(tree, name, text_list(words, view));
      }
      return tree;
    }
    case Type::section:
      return to_tree(field.fields(), value, view);
    case Type::sections:
    case Type::section_map:
      return container_node(field, value, view);
    default:
      return scalar_node(field, value, view);
  }
}

Node to_tree(Fields fields, const void* owner, const TreeView& view) {
  Node tree = map();
  for (const Field& field : fields) {
    TreeView below = view;
    if (view.only_alert_changing && field.traits.changes_alerts) {
      below.only_alert_changing = false;
    }
    const bool is_left_out = below.only_alert_changing && field.type != Type::section;
    if (is_left_out) {
      continue;
    }
    Node value = to_tree(field, owner, below);
    const bool is_empty_section = below.only_alert_changing && value.entries.empty();
    if (!is_empty_section) {
      put(tree, field.name, std::move(value));
    }
  }
  return tree;
}

std::string flatten(const Node& tree) {
  std::string lines;
  flatten_into(tree, "", lines);
  return lines;
}

}  // namespace centinela::config
// NOLINTEND(misc-no-recursion)
