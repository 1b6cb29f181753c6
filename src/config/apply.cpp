#include "config/apply.h"

#include "centinela/base/url.h"

#include "config/checks.h"
#include "config/did_you_mean.h"
#include "config/fields.h"
#include "config/quote.h"
#include "config/scalar_value.h"
#include "config/yaml_reader.h"

#include <fmt/format.h>

#include <algorithm>

// NOLINTBEGIN(misc-no-recursion): settings nest at most 16 deep.
namespace centinela::config {
namespace {

// What the tree has in a place, for "found …".
std::string describe(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::list:
      return node.items.empty() ? "an empty list" : "a list";
    case Node::Kind::map:
      return "keys and values";
    case Node::Kind::scalar:
      break;
  }
  return quote_for_error(masked_url(node.text));
}

// The paths of all settings whose last name is `name`, so that a misplaced key finds its home.
void collect_homes(Fields fields,
                   const std::string& path,
                   std::string_view name,
                   std::string& home) {
  for (const Field& field : fields) {
    const std::string here = join_path(path, field.name);
    if (field.name == name && home.empty()) {
      home = here;
    }
    if (field.type == Type::section) {
      collect_homes(field.fields(), here, name, home);
    }
  }
}

class Applier {
 public:
  Applier(const Layer& layer, Origins& origins) : layer_(layer), origins_(origins) {}

  Result<void> section(const Node& tree, Fields fields, void* owner, const std::string& path) {
    if (tree.kind == Node::Kind::null) {
      return {};  // a section whose keys are all commented out
    }
    if (tree.kind != Node::Kind::map) {
      // What is no configuration at all may be anything, and is not repeated.
      const bool is_file = path.empty() && tree.kind == Node::Kind::scalar;
      return mistake(
          tree.mark, path, "expected keys and values", is_file ? "plain text" : describe(tree));
    }
    for (const Node::Entry& entry : tree.entries) {
      const Field* field = find_field(fields, entry.name);
      if (field == nullptr) {
        return unknown_key(entry, fields, path);
      }
      CENTINELA_TRY(setting(*field, entry.value, owner, join_path(path, entry.name)));
    }
    return {};
  }

 private:
  Result<void> setting(const Field& field, const Node& node, void* owner, const std::string& path) {
    void* value = field.at(owner);
    origins_[path] = place(layer_.source, node.mark);
    switch (field.type) {
      case Type::texts:
        return texts(field, node, *static_cast<Words*>(value), path);
      case Type::integers:
        return integers(field, node, *static_cast<std::vector<std::int64_t>*>(value), path);
      case Type::text_map:
        return text_map(
            field, node, *static_cast<std::map<std::string, std::string>*>(value), path);
      case Type::texts_map:
        return texts_map(field, node, *static_cast<std::map<std::string, Words>*>(value), path);
      case Type::section:
        return section(node, field.fields(), value, path);
      case Type::sections:
        return sections(field, node, value, path);
      case Type::section_map:
        return section_map(field, node, value, path);
      default:
        return one_value(field, node, value, path);
    }
  }

  Result<void> one_value(const Field& field,
                         const Node& node,
                         void* value,
                         const std::string& path) {
    if (node.kind != Node::Kind::scalar) {
      return mistake(node.mark, path, "expected one value", describe(node));
    }
    if (auto result = set_scalar(field, node, layer_.has_loose_scalars, value); !result) {
      const bool is_hidden = field.traits.is_secret;
      return mistake(node.mark,
                     path,
                     result.error().detail,
                     is_hidden ? "a value that is not shown" : describe(node));
    }
    return {};
  }

  Result<void> texts(const Field& field, const Node& node, Words& words, const std::string& path) {
    words.clear();
    CENTINELA_TRY(expect(node, Node::Kind::list, "a list", path));
    for (const Node& item : node.items) {
      CENTINELA_TRY(expect(item, Node::Kind::scalar, "text", path));
      words.push_back(item.text);
    }
    return check(field, &words, node, path);
  }

  Result<void> integers(const Field& field,
                        const Node& node,
                        std::vector<std::int64_t>& numbers,
                        const std::string& path) {
    numbers.clear();
    CENTINELA_TRY(expect(node, Node::Kind::list, "a list", path));
    for (const Node& item : node.items) {
      CENTINELA_TRY(one_value(field, item, &numbers.emplace_back(), path));
    }
    return {};
  }

  Result<void> text_map(const Field& field,
                        const Node& node,
                        std::map<std::string, std::string>& texts,
                        const std::string& path) {
    CENTINELA_TRY(expect(node, Node::Kind::map, "names and values", path));
    for (const Node::Entry& entry : node.entries) {
      const std::string here = join_path(path, entry.name);
      CENTINELA_TRY(check_name(field, entry, path));
      if (entry.value.kind != Node::Kind::scalar) {
        return mistake(entry.value.mark, here, "expected text", describe(entry.value));
      }
      origins_[here] = place(layer_.source, entry.value.mark);
      texts.insert_or_assign(entry.name, entry.value.text);
    }
    return {};
  }

