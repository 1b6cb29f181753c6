// Source: where records are read from. Floor 9, one thread; what poll returns is borrowed.
//
// Two kinds exist: a Kafka consumer group, and a file or standard input (line_source.h).
#pragma once

#include "centinela/base/result.h"
#include "centinela/codec/decoder.h"
#include "centinela/event/position.h"

#include <chrono>
#include <span>

namespace centinela::source {

struct SourceRecord {
  codec::RecordView view;
  Position position;
  // Longer than codec::record_bytes_max: the view holds one byte more than that, so that the
  // decoder refuses it as too large; the rest was skipped.
  bool is_truncated = false;
};

struct RecordBatch {
  std::span<const SourceRecord> records;  // borrowed until the next poll
  bool is_end = false;                    // nothing will ever follow; only files end
};

class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  Source(Source&&) = delete;
  Source& operator=(Source&&) = delete;
  virtual ~Source() = default;

  // What is there, at once; else waits for the first record up to `timeout`, and is empty when none
  // came or a signal did. An error comes after every record before it was delivered, and stays.
  [[nodiscard]] virtual Result<RecordBatch> poll(std::chrono::milliseconds timeout) = 0;

  // Everything up to and including `through`, in its partition, is behind us.
  [[nodiscard]] virtual Result<void> acknowledge(Position through) = 0;
};

}  // namespace centinela::source
