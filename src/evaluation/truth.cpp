#include "evaluation/truth.h"

#include "evaluation/json_line.h"
#include "evaluation/line_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace centinela::evaluation {
namespace {

using Take = std::function<Result<void>(JsonLine&)>;

Result<void> each_line(const std::filesystem::path& path, const Take& take) {
  CENTINELA_TRY(LineReader reader, LineReader::open(path));
  JsonLine json;
  std::string_view line;
  for (;;) {
    CENTINELA_TRY(const bool has_line, reader.next(line));
    if (!has_line) {
      return {};
    }
    CENTINELA_TRY(json.parse(line, reader.where()));
    CENTINELA_TRY(take(json));
  }
}

// A missing optional file is a note.
Result<void> each_line_if_there(Truth& truth,
                                const std::filesystem::path& path,
                                std::string_view lost,
                                const Take& take) {
  std::error_code failure;
  if (!std::filesystem::exists(path, failure)) {
    truth.notes.push_back(fmt::format("no {}: {}", path.filename().string(), lost));
    return {};
  }
  return each_line(path, take);
}

Result<Instance> read_instance(JsonLine& json, const char* scenario_key) {
  Instance instance;
  CENTINELA_TRY(instance.id, json.text("id"));
  CENTINELA_TRY(instance.scenario, json.text(scenario_key));
  CENTINELA_TRY(instance.tenant, json.text_or("tenant", "default"));
  CENTINELA_TRY(instance.principals, json.list("principals"));
  CENTINELA_TRY(instance.conversations, json.list("conversations"));
  CENTINELA_TRY(instance.data_subjects, json.list("data_subjects"));
  CENTINELA_TRY(instance.start, json.time("start"));
  CENTINELA_TRY(instance.end, json.time("end"));
  CENTINELA_TRY(instance.magnitude, json.number_or("magnitude", 1));
  CENTINELA_TRY(instance.causes, json.list("cause"));
  CENTINELA_TRY(const std::vector<std::string> also, json.list("detectors"));
  instance.causes.insert(instance.causes.end(), also.begin(), also.end());
  std::erase(instance.causes, "");
  if (instance.end < instance.start) {
    return json.wrong("end", "no earlier than 'start'");
  }
  return instance;
}

Result<void> read_incidents(Truth& truth, const std::filesystem::path& directory) {
  return each_line(directory / "incidents.jsonl", [&](JsonLine& json) -> Result<void> {
    CENTINELA_TRY(Instance incident, read_instance(json, "scenario"));
    const bool is_known =
        std::any_of(truth.incidents.begin(), truth.incidents.end(), [&](const Instance& other) {
          return other.id == incident.id;
        });
    if (is_known) {
      return json.wrong("id", "unlike those of the incidents before it");
    }
    truth.incidents.push_back(std::move(incident));
    return {};
  });
}

Result<void> read_look_alikes(Truth& truth, const std::filesystem::path& directory) {
  return each_line_if_there(truth,
                            directory / "benign.jsonl",
                            "false alerts on look-alikes are not counted apart",
                            [&](JsonLine& json) -> Result<void> {
                              CENTINELA_TRY(Instance instance, read_instance(json, "look_alike"));
                              truth.look_alikes.push_back(std::move(instance));
                              return {};
                            });
}

Result<void> read_labels(Truth& truth, const std::filesystem::path& directory) {
  std::unordered_map<std::string, std::uint32_t> index;
  for (std::uint32_t i = 0; i < truth.incidents.size(); ++i) {
    index.emplace(truth.incidents[i].id, i);
  }
  return each_line(directory / "labels.jsonl", [&](JsonLine& json) -> Result<void> {
    CENTINELA_TRY(std::string event, json.text("event"));
    CENTINELA_TRY(const std::string incident, json.text("incident"));
    const auto found = index.find(incident);
    if (found == index.end()) {
      return json.wrong("incident", "the id of a line of incidents.jsonl");
    }
    truth.labels.emplace(std::move(event), found->second);
    return {};
  });
}

Result<void> read_principals(Truth& truth, const std::filesystem::path& directory) {
  return each_line_if_there(truth,
                            directory / "principals.jsonl",
                            "new hires are not compared with veterans",
                            [&](JsonLine& json) -> Result<void> {
                              Person person;
                              CENTINELA_TRY(person.tenant, json.text_or("tenant", "default"));
                              CENTINELA_TRY(person.id, json.text("id"));
                              CENTINELA_TRY(person.kind, json.text_or("kind", ""));
                              CENTINELA_TRY(const std::string since,
                                            json.text_or("since", "2000-01-01"));
                              const Result<EventTime> date = parse_date(since);
                              if (!date) {
                                return json.wrong("since", "a date such as 2026-11-21");
                              }
                              person.since = *date;
                              truth.principals.push_back(std::move(person));
                              return {};
                            });
}

// The judged days: as profile.json says, else from the first incident's day to the last one's.
Result<void> read_profile(Truth& truth, const std::filesystem::path& directory) {
  for (const Instance& incident : truth.incidents) {
    const EventTime first = window_start(utc_day(incident.start), one_day);
    const EventTime last = window_start(utc_day(incident.end) + 1, one_day);
    const bool is_first = truth.judged_to == EventTime{};
    truth.judged_from = is_first ? first : std::min(truth.judged_from, first);
    truth.judged_to = is_first ? last : std::max(truth.judged_to, last);
  }
  return each_line_if_there(truth,
                            directory / "profile.json",
                            "the judged days are those of the incidents",
                            [&](JsonLine& json) -> Result<void> {
                              CENTINELA_TRY(truth.judged_from,
                                            json.time_or("judged_from", truth.judged_from));
                              CENTINELA_TRY(truth.judged_to, json.time_or("end", truth.judged_to));
                              return {};
                            });
}

Result<void> find_events(Truth& truth, const std::filesystem::path& directory) {
  for (const std::string_view name : {"events.jsonl.zst", "events.jsonl.gz", "events.jsonl"}) {
    std::error_code failure;
    if (std::filesystem::exists(directory / name, failure)) {
      truth.events = directory / name;
      return {};
    }
  }
  return Error{
      Errc::io,
      fmt::format("expected events.jsonl.zst, .gz or events.jsonl in {}", directory.string())};
}

}  // namespace

Result<Truth> read_truth(const std::filesystem::path& directory) {
  Truth truth;
  CENTINELA_TRY(find_events(truth, directory));
  CENTINELA_TRY(read_incidents(truth, directory));
  CENTINELA_TRY(read_labels(truth, directory));
  CENTINELA_TRY(read_look_alikes(truth, directory));
  CENTINELA_TRY(read_principals(truth, directory));
  CENTINELA_TRY(read_profile(truth, directory));
  return truth;
}

}  // namespace centinela::evaluation
