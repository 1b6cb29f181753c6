#include "config/wording.h"

#include "config/emit.h"
#include "config/scalar_value.h"
#include "config/tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace centinela::config {
namespace {

std::string with_bounds(std::string_view noun, const Field& field) {
  const std::string bounds = bounds_text(field);
  const std::string unit = field.traits.unit.empty() ? "" : fmt::format(" {}", field.traits.unit);
  return bounds.empty() ? std::string(noun) : fmt::format("{}, {}{}", noun, bounds, unit);
}

}  // namespace

std::string type_words(const Field& field) {
  switch (field.type) {
    case Type::text:
      return "text";
    case Type::boolean:
      return "true or false";
    case Type::integer:
      return with_bounds("whole number", field);
    case Type::real:
      return with_bounds("number", field);
    case Type::duration:
      return with_bounds("duration", field);
    case Type::size:
      return with_bounds("size", field);
    case Type::clock:
      return "time of day";
    case Type::date:
      return "date";
    case Type::instant:
      return "time or date";
    case Type::choice: {
      const auto& words = field.words;
      return words.size() == 1 ? fmt::format("only {}", words.front())
                               : fmt::format("one of {}", fmt::join(words, ", "));
    }
    case Type::texts:
      return "list of text";
    case Type::integers:
      return "list of whole numbers";
    case Type::text_map:
      return "names and text";
    case Type::texts_map:
      return "names and lists of text";
    case Type::section:
      return "section";
    case Type::sections:
      return "list of sections";
    case Type::section_map:
      return "names and sections";
  }
  return {};
}

std::string default_words(const Field& field, const void* owner) {
  if (!field.traits.default_note.empty()) {
    return std::string(field.traits.default_note);
  }
  const Node tree = to_tree(field, owner, {});
  return tree.kind == Node::Kind::scalar && tree.text.empty() ? "none" : to_flow(tree);
}

std::string example_value(const Field& field, const void* owner) {
  return field.traits.example.empty() ? to_flow(to_tree(field, owner, {}))
                                      : std::string(field.traits.example);
}

}  // namespace centinela::config
