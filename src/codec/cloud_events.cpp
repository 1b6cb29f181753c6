#include "centinela/codec/dead_letter_reason.h"

#include "codec/envelope.h"
#include "codec/text_checks.h"

#include <algorithm>

namespace centinela::codec {
namespace {

constexpr std::string_view structured_type = "application/cloudevents";

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

// "Application/JSON; charset=utf-8" → "Application/JSON".
std::string_view media_type(std::string_view value) noexcept {
  value = value.substr(0, value.find(';'));
  const std::size_t last = value.find_last_not_of(' ');
  return value.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool is_json(std::string_view content_type) noexcept {
  const std::string_view type = media_type(content_type);
  constexpr std::string_view suffix = "+json";
  return type.empty() || equal_ignoring_case(type, "application/json") ||
         equal_ignoring_case(type, "text/json") ||
         (type.size() > suffix.size() &&
          equal_ignoring_case(type.substr(type.size() - suffix.size()), suffix));
}

std::string_view header(std::span<const Header> headers, std::string_view name) noexcept {
  for (const Header& one : headers) {
    if (equal_ignoring_case(one.name, name)) {
      return one.value;
    }
  }
  return {};
}

// The value is read later: once for the attributes, once for itself.
bool note_data(Reader& /*reader*/, Cell& /*cell*/, const Target& target) {
  static_cast<Envelope*>(target.extra)->has_data = true;
  return false;
}
bool note_base64(Reader& reader, Cell& cell, const Target& target) {
  reader.check(cell);
  static_cast<Envelope*>(target.extra)->has_base64 = true;
  return false;
}

constexpr std::array attribute_rows = {
    row("specversion", rows::text<&Envelope::specversion>, std::nullopt),
    row("id", rows::identifier<&Envelope::id>, std::nullopt),
    row("source", rows::text<&Envelope::source>, std::nullopt),
    row("type", rows::text<&Envelope::type>, std::nullopt),
    row("time", rows::text<&Envelope::time>, std::nullopt),
    row("datacontenttype", rows::text<&Envelope::content_type>, std::nullopt),
    row("data", note_data, std::nullopt),
    row("data_base64", note_base64, std::nullopt),
};

}  // namespace

EnvelopeMode envelope_mode(std::span<const Header> headers) noexcept {
  const std::string_view type = media_type(header(headers, "content-type"));
  if (equal_ignoring_case(type.substr(0, structured_type.size()), structured_type)) {
    const std::string_view form = type.substr(structured_type.size());
    if (equal_ignoring_case(form, "-batch+json") || equal_ignoring_case(form, "-batch")) {
      return EnvelopeMode::batched;
    }
    return form.empty() || equal_ignoring_case(form, "+json") ? EnvelopeMode::structured
                                                              : EnvelopeMode::unreadable;
  }
  return header(headers, "ce_specversion").data() != nullptr ? EnvelopeMode::binary
                                                             : EnvelopeMode::none;
}

Envelope envelope_of(std::span<const Header> headers) noexcept {
  return {.specversion = header(headers, "ce_specversion"),
          .id = header(headers, "ce_id"),
          .source = header(headers, "ce_source"),
          .type = header(headers, "ce_type"),
          .time = header(headers, "ce_time"),
          .content_type = header(headers, "content-type"),
          .has_data = true};
}

Rows envelope_rows() noexcept {
  return attribute_rows;
}

std::optional<Reader::Reason> envelope_fault(const Envelope& envelope) noexcept {
  using Reason = Reader::Reason;
  if (envelope.specversion != "1.0") {
    return Reason{reason::bad_envelope, "expected CloudEvents specversion 1.0"};
  }
  if (!is_json(envelope.content_type)) {
    return Reason{reason::bad_envelope, "expected CloudEvents data of a JSON content type"};
  }
  if (!envelope.has_data) {
    return Reason{reason::bad_envelope,
                  envelope.has_base64 ? "expected CloudEvents data as JSON, found data_base64"
                                      : "expected CloudEvents data"};
  }
  for (const std::string_view attribute : {envelope.id, envelope.source, envelope.time}) {
    if (find_bad_utf8(attribute) != std::string_view::npos) {
      return Reason{reason::bad_envelope, "expected CloudEvents attributes in UTF-8"};
    }
  }
  return std::nullopt;
}

}  // namespace centinela::codec
