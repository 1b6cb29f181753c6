#include "config/override.h"

#include "config/apply.h"
#include "config/fields.h"
#include "config/quote.h"
#include "config/scalar_value.h"
#include "config/yaml_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace centinela::config {
namespace {

constexpr std::string_view variable_prefix = "CENTINELA_";

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator)) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  parts.emplace_back(text);
  return parts;
}

std::string_view trimmed(std::string_view text) noexcept {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

struct Target {
  std::vector<std::string> names;  // one for each level of the tree
  const Field* field = nullptr;    // the last setting on the way; null when unknown
  bool is_entry = false;           // the value is an entry of field, a map
};

// Follows the names down the field tables; a map of texts takes all that is left as one name.
Target find_target(std::vector<std::string> parts, std::string_view separator) {
  Target target;
  Fields fields = fields_of<Config>();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    target.names.push_back(parts[i]);
    target.field = find_field(fields, parts[i]);
    if (target.field == nullptr) {
      target.names.insert(
          target.names.end(), parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, parts.end());
      return target;
    }
    const bool is_last = i + 1 == parts.size();
    const Type type = target.field->type;
    if (!is_last && (type == Type::text_map || type == Type::texts_map)) {
      const std::vector<std::string> rest(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                          parts.end());
      target.names.push_back(fmt::format("{}", fmt::join(rest, separator)));
      target.is_entry = true;
      return target;
    }
    if (!is_last && type == Type::section_map) {
      target.names.push_back(parts[++i]);
      target.is_entry = i + 1 == parts.size();
    }
    fields = target.field->fields == nullptr ? Fields{} : target.field->fields();
  }
  return target;
}

bool takes_list(const Target& target) noexcept {
  const Type type = target.field->type;
  return type == Type::texts || type == Type::integers ||
         (type == Type::texts_map && target.is_entry);
}

Result<Node> parse_value(const Target& target, std::string_view text, std::string_view source) {
  const bool is_text = target.field == nullptr || is_scalar(target.field->type) ||
                       (target.field->type == Type::text_map && target.is_entry);
  if (is_text) {
    return scalar(std::string(text));
  }
  if (takes_list(target) && !trimmed(text).starts_with('[')) {
    Node items = list();
    for (const std::string& part :
         trimmed(text).empty() ? std::vector<std::string>{} : split(text, ",")) {
      items.items.push_back(scalar(std::string(trimmed(part))));
    }
    return items;
  }
  return parse_yaml(text, source);
}

// Wraps the value in one map per name, the last name innermost.
Node nest(std::vector<std::string> names, Node value) {
  for (; !names.empty(); names.pop_back()) {
    Node outer = map();
    outer.entries.push_back({names.back(), {}, std::move(value)});
    value = std::move(outer);
  }
  return value;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  }
  return result;
}

}  // namespace

Result<Node> parse_set(std::string_view argument) {
  const std::size_t equals = argument.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    return Error{Errc::config, "--set: expected section.key=value, such as engine.lateness=15m"};
  }
  const Target target = find_target(split(argument.substr(0, equals), "."), ".");
  const std::string source = fmt::format("--set {}", fmt::join(target.names, "."));
  CENTINELA_TRY(Node value, parse_value(target, argument.substr(equals + 1), source));
  return nest(target.names, std::move(value));
}

Result<std::optional<Node>> parse_variable(std::string_view name, std::string_view value) {
  if (!name.starts_with(variable_prefix)) {
    return std::optional<Node>{};
  }
  const std::string path = lower(name.substr(variable_prefix.size()));
  const bool is_top_level = find_field(fields_of<Config>(), path) != nullptr &&
                            find_field(fields_of<Config>(), path)->type == Type::sections;
  if (path.find("__") == std::string::npos && !is_top_level) {
    return std::optional<Node>{};
  }
  const Target target = find_target(split(path, "__"), "__");
  CENTINELA_TRY(Node node, parse_value(target, value, fmt::format("environment {}", name)));
  return std::optional<Node>{nest(target.names, std::move(node))};
}

}  // namespace centinela::config
