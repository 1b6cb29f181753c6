// Any bytes as a record, under any format and with any CloudEvents headers. The first byte chooses:
// `{` and `[` stand for auto without headers, so that shipped samples are seeds as they are.
#include "centinela/base/check.h"
#include "centinela/codec/dead_letter_reason.h"
#include "centinela/codec/decoder.h"

#include <algorithm>

namespace {

using namespace centinela;
using namespace centinela::codec;

Decoder& decoder_for(unsigned choice) {
  static std::array decoders = {Decoder({.format = Format::auto_}),
                                Decoder({.format = Format::native}),
                                Decoder({.format = Format::ocsf}),
                                Decoder({.format = Format::cloud_events}),
                                Decoder({.format = Format::pgaudit}),
                                Decoder({.format = Format::cloudtrail}),
                                Decoder({.format = Format::cloudtrail_flat}),
                                Decoder({.format = Format::mongodb}),
                                Decoder({.format = Format::otel})};
  return decoders[choice % decoders.size()];
}

std::span<const Header> headers_for(unsigned choice) {
  static constexpr std::array binary = {Header{"ce_specversion", "1.0"},
                                        Header{"ce_id", "ce-1"},
                                        Header{"ce_source", "/crm"},
                                        Header{"ce_type", "access"},
                                        Header{"ce_time", "2026-11-21T19:49:26Z"}};
  static constexpr std::array structured = {Header{"content-type", "application/cloudevents+json"}};
  static constexpr std::array batched = {
      Header{"content-type", "application/cloudevents-batch+json"}};
  switch (choice % 4) {
    case 1:
      return binary;
    case 2:
      return structured;
    case 3:
      return batched;
    default:
      return {};
  }
}

// Reads every byte that an event borrows, so that a view out of bounds is seen.
std::size_t touch(std::string_view text) {
  std::size_t sum = 0;
  for (const char c : text) {
    sum += static_cast<unsigned char>(c);
  }
  return sum;
}

std::size_t check_event(const RawEvent& event) {
  CENTINELA_CHECK(!event.id.empty());
  CENTINELA_CHECK(!event.principal_id.empty());
  CENTINELA_CHECK(!event.tenant.empty());
  CENTINELA_CHECK(event.action != Action::absent);
  CENTINELA_CHECK(event.reach == Reach::listed || event.reach == Reach::opened);
  CENTINELA_CHECK(event.time - event.received <= 5 * one_minute);
  CENTINELA_CHECK(event.records >= 0);
  CENTINELA_CHECK(event.data_subjects.size() <= event.data_subject_total);
  std::size_t sum = touch(event.id) + touch(event.principal_id) + touch(event.resource_name) +
                    touch(event.conversation) + touch(event.app) + touch(event.tool);
  for (const auto& list : {event.data_subjects, event.linked, event.resource_fields}) {
    for (const std::string_view name : list) {
      sum += touch(name);
    }
  }
  return sum;
}

std::size_t check_item(const RawItem& item, std::size_t size) {
  if (const auto* event = std::get_if<RawEvent>(&item)) {
    return check_event(*event);
  }
  if (const auto* context = std::get_if<RawContext>(&item)) {
    CENTINELA_CHECK(context->kind != ContextKind::absent);
    return touch(context->principal) + touch(context->ticket) + touch(context->queue);
  }
  if (const auto* control = std::get_if<RawControl>(&item)) {
    CENTINELA_CHECK(control->kind != ControlKind::absent);
    return touch(control->alert);
  }
  const auto& failure = std::get<DecodeFailure>(item);
  CENTINELA_CHECK(std::find(reason::all.begin(), reason::all.end(), failure.reason) !=
                  reason::all.end());
  CENTINELA_CHECK(failure.byte <= size + event_bytes_max);
  return touch(failure.detail) + touch(failure.field);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  // An exact copy, so that a read behind the value is a read out of bounds.
  const std::string value(reinterpret_cast<const char*>(data) + 1, size - 1);
  const unsigned choice = data[0] == '{' || data[0] == '[' ? 0 : data[0];
  const std::string whole(reinterpret_cast<const char*>(data), size);
  const RecordView record{.value = choice == 0 ? whole : value,
                          .is_null = false,
                          .headers = headers_for(choice / 9),
                          .timestamp = EventTime{1795290566389}};
  const Decoded decoded = decoder_for(choice).decode(record);
  CENTINELA_CHECK(decoded.is_indexed == (decoded.items.size() > 1));
  std::size_t sum = 0;
  for (const RawItem& item : decoded.items) {
    sum += check_item(item, record.value.size());
  }
  return sum == SIZE_MAX ? 1 : 0;
}
