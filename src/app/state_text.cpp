#include "app/state_text.h"

#include "centinela/base/sha256.h"

#include <fmt/format.h>

namespace centinela::app {

void count_record(SectionSizes& sizes, std::string_view key, std::string_view value) {
  SectionSize& size = sizes[key.empty() ? 0 : static_cast<std::uint8_t>(key.front())];
  ++size.records;
  size.bytes += key.size() + value.size();
}

std::string print_marker(const storage::Marker& marker, std::string_view place) {
  const storage::MarkerCounters& counters = marker.counters;
  std::string text = fmt::format("checkpoint {} in {}\n", marker.number, place);
  const auto line = [&text](std::string_view name, std::string_view value) {
    text += fmt::format("  {:<14} {}\n", name, value);
  };
  line("taken", format_rfc3339(marker.taken));
  line("log time", format_rfc3339(marker.log_time));
  for (const storage::InputPosition& position : marker.positions) {
    line("input", fmt::format("{}[{}] next {}", position.topic, position.partition, position.next));
  }
  line("read",
       fmt::format("{} = {} scored + {} late + {} duplicates + {} dead letters",
                   counters.scored + counters.late + counters.duplicates + counters.dead_lettered,
                   counters.scored,
                   counters.late,
                   counters.duplicates,
                   counters.dead_lettered));
  line("alerts firing", fmt::format("{}", marker.firing.size()));
  line("model", marker.origin.model);
  line("configuration", marker.origin.config);
  line("token key", marker.origin.key);
  line("layout", to_hex(sha256(marker.origin.layout), 8));
  line("version", marker.origin.version);
  line("machine", marker.origin.machine);
  line("records", fmt::format("{}", marker.sum.records));
  line("digest", fmt::format("{:016x}", marker.sum.digest));
  return text;
}

std::string print_sections(const SectionSizes& sizes) {
  std::string text = fmt::format("{:<20} {:>10} {:>14}\n", "section", "records", "bytes");
  SectionSize all;
  for (const auto& [section, size] : sizes) {
    text += fmt::format("{:<20} {:>10} {:>14}\n",
                        to_string(static_cast<state::StateSection>(section)),
                        size.records,
                        size.bytes);
    all.records += size.records;
    all.bytes += size.bytes;
  }
  text += fmt::format("{:<20} {:>10} {:>14}\n", "all", all.records, all.bytes);
  return text;
}

}  // namespace centinela::app
