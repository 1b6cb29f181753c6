// DecoderCore: finds out what a record is and turns it into items. Floor 2, one thread.
#pragma once

#include "codec/completion.h"
#include "codec/otel.h"

#include <vector>

namespace centinela::codec {

class DecoderCore {
 public:
  explicit DecoderCore(DecoderOptions options);

  Decoded decode(const RecordView& record);
  [[nodiscard]] const DecodeCounters& counters() const noexcept { return counters_; }

  // The `data` of a structured envelope.
  void read_data(Cell& cell, const Envelope& envelope);
  // One event of a preset's container: an element of `Records`, a span.
  void read_record_of(Cell& cell, const Envelope* envelope);
  void read_span(Cell& cell, const otel::SpanFacts& resource, const Envelope* envelope);

 private:
  // An array at the root, while its elements are read.
  struct Batch {
    EnvelopeMode mode = EnvelopeMode::none;
    const Envelope* envelope = nullptr;
    bool is_accepted = false;
    bool is_refused = false;
  };

  void read_value(const RecordView& record);
  [[nodiscard]] bool parse(std::string_view text);
  void read_root(const RecordView& record);
  void break_off_root();
  void read_root_object(EnvelopeMode mode, const Envelope* envelope);
  void read_root_array(EnvelopeMode mode, const Envelope* envelope);
  void read_element(Cell& cell, Batch& batch);
  Reroute read_object(Object& object, const Cell& cell, const Envelope* envelope);
  void read_envelope(Object& object, const Cell& cell);
  // Walks the object as what it seems to be until it turns out to be nothing else.
  [[nodiscard]] Reroute walk_until_settled(Object& object, const Cell& cell, bool may_be_envelope);
  void walk_as(Reroute kind, Object& object, const Cell& cell);
  void read_ocsf(Object& object);
  // decoder_presets.cpp
  [[nodiscard]] Reroute kind_of_format() const noexcept;
  [[nodiscard]] Reroute kind_of_hints() const noexcept;
  void walk_preset(Reroute kind, Object& object, const Cell& cell);
  void read_container(Reroute kind, Object& object, const Cell& cell, const Envelope* envelope);
  void read_plain_line();
  [[nodiscard]] bool open_element(Cell& cell, Object& object);
  [[nodiscard]] std::string_view text_of(const Cell& cell);
  void settle(const Cell& cell, const Envelope* envelope);
  [[nodiscard]] bool is_event_too_large(const Cell& cell);
  void dead_letter(const Reader::Reason& reason, std::uint64_t byte);
  void add_noted_failure();
  void fail_last(const DecodeFailure& failure) { items_.back() = failure; }
  void count_items() noexcept;

  DecoderOptions options_;
  DecodeCounters counters_;
  Reader reader_{counters_};
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  std::vector<char> buffer_;
  std::vector<RawItem> items_;
  EventTime log_time_;
};

}  // namespace centinela::codec