  Result<void> texts_map(const Field& field,
                         const Node& node,
                         std::map<std::string, Words>& lists,
                         const std::string& path) {
    CENTINELA_TRY(expect(node, Node::Kind::map, "names and lists", path));
    for (const Node::Entry& entry : node.entries) {
      const std::string here = join_path(path, entry.name);
      origins_[here] = place(layer_.source, entry.value.mark);
      CENTINELA_TRY(texts(field, entry.value, lists[entry.name], here));
    }
    return {};
  }

  Result<void> sections(const Field& field, const Node& node, void* all, const std::string& path) {
    field.container.clear(all);
    CENTINELA_TRY(expect(node, Node::Kind::list, "a list", path));
    std::size_t index = 0;
    for (const Node& item : node.items) {
      const std::string here = fmt::format("{}[{}]", path, index++);
      CENTINELA_TRY(expect(item, Node::Kind::map, "keys and values", here));
      origins_[here] = place(layer_.source, item.mark);
      CENTINELA_TRY(element(field, item, field.container.add(all, {}), here));
    }
    return {};
  }

  Result<void> section_map(const Field& field,
                           const Node& node,
                           void* all,
                           const std::string& path) {
    CENTINELA_TRY(expect(node, Node::Kind::map, "names and their settings", path));
    for (const Node::Entry& entry : node.entries) {
      const std::string here = join_path(path, entry.name);
      origins_[here] = place(layer_.source, entry.value.mark);
      CENTINELA_TRY(element(field, entry.value, field.container.add(all, entry.name), here));
    }
    return {};
  }

  Result<void> element(const Field& field, const Node& node, void* owner, const std::string& path) {
    for (const Field& part : field.fields()) {
      const auto is_part = [&part](const Node::Entry& entry) { return entry.name == part.name; };
      if (part.traits.is_required &&
          std::none_of(node.entries.begin(), node.entries.end(), is_part)) {
        return mistake(node.mark, path, fmt::format("expected the key {}", part.name), "none");
      }
    }
    return section(node, field.fields(), owner, path);
  }

  // An empty list or map may be written as nothing at all.
  Result<void> expect(const Node& node,
                      Node::Kind kind,
                      std::string_view what,
                      const std::string& path) const {
    const bool is_empty_container = node.kind == Node::Kind::null && kind != Node::Kind::scalar;
    if (node.kind == kind || is_empty_container) {
      return {};
    }
    return mistake(node.mark, path, fmt::format("expected {}", what), describe(node));
  }

  Result<void> check(const Field& field,
                     const void* value,
                     const Node& node,
                     const std::string& path) const {
    const std::string complaint = field.traits.check == nullptr ? "" : field.traits.check(value);
    if (!complaint.empty()) {
      const bool is_empty = node.kind == Node::Kind::list && node.items.empty();
      return mistake(node.mark,
                     path,
                     fmt::format("expected {}", complaint),
                     is_empty ? "an empty list" : "other words");
    }
    return {};
  }

  Result<void> check_name(const Field& field,
                          const Node::Entry& entry,
                          const std::string& path) const {
    const std::string complaint =
        field.traits.name_check == nullptr ? "" : field.traits.name_check(entry.name);
    if (!complaint.empty()) {
      return mistake(
          entry.mark, path, fmt::format("expected {}", complaint), quote_for_error(entry.name));
    }
    return {};
  }

  [[nodiscard]] Error mistake(Mark mark,
                              std::string_view path,
                              std::string_view expected,
                              std::string_view found) const {
    const std::string_view separator = path.empty() ? "" : ": ";
    return {
        Errc::config,
        fmt::format(
            "{}: {}{}{}, found {}", place(layer_.source, mark), path, separator, expected, found)};
  }

  [[nodiscard]] Error unknown_key(const Node::Entry& entry,
                                  Fields fields,
                                  const std::string& path) const {
    std::vector<std::string_view> names;
    for (const Field& field : fields) {
      names.push_back(field.name);
    }
    std::string meant = join_path(path, did_you_mean(entry.name, names));
    if (meant == path) {
      meant.clear();
      collect_homes(fields_of<Config>(), "", entry.name, meant);
    }
    const std::string here = join_path(path, entry.name);
    return {Errc::config,
            fmt::format("{}: unknown key {}{}",
                        place(layer_.source, entry.mark),
                        quote_for_error(here),
                        meant.empty() || meant == here ? "; docs/config.md lists all keys"
                                                       : fmt::format("; did you mean {}?", meant))};
  }

  const Layer& layer_;
  Origins& origins_;
};

}  // namespace

Result<void> apply(
    const Node& tree, const Layer& layer, Fields fields, void* owner, Origins& origins) {
  return Applier(layer, origins).section(tree, fields, owner, "");
}

std::string join_path(std::string_view parent, std::string_view name) {
  return parent.empty() || name.empty() ? fmt::format("{}{}", parent, name)
                                        : fmt::format("{}.{}", parent, name);
}

const Field* find_field(Fields fields, std::string_view name) noexcept {
  const auto found = std::find_if(
      fields.begin(), fields.end(), [name](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace centinela::config
// NOLINTEND(misc-no-recursion)
