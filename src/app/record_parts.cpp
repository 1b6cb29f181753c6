#include "app/record_parts.h"

#include "centinela/codec/alert_encoder.h"

#include <fmt/format.h>

namespace centinela::app {
namespace {

RecordPart part_of(const RawItem& item) {
  if (const auto* event = std::get_if<RawEvent>(&item)) {
    return {"an access event", true, event->present};
  }
  if (std::holds_alternative<RawContext>(item)) {
    return {"a context record: it explains, and is not judged", false, {}};
  }
  if (std::holds_alternative<RawControl>(item)) {
    return {"a control record", false, {}};
  }
  // Static text of ours: no part of the record.
  const auto& failure = std::get<DecodeFailure>(item);
  return {fmt::format("a dead letter: not judged ({}{}{}: {})",
                      failure.reason,
                      failure.field.empty() ? "" : ", ",
                      failure.field,
                      failure.detail),
          false,
          {}};
}

}  // namespace

RecordParts::RecordParts(const codec::Decoded& decoded) {
  for (const RawItem& item : decoded.items) {
    parts_.push_back(part_of(item));
  }
}

bool RecordParts::needs_index(const Position& position) const noexcept {
  return parts_.size() > 1 && !position.is_indexed;
}

Result<RecordPart> RecordParts::pick(Position& position) const {
  if (parts_.empty() && position.index == 0) {
    position.is_indexed = false;
    return RecordPart{"no access event, so nothing to judge", false, {}};
  }
  if (position.index >= parts_.size()) {
    return Error{
        Errc::bad_data,
        fmt::format(
            "the record has no event at {}: it carries {}", codec::print(position), parts_.size())};
  }
  position.is_indexed = parts_.size() > 1;
  return parts_[position.index];
}

std::string RecordParts::list(const Position& position) const {
  std::string text =
      fmt::format("position {}: a record of {} events; explain one of them by its index\n",
                  codec::print(position),
                  parts_.size());
  Position part = position;
  part.is_indexed = true;
  for (const RecordPart& each : parts_) {
    text += fmt::format("  {}  {}\n", codec::print(part), each.words);
    ++part.index;
  }
  return text;
}

}  // namespace centinela::app
