#include "storage/marker.h"

#include "centinela/base/bytes.h"

#include <fmt/format.h>

namespace centinela::storage {
namespace {

// 1 had no CommitMark, and is still read.
constexpr std::uint32_t marker_version = 2;
constexpr std::uint32_t oldest_version = 1;
constexpr std::size_t text_bytes_max = 256;
constexpr std::size_t layout_bytes_max = std::size_t{1} << 16U;
constexpr std::size_t alert_bytes_max = std::size_t{1} << 20U;
constexpr std::uint32_t list_max = 1U << 16U;

void put(ByteWriter& writer, const Origin& origin) {
  for (const std::string* text : {&origin.layout,
                                  &origin.model,
                                  &origin.config,
                                  &origin.key,
                                  &origin.version,
                                  &origin.machine}) {
    writer.put_string(*text);
  }
}

Result<Origin> read_origin(ByteReader& reader) {
  Origin origin;
  for (std::string* text : {&origin.layout,
                            &origin.model,
                            &origin.config,
                            &origin.key,
                            &origin.version,
                            &origin.machine}) {
    CENTINELA_TRY(*text,
                  reader.get_string(text == &origin.layout ? layout_bytes_max : text_bytes_max));
  }
  return origin;
}

Result<std::uint32_t> read_count(ByteReader& reader) {
  CENTINELA_TRY(const auto count, reader.get<std::uint32_t>());
  if (count > list_max) {
    return Error{Errc::bad_data, fmt::format("checkpoint marker: a list of {}", count)};
  }
  return count;
}

Result<void> read_lists(ByteReader& reader, Marker& marker) {
  CENTINELA_TRY(const std::uint32_t positions, read_count(reader));
  for (std::uint32_t i = 0; i < positions; ++i) {
    InputPosition position;
    CENTINELA_TRY(position.topic, reader.get_string(text_bytes_max));
    CENTINELA_TRY(position.partition, reader.get<std::int32_t>());
    CENTINELA_TRY(position.next, reader.get<std::int64_t>());
    marker.positions.push_back(std::move(position));
  }
  CENTINELA_TRY(const std::uint32_t firing, read_count(reader));
  for (std::uint32_t i = 0; i < firing; ++i) {
    CENTINELA_TRY(const std::string_view alert, reader.get_string(alert_bytes_max));
    marker.firing.emplace_back(alert);
  }
  return {};
}

}  // namespace

std::string encode(const Marker& marker) {
  ByteWriter writer;
  writer.put(marker_version);
  writer.put(marker.number);
  writer.put(marker.taken.milliseconds());
  writer.put(marker.log_time.milliseconds());
  put(writer, marker.origin);
  writer.put(marker.counters.scored);
  writer.put(marker.counters.late);
  writer.put(marker.counters.duplicates);
  writer.put(marker.counters.dead_lettered);
  writer.put(marker.sum.digest);
  writer.put(marker.sum.records);
  writer.put(marker.bytes);
  writer.put(static_cast<std::uint32_t>(marker.positions.size()));
  for (const InputPosition& position : marker.positions) {
    writer.put_string(position.topic);
    writer.put(position.partition);
    writer.put(position.next);
  }
  writer.put(static_cast<std::uint32_t>(marker.firing.size()));
  for (const std::string& alert : marker.firing) {
    writer.put_string(alert);
  }
  writer.put_string(marker.commit.lineage);
  writer.put_string(marker.commit.hash);
  writer.put(marker.commit.alerts);
  writer.put(marker.commit.entries);
  return std::move(writer).bytes();
}

Result<Marker> decode_marker(std::string_view bytes) {
  ByteReader reader(bytes);
  CENTINELA_TRY(const auto version, reader.get<std::uint32_t>());
  if (version < oldest_version || version > marker_version) {
    return Error{Errc::bad_data,
                 fmt::format("checkpoint marker: expected version {}, found {}: it was written by "
                             "another version of centinela",
                             marker_version,
                             version)};
  }
  Marker marker;
  CENTINELA_TRY(marker.number, reader.get<std::uint64_t>());
  CENTINELA_TRY(const auto taken, reader.get<std::int64_t>());
  CENTINELA_TRY(const auto log_time, reader.get<std::int64_t>());
  marker.taken = EventTime{taken};
  marker.log_time = EventTime{log_time};
  CENTINELA_TRY(marker.origin, read_origin(reader));
  CENTINELA_TRY(marker.counters.scored, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.counters.late, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.counters.duplicates, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.counters.dead_lettered, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.sum.digest, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.sum.records, reader.get<std::uint64_t>());
  CENTINELA_TRY(marker.bytes, reader.get<std::uint64_t>());
  CENTINELA_TRY(read_lists(reader, marker));
  if (version >= 2) {
    CENTINELA_TRY(marker.commit.lineage, reader.get_string(text_bytes_max));
    CENTINELA_TRY(marker.commit.hash, reader.get_string(text_bytes_max));
    CENTINELA_TRY(marker.commit.alerts, reader.get<std::uint64_t>());
    CENTINELA_TRY(marker.commit.entries, reader.get<std::uint64_t>());
  }
  if (!reader.at_end()) {
    return Error{Errc::bad_data, "checkpoint marker: something stands behind its end"};
  }
  return marker;
}

}  // namespace centinela::storage
