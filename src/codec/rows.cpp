#include "codec/rows.h"

#include "centinela/codec/dead_letter_reason.h"

#include <charconv>

namespace centinela::codec::rows {

bool is_empty_text(Reader& reader, Cell& cell) {
  if (!cell.token.starts_with("\"\"")) {
    return false;
  }
  reader.fail({reason::empty_field, "expected a text that is not empty"}, cell);
  reader.check(cell);
  return true;
}

bool labels(Reader& reader, Cell& cell, const Target& target) {
  std::span<const std::string_view> words;
  std::uint32_t total = 0;
  if (!reader.identifiers(cell, 64, words, total)) {
    return false;
  }
  for (const std::string_view word : words) {
    target.event->labels.insert(known_word<Label>(reader, word));
  }
  return true;
}

bool loose_integer(Reader& reader, Cell& cell, std::int64_t& out) {
  if (cell.first() == '-' || (cell.first() >= '0' && cell.first() <= '9')) {
    return reader.integer(cell, out);
  }
  std::string_view digits;
  if (cell.first() != '"' || !reader.text(cell, digits)) {
    if (cell.first() != '"') {
      reader.check(cell);
    }
    return false;
  }
  std::int64_t number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) {
    return false;
  }
  out = number;
  return true;
}

bool steering_type(Reader& reader, Cell& cell, const Target& /*target*/) {
  const bool is_context = cell.token == R"("context")";
  const bool is_control = cell.token == R"("control")";
  reader.check(cell);
  if (is_context || is_control) {
    reader.reroute(is_context ? Reroute::context : Reroute::control);
  }
  return false;
}

bool unread_text(Reader& reader, Cell& cell, const Target& /*target*/) {
  std::string_view ignored;
  return reader.text(cell, ignored);
}

bool object_of(Reader& reader, Cell& cell, const Target& target, Rows rows) {
  if (cell.first() != '{') {
    if (!cell.is_null()) {
      reader.fail({reason::wrong_type, "expected an object"}, cell);
    }
    reader.check(cell);
    return false;
  }
  if (!reader.enter(cell)) {
    return false;
  }
  Object object;
  if (cell.value->get_object().get(object) != simdjson::SUCCESS) {
    reader.break_off({});
    return false;
  }
  reader.walk(object, rows, target);
  reader.leave();
  return true;
}

}  // namespace centinela::codec::rows
