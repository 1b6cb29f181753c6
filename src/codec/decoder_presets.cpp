// How records of the mapping presets become items; containers are split into their events.
#include "centinela/codec/dead_letter_reason.h"

#include "codec/cloudtrail.h"
#include "codec/decoder_core.h"
#include "codec/mongodb.h"
#include "codec/pgaudit.h"
#include "codec/text_checks.h"

namespace centinela::codec {
namespace {

using simdjson::SUCCESS;

// Where the events of a container find the core again.
struct Container {
  DecoderCore* core = nullptr;
  const Envelope* envelope = nullptr;
};

bool read_records(Reader& reader, Cell& cell, const Target& target) {
  const auto* container = static_cast<const Container*>(target.extra);
  if (cell.first() != '[') {
    reader.fail({reason::wrong_type, "expected an array"}, cell);
    reader.check(cell);
    return false;
  }
  reader.each(
      cell, [&](Cell& element) { container->core->read_record_of(element, container->envelope); });
  return false;
}
constexpr std::array record_rows = {row("Records", read_records, std::nullopt)};

void read_span_of(void* owner, Cell& cell, const otel::SpanFacts& resource) {
  const auto* container = static_cast<const Container*>(owner);
  container->core->read_span(cell, resource, container->envelope);
}

}  // namespace

Reroute DecoderCore::kind_of_format() const noexcept {
  switch (options_.format) {
    case Format::ocsf:
      return Reroute::ocsf;
    case Format::pgaudit:
      return Reroute::pgaudit;
    case Format::cloudtrail:
      return Reroute::cloudtrail;
    case Format::cloudtrail_flat:
      return Reroute::cloudtrail_flat;
    case Format::mongodb:
      return Reroute::mongodb;
    default:
      return Reroute::none;
  }
}

// Safe to tell: the keys of that kind are all there, and nobody has acted in our own words.
Reroute DecoderCore::kind_of_hints() const noexcept {
  if (options_.format == Format::native) {
    return Reroute::none;
  }
  if (options_.format == Format::otel) {
    // Its container is walked after the keys that steer have had their turn.
    return reader_.rerouted() == Reroute::none ? Reroute::otel : Reroute::none;
  }
  const auto* event = std::get_if<RawEvent>(&items_.back());
  if (event == nullptr || event->present.contains(Field::principal_id)) {
    return Reroute::none;
  }
  const auto has = [this](Hint hint) { return reader_.has_hint(hint); };
  if (has(Hint::records)) {
    return Reroute::cloudtrail_records;
  }
  if (has(Hint::resource_spans)) {
    return Reroute::otel;
  }
  if (has(Hint::event_source) && has(Hint::event_name) && has(Hint::user_identity)) {
    return Reroute::cloudtrail;
  }
  if (has(Hint::audit_type) && has(Hint::dated_object) && has(Hint::users)) {
    return Reroute::mongodb;
  }
  return has(Hint::audit_message) ? Reroute::pgaudit : Reroute::none;
}

void DecoderCore::walk_preset(Reroute kind, Object& object, const Cell& cell) {
  auto& event = items_.back().emplace<RawEvent>();
  const auto walk = [&](Rows rows, void* facts) {
    reader_.walk(object, rows, {.event = &event, .extra = facts});
    return !reader_.is_broken() && reader_.rerouted() == Reroute::none;
  };
  if (kind == Reroute::mongodb) {
    mongodb::MongoFacts facts;
    if (walk(mongodb::event_rows(), &facts)) {
      mongodb::finish(reader_, event, facts, text_of(cell));
    }
  } else if (kind == Reroute::pgaudit) {
    pgaudit::PgAuditFacts facts;
    if (walk(pgaudit::event_rows(), &facts)) {
      pgaudit::finish(reader_, event, facts, text_of(cell));
    }
  } else {
    const bool is_flat = kind == Reroute::cloudtrail_flat;
    cloudtrail::CloudTrailFacts facts;
    if (walk(is_flat ? cloudtrail::flat_rows() : cloudtrail::event_rows(), &facts)) {
      cloudtrail::finish(reader_, event, facts, cell.token.data());
    }
  }
}

void DecoderCore::read_container(Reroute kind,
                                 Object& object,
                                 const Cell& cell,
                                 const Envelope* envelope) {
  // The envelope's id cannot be the id of each of several events.
  std::optional<Envelope> shared;
  if (envelope != nullptr) {
    shared = *envelope;
    shared->id = {};
  }
  Container container{.core = this, .envelope = shared ? &*shared : nullptr};
  reader_.start_event();
  bool is_fit = true;
  if (kind == Reroute::otel) {
    otel::Batch batch{.resource = {}, .owner = &container, .on_span = read_span_of};
    reader_.walk(object, otel::batch_rows(), {.event = nullptr, .extra = &batch});
    is_fit = batch.has_spans;
  } else {
    reader_.walk(object, record_rows, {.event = nullptr, .extra = &container});
  }
  if (reader_.is_broken()) {
    return;
  }
  if (reader_.failure()) {
    add_noted_failure();
  } else if (!is_fit) {
    dead_letter({reason::unsupported_schema, "expected OTLP/JSON with resourceSpans"},
                reader_.offset_of(cell.token.data()));
  }
}

// Opens one event of a container; false when there is nothing to read in it.
bool DecoderCore::open_element(Cell& cell, Object& object) {
  const std::uint64_t at = reader_.offset_of(cell.token.data());
  if (items_.size() >= events_per_record_max) {
    reader_.check(cell);
    if (items_.size() == events_per_record_max) {
      dead_letter({reason::too_many_events, "expected at most 8192 events in a record"}, at);
    }
    return false;
  }
  if (cell.first() != '{') {
    reader_.check(cell);
    dead_letter({reason::not_an_object, "expected a JSON object"}, at);
    return false;
  }
  if (!reader_.enter(cell)) {
    return false;
  }
  if (cell.value->get_object().get(object) != SUCCESS) {
    reader_.break_off({});
    return false;
  }
  items_.emplace_back(std::in_place_type<RawEvent>);
  reader_.start_event();
  return true;
}

void DecoderCore::read_record_of(Cell& cell, const Envelope* envelope) {
  Object object;
  if (!open_element(cell, object)) {
    return;
  }
  walk_preset(Reroute::cloudtrail, object, cell);
  if (!reader_.is_broken()) {
    settle(cell, envelope);
    reader_.start_event();
  }
  reader_.leave();
}

void DecoderCore::read_span(Cell& cell, const otel::SpanFacts& resource, const Envelope* envelope) {
  Object object;
  if (!open_element(cell, object)) {
    return;
  }
  auto& event = std::get<RawEvent>(items_.back());
  otel::SpanFacts facts = resource;
  reader_.walk(object, otel::span_rows(), {.event = &event, .extra = &facts});
  if (!reader_.is_broken()) {
    otel::finish(reader_, event, facts, cell.token.data());
    settle(cell, envelope);
    reader_.start_event();
  }
  reader_.leave();
}

// A log line as PostgreSQL writes it to a file, in place of a JSON object.
void DecoderCore::read_plain_line() {
  const std::string_view text = reader_.record_text();
  if (const std::size_t bad = find_bad_utf8(text); bad != std::string_view::npos) {
    dead_letter({reason::bad_utf8, "expected UTF-8"}, reader_.offset_of(text.data() + bad));
    return;
  }
  auto& event = std::get<RawEvent>(items_.emplace_back(std::in_place_type<RawEvent>));
  pgaudit::PgAuditFacts facts;
  facts.message = text;
  pgaudit::finish(reader_, event, facts, text);
  const Cell cell{.value = nullptr, .token = text, .path = {}};
  if (text.size() > event_bytes_max) {
    fail_last({.reason = reason::event_too_large,
               .detail = "expected an event of at most 64 KiB",
               .field = {},
               .byte = event_bytes_max});
    return;
  }
  settle(cell, nullptr);
}

}  // namespace centinela::codec
