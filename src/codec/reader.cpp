#include "codec/reader.h"

#include "centinela/codec/dead_letter_reason.h"

#include "codec/text_checks.h"

#include <cstring>

namespace centinela::codec {
namespace {

constexpr Reader::Reason malformed = {reason::bad_json, "expected well-formed JSON (RFC 8259)"};

constexpr std::size_t made_bytes_min = 64;

// Reading eight bytes is safe: simdjson's padding lies behind the text.
bool matches(const char* key, const Row& row) noexcept {
  std::uint64_t head = 0;
  std::memcpy(&head, key, sizeof(head));
  if ((head & row.head_mask) != row.head) {
    return false;
  }
  const std::size_t size = row.key.size();
  if (size < 8) {
    return true;
  }
  // The first eight bytes agree, so the last eight lie in the text or its padding; between them
  // only keys of more than sixteen have any.
  std::uint64_t tail = 0;
  std::memcpy(&tail, key + size - 8, sizeof(tail));
  return tail == row.tail && key[size] == '"' &&
         (size <= 16 || std::memcmp(key + 8, row.key.data() + 8, size - 16) == 0);
}

std::size_t find_row(const char* key, Rows rows, std::size_t hint) noexcept {
  // Producers keep their order, so the row after the last one found is nearly always right.
  for (std::size_t i = hint; i < rows.size(); ++i) {
    if (matches(key, rows[i])) {
      return i;
    }
  }
  for (std::size_t i = 0; i < hint && i < rows.size(); ++i) {
    if (matches(key, rows[i])) {
      return i;
    }
  }
  return rows.size();
}

}  // namespace

void Reader::start_record(std::string_view text, std::size_t skipped) {
  text_ = text;
  skipped_ = skipped;
  has_escapes_ = text.find('\\') != std::string_view::npos;
  is_broken_ = false;
  depth_ = 0;
  last_ = text.data();
  pool_.clear();
  // A kept string takes at least two quotes and a comma.
  pool_.reserve(text.size() / 3 + 1);
  made_.clear();
  made_.reserve(2 * text.size() + made_bytes_min);
  start_event();
}

void Reader::start_event(std::initializer_list<Reroute> accepted) noexcept {
  failure_.reset();
  reroute_ = Reroute::none;
  accepted_ = 0;
  hints_ = 0;
  is_ignored_ = false;
  for (const Reroute kind : accepted) {
    accepted_ |= 1U << static_cast<unsigned>(kind);
  }
}

void Reader::reroute(Reroute where) noexcept {
  if ((accepted_ >> static_cast<unsigned>(where) & 1U) != 0) {
    reroute_ = where;
  }
}

std::string_view Reader::join(std::string_view a, char separator, std::string_view b) {
  const std::size_t begin = made_.size();
  const std::size_t size = a.size() + 1 + b.size();
  if (made_.capacity() - begin < size) {
    return {};
  }
  made_.append(a).push_back(separator);
  made_.append(b);
  return std::string_view(made_).substr(begin, size);
}

std::string_view Reader::hex(std::uint64_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t size = 16;
  const std::size_t begin = made_.size();
  if (made_.capacity() - begin < size) {
    return {};
  }
  for (unsigned shift = 64; shift > 0; shift -= 4) {
    made_.push_back(digits[number >> (shift - 4) & 0xFU]);
  }
  return std::string_view(made_).substr(begin, size);
}

std::span<const std::string_view> Reader::keep(std::string_view name) {
  if (pool_.size() == pool_.capacity()) {
    return {};
  }
  pool_.push_back(name);
  return std::span(pool_).last(1);
}

std::uint64_t Reader::offset_of(const char* at) const noexcept {
  return skipped_ + static_cast<std::uint64_t>(at - text_.data());
}

void Reader::fail(const Reason& reason, std::string_view path, const char* at) noexcept {
  if (!failure_) {
    failure_ = DecodeFailure{
        .reason = reason.word, .detail = reason.detail, .field = path, .byte = offset_of(at)};
  }
}

bool Reader::fail(const Reason& reason, const Cell& cell) noexcept {
  fail(reason, cell.path, cell.token.data());
  return false;
}

void Reader::break_off(const Reason& reason) noexcept {
  break_off(reason, last_);
}

void Reader::break_off(const Reason& reason, const char* at) noexcept {
  if (!is_broken_) {
    is_broken_ = true;
    failure_.reset();
    fail(reason.word.empty() ? malformed : reason, {}, at);
  }
}

bool Reader::enter(const Cell& cell) noexcept {
  if (depth_ == nesting_max) {
    fail({reason::too_deep, "expected at most 16 levels of nesting"}, cell);
    return false;
  }
  ++depth_;
  return true;
}

// A key may be spelt with escapes; rows.size() when it is unknown all the same.
std::size_t Reader::find_escaped_row(simdjson::ondemand::field& field, Rows rows) {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"') {
    end += *end == '\\' ? 2 : 1;
  }
  const std::string_view raw(begin, static_cast<std::size_t>(end - begin));
  const EscapeFault fault = check_escapes(raw);
  if (fault == EscapeFault::malformed) {
    break_off({});
  }
  std::string_view key;
  if (fault != EscapeFault::none || field.unescaped_key().get(key) != simdjson::SUCCESS) {
    return rows.size();
  }
  std::size_t found = 0;
  while (found < rows.size() && rows[found].key != key) {
    ++found;
  }
  return found;
}

