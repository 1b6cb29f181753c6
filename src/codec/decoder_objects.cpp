// How one object becomes one item: what kind it is, what it must have, what envelope is around it.
#include "centinela/codec/dead_letter_reason.h"

#include "codec/decoder_core.h"
#include "codec/native.h"
#include "codec/ocsf.h"

namespace centinela::codec {
namespace {

using simdjson::SUCCESS;

// Rows whose read function hands the data of an envelope back to the core.
struct DataReader {
  DecoderCore* core = nullptr;
  const Envelope* envelope = nullptr;
};
bool read_data_cell(Reader& /*reader*/, Cell& cell, const Target& target) {
  const auto* data = static_cast<const DataReader*>(target.extra);
  data->core->read_data(cell, *data->envelope);
  return false;
}
constexpr std::array data_rows = {row("data", read_data_cell, std::nullopt)};

}  // namespace

void DecoderCore::read_data(Cell& cell, const Envelope& envelope) {
  Object object;
  if (cell.first() != '{') {
    reader_.check(cell);
    dead_letter({reason::bad_envelope, "expected CloudEvents data to be a JSON object"},
                reader_.offset_of(cell.token.data()));
    return;
  }
  if (!reader_.enter(cell)) {
    add_noted_failure();
    return;
  }
  if (cell.value->get_object().get(object) != SUCCESS) {
    reader_.break_off({});
    return;
  }
  read_object(object, cell, &envelope);
  reader_.leave();
}

void DecoderCore::read_envelope(Object& object, const Cell& cell) {
  Envelope envelope;
  reader_.start_event();
  reader_.walk(object, envelope_rows(), {.event = nullptr, .extra = &envelope});
  if (reader_.is_broken()) {
    return;
  }
  counters_.incomplete_envelopes += envelope.is_complete() ? 0U : 1U;
  if (reader_.failure()) {
    add_noted_failure();
    return;
  }
  if (const std::optional<Reader::Reason> fault = envelope_fault(envelope)) {
    dead_letter(*fault, reader_.offset_of(cell.token.data()));
    return;
  }
  if (object.reset().error() != SUCCESS) {
    reader_.break_off({});
    return;
  }
  DataReader data{.core = this, .envelope = &envelope};
  reader_.start_event();
  reader_.walk(object, data_rows, {.event = nullptr, .extra = &data});
}

Reroute DecoderCore::read_object(Object& object, const Cell& cell, const Envelope* envelope) {
  // A place, to be filled with what the walk finds; the smallest kind costs least to make.
  items_.emplace_back(std::in_place_type<DecodeFailure>);
  const Reroute kind = walk_until_settled(object, cell, envelope == nullptr);
  if (reader_.is_broken()) {
    return kind;
  }
  if (kind == Reroute::envelope) {
    items_.pop_back();
    read_envelope(object, cell);
  } else if (kind == Reroute::cloudtrail_records || kind == Reroute::otel) {
    items_.pop_back();
    read_container(kind, object, cell, envelope);
  } else {
    settle(cell, envelope);
  }
  return kind;
}

Reroute DecoderCore::walk_until_settled(Object& object, const Cell& cell, bool may_be_envelope) {
  const Reroute none = Reroute::none;
  const Reroute envelope = may_be_envelope ? Reroute::envelope : none;
  const bool is_told_apart =
      options_.format == Format::auto_ || options_.format == Format::cloud_events;
  const Reroute ocsf = is_told_apart ? Reroute::ocsf : none;
  const std::size_t mark = reader_.mark();
  Reroute kind = kind_of_format();
  const Reroute records = kind == Reroute::cloudtrail ? Reroute::cloudtrail_records : none;
  reader_.start_event({Reroute::context, Reroute::control, envelope, ocsf, records});
  walk_as(kind, object, cell);
  // Three turns at most: what a context or control record can still be is an envelope, and only
  // what is nothing of ours is taken for a preset's by its keys.
  while (!reader_.is_broken()) {
    const Reroute by_keys = kind == none ? kind_of_hints() : none;
    if (reader_.rerouted() == none && by_keys == none) {
      break;
    }
    kind = reader_.rerouted() == none ? by_keys : reader_.rerouted();
    reader_.forget_since(mark);
    if (object.reset().error() != SUCCESS) {
      reader_.break_off({});
    }
    const bool is_container =
        kind == Reroute::envelope || kind == Reroute::otel || kind == Reroute::cloudtrail_records;
    if (is_container || reader_.is_broken()) {
      break;
    }
    reader_.start_event({envelope});
    walk_as(kind, object, cell);
  }
  return kind;
}

void DecoderCore::walk_as(Reroute kind, Object& object, const Cell& cell) {
  RawItem& item = items_.back();
  switch (kind) {
    case Reroute::context:
      reader_.walk(
          object, native::context_rows(), {.event = nullptr, .extra = &item.emplace<RawContext>()});
      break;
    case Reroute::control:
      reader_.walk(
          object, native::control_rows(), {.event = nullptr, .extra = &item.emplace<RawControl>()});
      break;
    case Reroute::ocsf:
      read_ocsf(object);
      break;
    case Reroute::cloudtrail:
    case Reroute::cloudtrail_flat:
    case Reroute::mongodb:
    case Reroute::pgaudit:
      walk_preset(kind, object, cell);
      break;
    default:
      reader_.walk(
          object, native::access_rows(), {.event = &item.emplace<RawEvent>(), .extra = nullptr});
  }
}

void DecoderCore::read_ocsf(Object& object) {
  auto& event = items_.back().emplace<RawEvent>();
  ocsf::OcsfFacts facts;
  const char* const at = reader_.last();
  reader_.walk(object, ocsf::event_rows(), {.event = &event, .extra = &facts});
  if (!reader_.is_broken()) {
    ocsf::finish(reader_, event, facts, at);
  }
}

// Completes the last item, or puts its dead letter in its place.
void DecoderCore::settle(const Cell& cell, const Envelope* envelope) {
  const std::uint64_t begin = reader_.offset_of(cell.token.data());
  if (reader_.is_ignored() && !reader_.failure()) {
    items_.pop_back();
    ++counters_.ignored;
    return;
  }
  if (is_event_too_large(cell)) {
    fail_last({.reason = reason::event_too_large,
               .detail = "expected an event of at most 64 KiB",
               .field = {},
               .byte = begin + event_bytes_max});
    return;
  }
  if (const std::optional<DecodeFailure>& noted = reader_.failure()) {
    fail_last(*noted);
    return;
  }
  const bool is_event = std::holds_alternative<RawEvent>(items_.back());
  if (options_.format == Format::cloud_events && envelope == nullptr && is_event) {
    fail_last({.reason = reason::bad_envelope,
               .detail = "expected a CloudEvents envelope",
               .field = {},
               .byte = begin});
    return;
  }
  const Defaults defaults{
      .tenant = options_.default_tenant, .log_time = log_time_, .envelope = envelope};
  Completed completed = std::visit(
      [&](auto& item) -> Completed {
        if constexpr (std::is_same_v<std::decay_t<decltype(item)>, DecodeFailure>) {
          return {.failure = item};
        } else {
          return complete(item, defaults);
        }
      },
      items_.back());
  counters_.future_times += completed.was_in_future ? 1U : 0U;
  if (completed.failure) {
    completed.failure->byte += begin;
    fail_last(*completed.failure);
  }
}

bool DecoderCore::is_event_too_large(const Cell& cell) {
  return reader_.record_text().size() > event_bytes_max && text_of(cell).size() > event_bytes_max;
}

// From its brace to the next token, without what lies between.
std::string_view DecoderCore::text_of(const Cell& cell) {
  const std::string_view text = reader_.record_text();
  const char* next = text.data() + text.size();
  if (document_.current_location().get(next) != SUCCESS) {
    next = text.data() + text.size();
  }
  const std::string_view event(cell.token.data(),
                               static_cast<std::size_t>(next - cell.token.data()));
  return event.substr(0, event.find_last_not_of(" \t\r\n,]") + 1);
}

}  // namespace centinela::codec
