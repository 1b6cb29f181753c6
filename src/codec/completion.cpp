#include "codec/completion.h"

#include "centinela/codec/dead_letter_reason.h"

namespace centinela::codec {
namespace {

// 2000-01-01 and 2100-01-01, UTC; both ends are accepted.
constexpr EventTime earliest{946'684'800'000};
constexpr EventTime latest{4'102'444'800'000};

constexpr Duration future_max = 5 * one_minute;
// Between the log's time as the event has it and as the broker has it.
constexpr Duration received_future_max = one_day;
constexpr std::size_t opening_fields = 5;

DecodeFailure missing(std::string_view path) noexcept {
  return {.reason = reason::missing_field,
          .detail = "expected a field that every such record has",
          .field = path,
          .byte = 0};
}

// The envelope's id and time stand in for those that the data lack.
std::optional<DecodeFailure> fill_id(std::string_view& id, const Envelope* envelope) noexcept {
  if (envelope == nullptr || !id.empty()) {
    return std::nullopt;
  }
  if (envelope->id.size() > identifier_bytes_max) {
    return DecodeFailure{.reason = reason::identifier_too_long,
                         .detail = "expected an identifier of at most 256 bytes",
                         .field = "ce_id",
                         .byte = 0};
  }
  id = envelope->id;
  return std::nullopt;
}

std::optional<DecodeFailure> fill_time(EventTime& time, const Envelope* envelope) {
  if (envelope == nullptr || time != EventTime{} || envelope->time.empty()) {
    return std::nullopt;
  }
  const Result<EventTime> parsed = parse_rfc3339(envelope->time);
  if (!parsed) {
    return DecodeFailure{.reason = reason::bad_time,
                         .detail = "expected an RFC 3339 time",
                         .field = "ce_time",
                         .byte = 0};
  }
  if (!is_acceptable(*parsed)) {
    return DecodeFailure{.reason = reason::time_out_of_range,
                         .detail = "expected a time from 2000-01-01 to 2100-01-01",
                         .field = "ce_time",
                         .byte = 0};
  }
  time = *parsed;
  return std::nullopt;
}

// Fills tenant and `received`; true when the event claims a time ahead of the log's.
template <class Record>
bool fill_times(Record& record, const Defaults& defaults) noexcept {
  if (record.tenant.empty()) {
    record.tenant = defaults.tenant;
  }
  if (record.received == EventTime{}) {
    record.received = defaults.log_time == EventTime{} ? record.time : defaults.log_time;
  }
  bool is_ahead = false;
  if (defaults.log_time != EventTime{} &&
      record.received - defaults.log_time > received_future_max) {
    // The log's clock would jump there, with everybody's history, and never come back.
    record.received = defaults.log_time;
    is_ahead = true;
  }
  if (record.time - record.received > future_max) {
    record.time = record.received;
    is_ahead = true;
  }
  return is_ahead;
}

// Search and list show their results, everything else opens what it touches; a list that shows
// five fields, or any special one, has opened them too.
Reach resolve_reach(const RawEvent& event) noexcept {
  const bool lists = event.action == Action::search || event.action == Action::list;
  const bool is_listed = event.reach == Reach::listed || (event.reach == Reach::absent && lists);
  const bool shows_much =
      event.resource_field_total >= opening_fields || event.sensitivity == Sensitivity::special;
  return is_listed && !shows_much ? Reach::listed : Reach::opened;
}

template <class Record>
std::optional<DecodeFailure> fill_from_envelope(Record& record, const Envelope* envelope) {
  if (const std::optional<DecodeFailure> failure = fill_id(record.id, envelope)) {
    return failure;
  }
  return fill_time(record.time, envelope);
}

template <class Record>
Completed complete_record(Record& record, const Defaults& defaults) {
  if (const std::optional<DecodeFailure> failure = fill_from_envelope(record, defaults.envelope)) {
    return {.failure = failure};
  }
  if (record.time == EventTime{}) {
    return {.failure = missing("time")};
  }
  if (record.kind == decltype(record.kind)::absent) {
    return {.failure = missing("kind")};
  }
  return {.failure = std::nullopt, .was_in_future = fill_times(record, defaults)};
}

}  // namespace

bool is_acceptable(EventTime time) noexcept {
  return time >= earliest && time <= latest;
}

EventTime usable_log_time(EventTime timestamp) noexcept {
  return is_acceptable(timestamp) ? timestamp : EventTime{};
}

Completed complete(RawEvent& event, const Defaults& defaults) {
  if (const std::optional<DecodeFailure> failure = fill_from_envelope(event, defaults.envelope)) {
    return {.failure = failure};
  }
  if (event.id.empty()) {
    return {.failure = missing("id")};
  }
  if (event.time == EventTime{}) {
    return {.failure = missing("time")};
  }
  if (event.principal_id.empty()) {
    return {.failure = missing("principal.id")};
  }
  if (event.action == Action::absent) {
    return {.failure = missing("action")};
  }
  event.present.insert(Field::id);
  event.present.insert(Field::time);
  if (defaults.envelope != nullptr && event.producer_name.empty() &&
      !defaults.envelope->source.empty()) {
    event.producer_name = defaults.envelope->source;
    event.present.insert(Field::producer_name);
  }
  const bool was_in_future = fill_times(event, defaults);
  event.reach = resolve_reach(event);
  return {.failure = std::nullopt, .was_in_future = was_in_future};
}

Completed complete(RawContext& context, const Defaults& defaults) {
  Completed completed = complete_record(context, defaults);
  if (context.valid_from == EventTime{}) {
    context.valid_from = context.time;
  }
  return completed;
}

Completed complete(RawControl& control, const Defaults& defaults) {
  return complete_record(control, defaults);
}

}  // namespace centinela::codec
