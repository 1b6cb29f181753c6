// Decoder: bytes of one record into raw events, context and control records, or dead letters.
//
// Floor 2. One per thread: it reuses its parser and buffers, so that decoding allocates nothing
// once they have grown. Everything it returns is borrowed and dies with the next decode(). A
// failure never carries a part of the record: docs/events.md explains each reason and its mend.
#pragma once

#include "centinela/event/raw_event.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace centinela::codec {

inline constexpr std::size_t record_bytes_max = std::size_t{1} << 20U;
inline constexpr std::size_t event_bytes_max = std::size_t{64} << 10U;
inline constexpr std::size_t identifier_bytes_max = 256;
inline constexpr int nesting_max = 16;
inline constexpr std::size_t events_per_record_max = 8192;
inline constexpr std::size_t chain_max = 4;  // of principal.on_behalf_of

// What the events look like; CloudEvents envelopes around them are found in every case, and native
// context and control records are read in every case: they steer judgement in-band.
enum class Format : std::uint8_t {
  auto_,  // told apart per message: native, OCSF, and every preset but cloudtrail_flat
  native,
  ocsf,
  cloud_events,  // an envelope is required; the event in it as under auto_
  pgaudit,
  cloudtrail,
  cloudtrail_flat,
  mongodb,
  otel,
};

struct Header {
  std::string_view name;
  std::string_view value;
};

struct RecordView {
  std::string_view value;
  bool is_null = false;  // a tombstone, not an empty value
  std::span<const Header> headers;
  EventTime timestamp;  // the log's own; epoch (or outside the accepted years) = none
};

struct DecoderOptions {
  Format format = Format::auto_;
  std::string default_tenant = "default";
};

// The closed vocabularies in which unknown words are counted.
enum class Vocabulary : std::uint8_t {
  principal_kind,
  action,
  result,
  outcome,
  resource_kind,
  sensitivity,
  query_shape,
  label,
  context_kind,
  issued_by,
  control_kind,
  ruling,
};
inline constexpr std::size_t vocabulary_count = static_cast<std::size_t>(Vocabulary::ruling) + 1;
[[nodiscard]] std::string_view to_string(Vocabulary vocabulary) noexcept;

struct DecodeCounters {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;  // of their values
  std::uint64_t events = 0;
  std::uint64_t contexts = 0;
  std::uint64_t controls = 0;
  std::uint64_t dead_letters = 0;
  std::uint64_t ignored = 0;  // of a preset's stream, and no access: another span, a log line
  std::uint64_t duplicate_keys = 0;
  std::uint64_t future_times = 0;          // judged at `received`
  std::uint64_t truncated_lists = 0;       // more data subjects, fields … than are kept
  std::uint64_t incomplete_envelopes = 0;  // CloudEvents without id, source or type
  std::array<std::uint64_t, vocabulary_count> unknown_words{};

  friend bool operator==(const DecodeCounters&, const DecodeCounters&) = default;
};

struct Decoded {
  std::span<const RawItem> items;
  bool is_indexed = false;  // the record carries several: a position needs the index
};

class DecoderCore;

class Decoder {
 public:
  explicit Decoder(DecoderOptions options);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  [[nodiscard]] Decoded decode(const RecordView& record);
  [[nodiscard]] const DecodeCounters& counters() const noexcept;

 private:
  std::unique_ptr<DecoderCore> core_;
};

}  // namespace centinela::codec