void Reader::walk(Object& object, Rows rows, const Target& target) {
  std::uint64_t seen = 0;
  std::size_t hint = 0;
  for (auto step : object) {
    if (step.error() != simdjson::SUCCESS) {
      break_off({});
      return;
    }
    // Only an rvalue gives its field up without a copy.
    auto&& field = std::move(step).value_unsafe();  // NOLINT(performance-move-const-arg)
    std::size_t found = find_row(field.key().raw(), rows, hint);
    if (found == rows.size() && has_escapes_) {
      found = find_escaped_row(field, rows);
    }
    const bool is_known = found < rows.size();
    Cell one = cell(field.value(), is_known ? rows[found].path : std::string_view{});
    const std::uint64_t bit = std::uint64_t{1} << (found % 64);
    if (!is_known) {
      check(one);
    } else if ((seen & bit) != 0) {
      ++counters_->duplicate_keys;
      check(one);
    } else {
      seen |= bit;
      hint = found + 1;
      const Row& row = rows[found];
      if (row.read(*this, one, target) && row.field && target.event != nullptr) {
        target.event->present.insert(*row.field);
      }
    }
    if (is_broken_ || reroute_ != Reroute::none) {
      return;
    }
  }
}

void Reader::check(Cell& cell) {
  switch (cell.first()) {
    case '{':
      check_object(cell);
      break;
    case '[':
      each(cell, [this](Cell& element) { check(element); });
      break;
    default:
      check_scalar(cell);
  }
}

void Reader::check_object(Cell& cell) {
  Object object;
  if (!enter(cell)) {
    return;
  }
  if (cell.value->get_object().get(object) != simdjson::SUCCESS) {
    break_off({});
    return;
  }
  skip(object);
  leave();
}

void Reader::check_scalar(Cell& cell) {
  const std::string_view token = cell.token;
  if (cell.first() == '"') {
    simdjson::ondemand::raw_json_string raw;
    const bool is_bad =
        has_escapes_ && check_escapes(token.substr(1, token.size() - 2)) == EscapeFault::malformed;
    if (is_bad || cell.value->get_raw_json_string().get(raw) != simdjson::SUCCESS) {
      break_off({});
    }
    return;
  }
  const bool is_literal = token == "true" || token == "false" || token == "null";
  if (!is_literal && number_shape(token) == NumberShape::malformed) {
    break_off({});
  }
}

bool Reader::wrong_type(Cell& cell, std::string_view expected) {
  fail({reason::wrong_type, expected}, cell);
  check(cell);
  return false;
}

bool Reader::read_null(Cell& cell) {
  check_scalar(cell);
  return false;
}

}  // namespace centinela::codec
