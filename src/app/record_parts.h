// RecordParts: what a record carries, in words, and which of it a position means. Floor 10, pure.
#pragma once

#include "centinela/base/result.h"
#include "centinela/codec/decoder.h"
#include "centinela/event/field.h"
#include "centinela/event/position.h"

#include <string>
#include <vector>

namespace centinela::app {

struct RecordPart {
  std::string words;  // "an access event", "a dead letter: not judged (missing_field: …)"
  bool is_event = false;
  FieldSet fields;  // of an event
};

class RecordParts {
 public:
  explicit RecordParts(const codec::Decoded& decoded);

  // The part that a position means, which gets the index that the engine gives it. Error: bad_data
  // when the record has no such part. REQUIRES: !needs_index(position).
  [[nodiscard]] Result<RecordPart> pick(Position& position) const;
  // The record carries several events, and the position does not say which.
  [[nodiscard]] bool needs_index(const Position& position) const noexcept;
  // All of them, a line each.
  [[nodiscard]] std::string list(const Position& position) const;

 private:
  std::vector<RecordPart> parts_;
};

}  // namespace centinela::app
