// Envelope: what a CloudEvents envelope says about the event in it. Floor 2, borrowed views.
//
// https://github.com/cloudevents/spec 1.0: binary (attributes in ce_ headers), structured (a JSON
// object with `data`) and batched (an array of those).
#pragma once

#include "codec/rows.h"

namespace centinela::codec {

struct Envelope {
  std::string_view specversion;
  std::string_view id;
  std::string_view source;
  std::string_view type;
  std::string_view time;
  std::string_view content_type;  // of the data
  bool has_data = false;
  bool has_base64 = false;

  [[nodiscard]] bool is_complete() const noexcept {
    return !id.empty() && !source.empty() && !type.empty();
  }
};

enum class EnvelopeMode : std::uint8_t { none, binary, structured, batched, unreadable };

// What the headers announce; `unreadable` is a structured form other than JSON.
[[nodiscard]] EnvelopeMode envelope_mode(std::span<const Header> headers) noexcept;
[[nodiscard]] Envelope envelope_of(std::span<const Header> headers) noexcept;
[[nodiscard]] Rows envelope_rows() noexcept;  // extra: Envelope

// Why its data cannot be read; nothing when it can.
[[nodiscard]] std::optional<Reader::Reason> envelope_fault(const Envelope& envelope) noexcept;

}  // namespace centinela::codec
