#include "codec/decoder_core.h"

#include "centinela/codec/dead_letter_reason.h"

#include "codec/text_checks.h"

#include <algorithm>
#include <cstring>

namespace centinela::codec {
namespace {

using simdjson::SIMDJSON_PADDING;
using simdjson::SUCCESS;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t schema_prefix_bytes = 5;  // 0x00 and a big-endian schema id

constexpr Reader::Reason nothing_behind = {reason::bad_json,
                                           "expected nothing behind the JSON value"};
constexpr Reader::Reason not_an_object = {reason::not_an_object, "expected a JSON object"};

std::size_t prefix_bytes(std::string_view value) noexcept {
  if (value.starts_with(byte_order_mark)) {
    return byte_order_mark.size();
  }
  const bool has_schema = value.size() > schema_prefix_bytes && value[0] == '\0' &&
                          (value[schema_prefix_bytes] == '{' || value[schema_prefix_bytes] == '[');
  return has_schema ? schema_prefix_bytes : 0;
}

char first_token(std::string_view text) noexcept {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

// Where text begins behind the object or array that the text begins with; its end when there is
// none. Only asked for what the parser has refused.
std::size_t extra_text(std::string_view text) noexcept {
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (is_quoted) {
      at += c == '\\' ? 1 : 0;
      is_quoted = c != '"';
      continue;
    }
    is_quoted = c == '"';
    depth += c == '{' || c == '[' ? 1 : 0;
    depth -= c == '}' || c == ']' ? 1 : 0;
    if (depth == 0 && (c == '}' || c == ']')) {
      return std::min(text.find_first_not_of(" \t\r\n", at + 1), text.size());
    }
  }
  return text.size();
}

}  // namespace

DecoderCore::DecoderCore(DecoderOptions options) : options_(std::move(options)) {
  items_.reserve(1);
}

Decoded DecoderCore::decode(const RecordView& record) {
  ++counters_.records;
  counters_.bytes += record.value.size();
  items_.clear();
  log_time_ = usable_log_time(record.timestamp);
  read_value(record);
  count_items();
  return {.items = items_, .is_indexed = items_.size() > 1};
}

void DecoderCore::count_items() noexcept {
  for (const RawItem& item : items_) {
    counters_.events += std::holds_alternative<RawEvent>(item) ? 1U : 0U;
    counters_.contexts += std::holds_alternative<RawContext>(item) ? 1U : 0U;
    counters_.controls += std::holds_alternative<RawControl>(item) ? 1U : 0U;
    counters_.dead_letters += std::holds_alternative<DecodeFailure>(item) ? 1U : 0U;
  }
}

void DecoderCore::dead_letter(const Reader::Reason& reason, std::uint64_t byte) {
  items_.emplace_back(
      DecodeFailure{.reason = reason.word, .detail = reason.detail, .field = {}, .byte = byte});
}

void DecoderCore::add_noted_failure() {
  const std::optional<DecodeFailure>& failure = reader_.failure();
  CENTINELA_CHECK(failure.has_value());
  items_.emplace_back(*failure);
}

void DecoderCore::read_value(const RecordView& record) {
  if (record.is_null) {
    dead_letter({reason::null_value, "expected a value, found a tombstone"}, 0);
    return;
  }
  if (record.value.size() > record_bytes_max) {
    dead_letter({reason::record_too_large, "expected a record of at most 1 MiB"}, record_bytes_max);
    return;
  }
  const std::size_t skipped = prefix_bytes(record.value);
  const std::string_view text = record.value.substr(skipped);
  if (buffer_.size() < text.size() + SIMDJSON_PADDING) {
    buffer_.resize(text.size() + SIMDJSON_PADDING);
  }
  if (!text.empty()) {
    std::memcpy(buffer_.data(), text.data(), text.size());
  }
  std::memset(buffer_.data() + text.size(), 0, SIMDJSON_PADDING);
  reader_.start_record({buffer_.data(), text.size()}, skipped);
  const bool is_line = options_.format == Format::pgaudit && first_token(text) != '{' &&
                       first_token(text) != '[' && first_token(text) != '\0';
  if (is_line) {
    read_plain_line();
    return;
  }
  if (!parse({buffer_.data(), text.size()})) {
    return;
  }
  read_root(record);
  if (reader_.is_broken()) {
    // Half of a record that is not JSON proves nothing: its events are not judged.
    items_.clear();
    add_noted_failure();
  }
}

bool DecoderCore::parse(std::string_view text) {
  // An object may be walked up to three times before its kind is settled, and each time its escaped
  // strings take new room in the parser's buffer.
  if (parser_.capacity() < 3 * text.size()) {
    CENTINELA_CHECK(parser_.allocate(3 * text.size()) == SUCCESS);
  }
  const auto error =
      parser_.iterate(text.data(), text.size(), text.size() + SIMDJSON_PADDING).get(document_);
  if (error == SUCCESS) {
    return true;
  }
  if (error == simdjson::EMPTY || text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    dead_letter({reason::empty_value, "expected a JSON object, found nothing"}, 0);
  } else if (const std::size_t bad = find_bad_utf8(text); bad != std::string_view::npos) {
    dead_letter({reason::bad_utf8, "expected UTF-8"}, reader_.offset_of(text.data() + bad));
  } else {
    dead_letter({reason::bad_json, "expected well-formed JSON (RFC 8259)"},
                reader_.offset_of(text.data() + text.size()));
  }
  return false;
}

void DecoderCore::read_root(const RecordView& record) {
  const EnvelopeMode mode = envelope_mode(record.headers);
  if (mode == EnvelopeMode::unreadable) {
    dead_letter({reason::bad_envelope, "expected structured CloudEvents as JSON"}, 0);
    return;
  }
  std::optional<Envelope> envelope;
  if (mode == EnvelopeMode::binary) {
    envelope = envelope_of(record.headers);
    counters_.incomplete_envelopes += envelope->is_complete() ? 0U : 1U;
    if (const std::optional<Reader::Reason> fault = envelope_fault(*envelope)) {
      dead_letter(*fault, 0);
      return;
    }
  }
  const Envelope* around = envelope ? &*envelope : nullptr;
  switch (first_token(reader_.record_text())) {
    case '{':
      read_root_object(mode, around);
      break;
    case '[':
      read_root_array(mode, around);
      break;
    default:
      dead_letter(not_an_object, reader_.offset_of(reader_.record_text().data()));
      return;
  }
  const char* rest = nullptr;
  if (!reader_.is_broken() && document_.current_location().get(rest) == SUCCESS) {
    reader_.break_off(nothing_behind, rest);
  }
}

// The parser looks at the last token first, and says of extra text only that the end is missing.
void DecoderCore::break_off_root() {
  const std::string_view text = reader_.record_text();
  const std::size_t extra = extra_text(text);
  if (extra < text.size()) {
    reader_.break_off(nothing_behind, text.data() + extra);
  } else {
    reader_.break_off({});
  }
}

void DecoderCore::read_root_object(EnvelopeMode mode, const Envelope* envelope) {
  Object object;
  const Cell cell{.value = nullptr, .token = reader_.record_text(), .path = {}};
  if (!reader_.enter(cell) || document_.get_object().get(object) != SUCCESS) {
    break_off_root();
    return;
  }
  if (mode == EnvelopeMode::structured) {
    read_envelope(object, cell);
  } else if (mode == EnvelopeMode::batched) {
    reader_.skip(object);
    dead_letter({reason::bad_envelope, "expected a JSON array of CloudEvents"}, 0);
  } else {
    read_object(object, cell, envelope);
  }
  reader_.leave();
}

void DecoderCore::read_root_array(EnvelopeMode mode, const Envelope* envelope) {
  simdjson::ondemand::array array;
  const Cell cell{.value = nullptr, .token = reader_.record_text(), .path = {}};
  if (!reader_.enter(cell) || document_.get_array().get(array) != SUCCESS) {
    break_off_root();
    return;
  }
  if (mode == EnvelopeMode::structured) {
    reader_.each_element(array, {}, [this](Cell& element) { reader_.check(element); });
    dead_letter({reason::bad_envelope, "expected one CloudEvents object"}, 0);
    return;
  }
  Batch batch{.mode = mode, .is_accepted = mode == EnvelopeMode::batched};
  // The envelope's id cannot be the id of each of several events.
  std::optional<Envelope> shared;
  if (envelope != nullptr) {
    shared = *envelope;
    shared->id = {};
    batch.envelope = &*shared;
  }
  reader_.each_element(array, {}, [&](Cell& element) { read_element(element, batch); });
  reader_.leave();
  if (!batch.is_accepted) {
    items_.clear();
    dead_letter(not_an_object, reader_.offset_of(reader_.record_text().data()));
  }
}

// The first element decides whether an array is a batch: a list of native events is not.
void DecoderCore::read_element(Cell& cell, Batch& batch) {
  if (batch.is_refused || items_.size() > events_per_record_max) {
    reader_.check(cell);
    return;
  }
  const std::uint64_t at = reader_.offset_of(cell.token.data());
  if (items_.size() == events_per_record_max) {
    reader_.check(cell);
    dead_letter({reason::too_many_events, "expected at most 8192 events in a record"}, at);
    return;
  }
  const bool is_first = items_.empty();
  if (cell.first() != '{') {
    reader_.check(cell);
    dead_letter(not_an_object, at);
    batch.is_refused = is_first && !batch.is_accepted;
    return;
  }
  Object object;
  if (!reader_.enter(cell)) {
    return;
  }
  if (cell.value->get_object().get(object) != SUCCESS) {
    reader_.break_off({});
    return;
  }
  if (batch.mode == EnvelopeMode::batched) {
    read_envelope(object, cell);
  } else {
    const Reroute kind = read_object(object, cell, batch.envelope);
    const bool belongs =
        kind != Reroute::none && kind != Reroute::context && kind != Reroute::control;
    batch.is_refused = is_first && !belongs && !batch.is_accepted;
    batch.is_accepted = batch.is_accepted || (is_first && belongs);
    if (!belongs && !batch.is_refused && !reader_.is_broken()) {
      fail_last({.reason = reason::bad_envelope,
                 .detail = "expected OCSF or CloudEvents objects in an array",
                 .field = {},
                 .byte = at});
    }
  }
  reader_.leave();
}

}  // namespace centinela::codec
