#include "simulator/workload.h"

#include "simulator/compressed_file.h"
#include "simulator/platform.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>

namespace centinela::simulator {
namespace {

class TextFile {
 public:
  TextFile(const std::filesystem::path& directory, std::string_view name)
      : path_(directory / name), stream_(path_, std::ios::binary | std::ios::trunc) {}

  void line(std::string_view text) { stream_ << text << '\n'; }
  [[nodiscard]] Result<void> finish() {
    stream_.close();
    if (!stream_) {
      return Error{Errc::io, fmt::format("cannot write {}: is the disk full?", path_.string())};
    }
    return {};
  }

 private:
  std::filesystem::path path_;
  std::ofstream stream_;
};

template <class T, class Format>
std::string list(const std::vector<T>& values, Format&& text) {
  std::string all;
  for (const T& value : values) {
    all += all.empty() ? "\"" : ",\"";
    all += text(value);
    all += '"';
  }
  return all;
}

std::string description(const World& world, const Plot& plot) {
  std::vector<Customer> subjects = plot.data_subjects;
  std::sort(subjects.begin(), subjects.end());
  subjects.erase(std::unique(subjects.begin(), subjects.end()), subjects.end());
  return fmt::format(
      R"({{"id":"{}","{}":"{}","title":"{}","tenant":"{}","principals":[{}],"data_subjects":[{}],)"
      R"("conversations":[{}],"start":"{}","end":"{}","cause":"{}","detectors":[{}],"magnitude":{},"events":{}}})",
      plot.id,
      plot.story->is_attack ? "scenario" : "look_alike",
      plot.story->id,
      plot.story->title,
      world.tenants[plot.tenant].name,
      list(plot.principals, [&](PrincipalIndex who) { return world.principals[who].id; }),
      list(subjects, [](Customer customer) { return fmt::format("c-{:08}", customer); }),
      list(plot.conversations, [](std::uint64_t talk) { return fmt::format("k-{:010x}", talk); }),
      format_rfc3339(plot.start),
      format_rfc3339(plot.told_until == EventTime{} ? plot.end : plot.told_until),
      plot.story->cause,
      list(
          std::vector<std::string_view>(plot.story->detectors.begin(), plot.story->detectors.end()),
          [](std::string_view word) { return word; }),
      plot.magnitude,
      plot.events);
}

std::string description(const World& world, const Principal& principal) {
  // A copy: the choice between a literal and a name makes a temporary.
  const std::string team = principal.team == nobody ? "" : world.teams[principal.team].name;
  return fmt::format(
      R"({{"tenant":"{}","id":"{}","kind":"{}","role":"{}","team":"{}","site":"{}","since":"{}","until":{}}})",
      world.tenants[principal.tenant].name,
      principal.id,
      word(principal.kind),
      word(principal.role),
      team,
      principal.team == nobody ? "" : world.site_of(principal).name,
      format_rfc3339(window_start(principal.since, one_day)).substr(0, 10),
      principal.until == 0
          ? "null"
          : fmt::format("\"{}\"",
                        format_rfc3339(window_start(principal.until, one_day)).substr(0, 10)));
}

Result<void> write_plots(const Platform& platform,
                         const std::filesystem::path& directory,
                         WorkloadSummary& summary) {
  TextFile incidents(directory, "incidents.jsonl");
  TextFile benign(directory, "benign.jsonl");
  for (const Plot& plot : platform.plots()) {
    const bool is_attack = plot.story->is_attack;
    (is_attack ? incidents : benign).line(description(platform.world(), plot));
    ++(is_attack ? summary.incidents : summary.look_alikes);
  }
  CENTINELA_TRY(incidents.finish());
  return benign.finish();
}

Result<void> write_principals(const World& world, const std::filesystem::path& directory) {
  TextFile file(directory, "principals.jsonl");
  for (const Principal& principal : world.principals) {
    file.line(description(world, principal));
  }
  return file.finish();
}

Result<void> write_profile(const Platform& platform,
                           const std::filesystem::path& directory,
                           const WorkloadSummary& summary) {
  const World& world = platform.world();
  TextFile file(directory, "profile.json");
  file.line(fmt::format(
      R"({{"profile":"{}","seed":{},"start":"{}","judged_from":"{}","end":"{}","tenants":{},"principals":{},"records":{},"accesses":{}}})",
      world.profile.name,
      world.seed,
      format_rfc3339(world.profile.start),
      format_rfc3339(world.profile.judged_from()),
      format_rfc3339(world.profile.end()),
      world.tenants.size(),
      summary.principals,
      summary.records,
      summary.accesses));
  return file.finish();
}

}  // namespace

Result<WorkloadSummary> write_workload(const Profile& profile,
                                       std::uint64_t seed,
                                       const std::filesystem::path& directory,
                                       const Progress& progress) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure) {
    return Error{Errc::io,
                 fmt::format("cannot create {}: {}", directory.string(), failure.message())};
  }
  CENTINELA_TRY(CompressedFile events, CompressedFile::create(directory / "events.jsonl.zst"));
  TextFile labels(directory, "labels.jsonl");
  const auto platform = std::make_unique<Platform>(profile, seed);
  WorkloadSummary summary;
  summary.principals = platform->world().principals.size();
  Record record;
  while (platform->next(record)) {
    CENTINELA_TRY(events.write_line(record.json));
    summary.accesses += record.is_access ? 1 : 0;
    if (!record.incident.empty()) {
      labels.line(
          fmt::format(R"({{"event":"{}","incident":"{}"}})", record.event_id, record.incident));
      ++summary.labelled;
    }
    if (++summary.records % 65'536 == 0 && progress) {
      progress(static_cast<double>((record.received - profile.start).count()) /
               static_cast<double>((profile.end() - profile.start).count()));
    }
  }
  CENTINELA_TRY(events.finish());
  CENTINELA_TRY(labels.finish());
  CENTINELA_TRY(write_plots(*platform, directory, summary));
  CENTINELA_TRY(write_principals(platform->world(), directory));
  CENTINELA_TRY(write_profile(*platform, directory, summary));
  return summary;
}

}  // namespace centinela::simulator
