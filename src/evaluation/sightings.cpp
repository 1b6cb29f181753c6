#include "evaluation/sightings.h"

#include "evaluation/json_line.h"
#include "evaluation/line_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::evaluation {
namespace {

// The id of an event without parsing it all, or empty.
class IdReader {
 public:
  std::string_view read(std::string_view line) {
    const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + line_padding);
    std::string_view id;
    if (parser_.iterate(padded).get(document_) != simdjson::SUCCESS ||
        document_["id"].get_string().get(id) != simdjson::SUCCESS) {
      return {};
    }
    return id;
  }

 private:
  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
};

std::string text_of(simdjson::simdjson_result<simdjson::dom::element> found) {
  std::string_view value;
  return found.get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
}

Result<Sighting> read_sighting(JsonLine& json, std::uint64_t record, std::uint32_t incident) {
  Sighting sighting;
  sighting.record = record;
  sighting.incident = incident;
  CENTINELA_TRY(sighting.time, json.time("time"));
  CENTINELA_TRY(sighting.received, json.time_or("received", sighting.time));
  CENTINELA_TRY(sighting.tenant, json.text_or("tenant", "default"));
  CENTINELA_TRY(sighting.data_subjects, json.list("data_subjects"));
  CENTINELA_TRY(sighting.records, json.number_or("records", 0));
  sighting.principal = text_of(json.root()["principal"]["id"]);
  sighting.conversation = text_of(json.root()["context"]["conversation"]);
  return sighting;
}

}  // namespace

Result<Sightings> scan_events(const Truth& truth, std::span<const std::uint64_t> evidence) {
  CENTINELA_TRY(LineReader reader, LineReader::open(truth.events));
  Sightings sightings;
  IdReader ids;
  JsonLine json;
  std::string_view line;
  std::size_t next = 0;
  for (;; ++sightings.records) {
    CENTINELA_TRY(const bool has_line, reader.next(line));
    if (!has_line) {
      return sightings;
    }
    const bool is_evidence = next < evidence.size() && evidence[next] == sightings.records;
    next += is_evidence ? 1 : 0;
    const auto label = truth.labels.find(std::string(ids.read(line)));
    const std::uint32_t incident = label == truth.labels.end() ? no_incident : label->second;
    if (!is_evidence && incident == no_incident) {
      continue;
    }
    CENTINELA_TRY(json.parse(line, reader.where()));
    CENTINELA_TRY(Sighting sighting, read_sighting(json, sightings.records, incident));
    if (incident != no_incident) {
      sightings.labelled.push_back(sighting);
    }
    if (is_evidence) {
      sightings.evidence.push_back(std::move(sighting));
    }
  }
}

const Sighting* find(std::span<const Sighting> sightings, std::uint64_t record) noexcept {
  const auto found = std::lower_bound(
      sightings.begin(), sightings.end(), record, [](const Sighting& a, std::uint64_t b) {
        return a.record < b;
      });
  return found != sightings.end() && found->record == record ? &*found : nullptr;
}

}  // namespace centinela::evaluation
