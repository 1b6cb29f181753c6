#include "config/emit.h"

#include "config/apply.h"
#include "config/quote.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

// NOLINTBEGIN(misc-no-recursion): settings nest at most 16 deep.
namespace centinela::config {
namespace {

std::string scalar_yaml(const Node& node) {
  return node.is_quoted ? quote_yaml(node.text) : node.text;
}

bool has_only_scalars(const Node& node) {
  return std::all_of(node.items.begin(), node.items.end(), [](const Node& item) {
    return item.kind == Node::Kind::scalar;
  });
}

class YamlWriter {
 public:
  explicit YamlWriter(const std::map<std::string, std::string>* comments) : comments_(comments) {}

  void entries(const Node& node, const std::string& indent, const std::string& path) {
    for (const Node::Entry& entry : node.entries) {
      text_ += fmt::format("{}{}:", indent, quote_yaml(entry.name));
      value(entry.value, indent, join_path(path, entry.name));
    }
  }

  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  void value(const Node& node, const std::string& indent, const std::string& path) {
    const bool is_block = !node.entries.empty() || !has_only_scalars(node);
    if (!is_block) {
      text_ += fmt::format(" {}{}\n", to_flow(node), comment(path));
    } else if (node.kind == Node::Kind::map) {
      text_ += "\n";
      entries(node, indent + "  ", path);
    } else {
      text_ += "\n";
      items(node, indent + "  ", path);
    }
  }
  void items(const Node& node, const std::string& indent, const std::string& path) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      const std::size_t start = text_.size();
      entries(node.items[i], indent + "  ", fmt::format("{}[{}]", path, i));
      text_.replace(start + indent.size(), 2, "- ");
    }
  }
  [[nodiscard]] std::string comment(const std::string& path) const {
    if (comments_ == nullptr) {
      return "";
    }
    const auto found = comments_->find(path);
    return fmt::format("  # {}", found == comments_->end() ? "default" : found->second);
  }

  const std::map<std::string, std::string>* comments_;
  std::string text_;
};

void write_json(const Node& node, const std::string& indent, std::string& text) {
  const std::string inner = indent + "  ";
  std::string_view separator = "\n";
  if (node.kind == Node::Kind::scalar) {
    text += node.is_quoted ? quote_json(node.text) : node.text;
    return;
  }
  if (node.kind == Node::Kind::null) {
    text += "null";
    return;
  }
  const bool is_list = node.kind == Node::Kind::list;
  const bool is_empty = node.items.empty() && node.entries.empty();
  text += is_list ? "[" : "{";
  for (const Node& item : node.items) {
    text += fmt::format("{}{}", separator, inner);
    write_json(item, inner, text);
    separator = ",\n";
  }
  for (const Node::Entry& entry : node.entries) {
    text += fmt::format("{}{}{}: ", separator, inner, quote_json(entry.name));
    write_json(entry.value, inner, text);
    separator = ",\n";
  }
  text += is_empty ? "" : "\n" + indent;
  text += is_list ? "]" : "}";
}

}  // namespace

std::string to_yaml(const Node& tree, const std::map<std::string, std::string>* comment_of) {
  YamlWriter writer(comment_of);
  writer.entries(tree, "", "");
  return std::move(writer).take();
}

std::string to_flow(const Node& tree) {
  if (tree.kind == Node::Kind::scalar) {
    return scalar_yaml(tree);
  }
  std::vector<std::string> parts;
  parts.reserve(tree.items.size() + tree.entries.size());
  for (const Node& item : tree.items) {
    parts.push_back(to_flow(item));
  }
  for (const Node::Entry& entry : tree.entries) {
    parts.push_back(fmt::format("{}: {}", quote_yaml(entry.name), to_flow(entry.value)));
  }
  const bool is_list = tree.kind == Node::Kind::list;
  return fmt::format("{}{}{}", is_list ? '[' : '{', fmt::join(parts, ", "), is_list ? ']' : '}');
}

std::string to_json(const Node& tree) {
  std::string text;
  write_json(tree, "", text);
  return text + "\n";
}

}  // namespace centinela::config
// NOLINTEND(misc-no-recursion)
