#include "config/yaml_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/node/node.h>  // parser.h only declares it
#include <yaml-cpp/parser.h>

#include <exception>
#include <optional>
#include <set>
#include <sstream>

namespace centinela::config {
namespace {

constexpr std::size_t depth_max = 16;
constexpr std::size_t size_max = std::size_t{16} << 20;

// Leaves yaml-cpp's parser from inside a callback; never leaves parse_yaml.
struct Refusal : std::exception {
  Refusal(Mark where, std::string what_for) : mark(where), detail(std::move(what_for)) {}
  Mark mark;
  std::string detail;
};

Mark from_zero(const YAML::Mark& mark) noexcept {
  return {mark.line + 1, mark.column + 1};
}

// Builds the tree from yaml-cpp's events, because its own tree has lost the duplicates by then.
class Builder final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add({.kind = Node::Kind::null,
         .mark = from_zero(mark),
         .text = {},
         .is_quoted = false,
         .items = {},
         .entries = {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw Refusal(from_zero(mark), "aliases (*name) are not supported; write the value out");
  }
  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    add(scalar(value, tag == "!", from_zero(mark)));
  }
  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, list(from_zero(mark)));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, map(from_zero(mark)));
  }
  void OnMapEnd() override { close(); }

  [[nodiscard]] Node take() && { return std::move(root_); }

 private:
  struct Level {
    Node node;
    std::optional<Node> key;  // read, its value still to come
    std::set<std::string> names;
  };

  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      throw Refusal(from_zero(mark), "anchors (&name) are not supported; write the value out");
    }
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refusal(from_zero(mark), "tags (!name) are not supported; remove it");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node node) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (levels_.size() >= depth_max) {
      throw Refusal(from_zero(mark), fmt::format("nesting is deeper than {} levels", depth_max));
    }
    levels_.push_back({std::move(node), std::nullopt, {}});
  }
  void close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    add(std::move(node));
  }
  void add(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::list) {
      level.node.items.push_back(std::move(node));
    } else if (!level.key) {
      accept_key(level, std::move(node));
    } else {
      level.node.entries.push_back({level.key->text, level.key->mark, std::move(node)});
      level.key.reset();
    }
  }
  static void accept_key(Level& level, Node key) {
    if (key.kind != Node::Kind::scalar) {
      throw Refusal(key.mark, "expected text as a key");
    }
    if (key.text == "<<" && !key.is_quoted) {
      throw Refusal(key.mark, "merge keys (<<) are not supported; write the keys out");
    }
    if (!level.names.insert(key.text).second) {
      throw Refusal(key.mark, fmt::format("key \"{}\" is given twice; keep one of them", key.text));
    }
    level.key = std::move(key);
  }

  Node root_;
  std::vector<Level> levels_;
};

// Length of the well-formed UTF-8 sequence at the front of `text`; 0 when it is not one (Unicode
// standard, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
std::size_t sequence_size(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80U) {
    return 1;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return follows(1) ? 2 : 0;
  }
  if ((first & 0xF0U) == 0xE0U) {
    const bool overlong = first == 0xE0U && byte(1) < 0xA0U;
    const bool surrogate = first == 0xEDU && byte(1) > 0x9FU;
    return follows(1) && follows(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool overlong = first == 0xF0U && byte(1) < 0x90U;
    const bool beyond = first == 0xF4U && byte(1) > 0x8FU;
    return follows(1) && follows(2) && follows(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

// The place of the first byte that is not UTF-8 or is a NUL; yaml-cpp would replace it silently.
std::optional<Mark> first_bad_byte(std::string_view text) noexcept {
  Mark mark{1, 1};
  while (!text.empty()) {
    const std::size_t size = sequence_size(text);
    if (size == 0 || text.front() == '\0') {
      return mark;
    }
    const bool ends_line = text.front() == '\n';
    mark = ends_line ? Mark{mark.line + 1, 1} : Mark{mark.line, mark.column + 1};
    text.remove_prefix(size);
  }
  return std::nullopt;
}

Error at(std::string_view source, Mark mark, std::string_view detail) {
  return {Errc::config, fmt::format("{}: {}", place(source, mark), detail)};
}

Node read_document(std::string_view text) {
  // yaml-cpp accepts a quote that is never closed when a line end follows it.
  text = text.substr(0, text.find_last_not_of(" \r\n") + 1);
  std::istringstream stream{std::string(text)};
  YAML::Parser parser(stream);
  Builder first;
  if (!parser.HandleNextDocument(first)) {
    return {};
  }
  Builder second;
  if (parser.HandleNextDocument(second)) {
    const Mark mark = std::move(second).take().mark;
    throw Refusal(mark, "a second document begins here; keep one document in the file");
  }
  return std::move(first).take();
}

}  // namespace

std::string place(std::string_view source, Mark mark) {
  return mark.line == 0 ? std::string(source)
                        : fmt::format("{}:{}:{}", source, mark.line, mark.column);
}

Result<Node> parse_yaml(std::string_view text, std::string_view source) {
  if (text.size() > size_max) {
    return Error{Errc::config,
                 fmt::format("{}: expected at most 16 MiB, found {} bytes", source, text.size())};
  }
  if (const auto mark = first_bad_byte(text)) {
    return at(source, *mark, "expected UTF-8 text; save the file as UTF-8");
  }
  try {
    return read_document(text);
  } catch (const Refusal& refusal) {
    return at(source, refusal.mark, refusal.detail);
  } catch (const YAML::Exception& error) {
    return at(source, from_zero(error.mark), fmt::format("not valid YAML: {}", error.msg));
  } catch (const std::exception& error) {
    return at(source, {}, fmt::format("not readable as YAML: {}", error.what()));
  }
}

}  // namespace centinela::config
