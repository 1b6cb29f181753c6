#include "config/apply.h"
#include "config/emit.h"
#include "config/fields.h"
#include "config/manual.h"
#include "config/tree.h"
#include "config/wording.h"

#include <fmt/format.h>

#include <cmath>

// NOLINTBEGIN(misc-no-recursion): settings nest at most 16 deep.
namespace centinela::config {
namespace {

void put(Node& object, std::string_view name, Node value) {
  object.entries.push_back({std::string(name), {}, std::move(value)});
}
void put_text(Node& object, std::string_view name, std::string_view text) {
  put(object, name, scalar(std::string(text), true));
}

Node of_type(std::string_view type) {
  Node schema = map();
  put_text(schema, "type", type);
  return schema;
}

Node pattern(std::string_view expression) {
  Node schema = of_type("string");
  put_text(schema, "pattern", expression);
  return schema;
}

Node number(const Field& field, std::string_view type) {
  Node schema = of_type(type);
  if (std::isfinite(field.traits.minimum)) {
    put(schema, "minimum", scalar(fmt::format("{}", field.traits.minimum)));
  }
  if (std::isfinite(field.traits.maximum)) {
    put(schema, "maximum", scalar(fmt::format("{:.10g}", field.traits.maximum)));
  }
  return schema;
}

Node one_of(const Field& field) {
  Node words = list();
  for (const std::string_view word : field.words) {
    words.items.push_back(scalar(std::string(word), true));
  }
  Node schema = map();
  put(schema, "enum", std::move(words));
  return schema;
}

// An empty section or list may be written as nothing at all, which YAML reads as null.
Node nullable(std::string_view type) {
  Node types = list();
  types.items.push_back(scalar(std::string(type), true));
  types.items.push_back(scalar("null", true));
  Node schema = map();
  put(schema, "type", std::move(types));
  return schema;
}

Node array_of(Node items) {
  Node schema = nullable("array");
  put(schema, "items", std::move(items));
  return schema;
}

Node map_of(Node values) {
  Node schema = nullable("object");
  put(schema, "additionalProperties", std::move(values));
  return schema;
}

Node scalar_text_schema() {
  // Plain numbers and booleans are taken as the text that they are.
  Node types = list();
  for (const char* type : {"string", "number", "boolean"}) {
    types.items.push_back(scalar(type, true));
  }
  Node schema = map();
  put(schema, "type", std::move(types));
  return schema;
}

Node object_of(Fields fields, const void* owner);

Node shape_of(const Field& field, const void* owner) {
  switch (field.type) {
    case Type::text:
      return scalar_text_schema();
    case Type::boolean:
      return of_type("boolean");
    case Type::integer:
      return number(field, "integer");
    case Type::real:
      return number(field, "number");
    case Type::duration:
      return pattern("^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$");
    case Type::size:
      return pattern("^(?=.)([0-9]+GiB)?([0-9]+MiB)?([0-9]+KiB)?([0-9]+B)?$");
    case Type::clock:
      return pattern("^([01][0-9]|2[0-4]):[0-5][0-9]$");
    case Type::date:
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    case Type::instant:
      return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?$");
    case Type::choice:
      return one_of(field);
    case Type::texts:
      return array_of(scalar_text_schema());
    case Type::integers:
      return array_of(number(field, "integer"));
    case Type::text_map:
      return map_of(scalar_text_schema());
    case Type::texts_map:
      return map_of(array_of(scalar_text_schema()));
    case Type::section:
      return object_of(field.fields(), field.in(owner));
    case Type::sections:
      return array_of(object_of(field.fields(), field.container.blank()));
    case Type::section_map:
      return map_of(object_of(field.fields(), field.container.blank()));
  }
  return {};
}

Node schema_of(const Field& field, const void* owner) {
  Node schema = shape_of(field, owner);
  put_text(schema, "description", fmt::format("{} ({})", field.meaning, type_words(field)));
  if (field.type != Type::section && !field.traits.is_required) {
    put(schema, "default", to_tree(field, owner, {}));
  }
  return schema;
}

Node object_of(Fields fields, const void* owner) {
  Node properties = map();
  Node required = list();
  for (const Field& field : fields) {
    put(properties, field.name, schema_of(field, owner));
    if (field.traits.is_required) {
      required.items.push_back(scalar(std::string(field.name), true));
    }
  }
  Node schema = required.items.empty() ? nullable("object") : of_type("object");
  put(schema, "additionalProperties", scalar("false"));
  if (!required.items.empty()) {
    put(schema, "required", std::move(required));
  }
  put(schema, "properties", std::move(properties));
  return schema;
}

// In a tree the text of a choice, duration or size is plain; JSON needs its quotes.
void quote_words(Node& node) {
  const auto is_json_word = [](const std::string& text) {
    return text == "true" || text == "false" || text == "null" ||
           text.find_first_not_of("0123456789.-+e") == std::string::npos;
  };
  if (node.kind == Node::Kind::scalar && !is_json_word(node.text)) {
    node.is_quoted = true;
  }
  for (Node& item : node.items) {
    quote_words(item);
  }
  for (Node::Entry& entry : node.entries) {
    quote_words(entry.value);
  }
}

}  // namespace

std::string json_schema() {
  const Config defaults;
  Node schema = map();
  put_text(schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
  put_text(schema, "title", "Centinela configuration");
  put_text(schema,
           "$comment",
           "Generated by `centinela print-config --schema > config/centinela.schema.json`.");
  Node body = object_of(fields_of<Config>(), &defaults);
  for (Node::Entry& entry : body.entries) {
    schema.entries.push_back(std::move(entry));
  }
  quote_words(schema);
  return to_json(schema);
}

}  // namespace centinela::config
// NOLINTEND(misc-no-recursion)
