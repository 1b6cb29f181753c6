// Node: a piece of YAML with its place, before any meaning is given to it. Floor 9, a plain value.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace centinela::config {

// Both count from 1; line 0 means that the place has none (environment, command line).
struct Mark {
  int line = 0;
  int column = 0;
};

struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  Mark mark;
  std::string text;            // of a scalar, as written
  bool is_quoted = false;      // of a scalar
  std::vector<Node> items;     // of a list
  std::vector<Entry> entries;  // of a map, in the order of the file, names unique
};

struct Node::Entry {
  std::string name;
  Mark mark;
  Node value;
};

[[nodiscard]] inline Node scalar(std::string text, bool is_quoted = false, Mark mark = {}) {
  return {.kind = Node::Kind::scalar,
          .mark = mark,
          .text = std::move(text),
          .is_quoted = is_quoted,
          .items = {},
          .entries = {}};
}
[[nodiscard]] inline Node list(Mark mark = {}) {
  return {.kind = Node::Kind::list,
          .mark = mark,
          .text = {},
          .is_quoted = false,
          .items = {},
          .entries = {}};
}
[[nodiscard]] inline Node map(Mark mark = {}) {
  return {.kind = Node::Kind::map,
          .mark = mark,
          .text = {},
          .is_quoted = false,
          .items = {},
          .entries = {}};
}

}  // namespace centinela::config
