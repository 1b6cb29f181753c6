#include "codec/rows.h"

#include "centinela/codec/dead_letter_reason.h"

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
