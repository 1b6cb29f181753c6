#include "telemetry/process_stats.h"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace centinela::telemetry {
namespace {

std::string read_file(const char* path) {
  const std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

// The n-th (from 0) space-separated field as a number.
std::optional<double> field(std::string_view text, std::size_t index) {
  for (std::size_t i = 0; i < index; ++i) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) {
      return std::nullopt;
    }
    text.remove_prefix(space + 1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) {
    return std::nullopt;
  }
  return value;
}

double clock_seconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double count_open_fds() {
  std::error_code error;
  const std::filesystem::directory_iterator entries("/proc/self/fd", error);
  if (error) {
    return 0;
  }
  const auto count = std::distance(begin(entries), end(entries));
  return static_cast<double>(count - 1);  // the directory itself is one of them
}

}  // namespace

std::optional<ProcessStats> parse_process_stats(std::string_view self_stat,
                                                const ProcessUnits& units) {
  const std::size_t name_end = self_stat.rfind(')');
  if (name_end == std::string_view::npos) {
    return std::nullopt;
  }
  // Fields by proc(5), counted from the state, which is field 3 there.
  const std::string_view fields = self_stat.substr(std::min(name_end + 2, self_stat.size()));
  const std::optional<double> user = field(fields, 11);
  const std::optional<double> system = field(fields, 12);
  const std::optional<double> threads = field(fields, 17);
  const std::optional<double> start = field(fields, 19);
  const std::optional<double> virtual_bytes = field(fields, 20);
  const std::optional<double> resident_pages = field(fields, 21);
  if (!user || !system || !threads || !start || !virtual_bytes || !resident_pages) {
    return std::nullopt;
  }
  return ProcessStats{
      .cpu_seconds = (*user + *system) / units.ticks_per_second,
      .resident_bytes = *resident_pages * units.page_bytes,
      .virtual_bytes = *virtual_bytes,
      .start_unix_seconds = units.boot_unix_seconds + *start / units.ticks_per_second,
      .threads = *threads,
      .open_fds = 0,
      .max_fds = std::nullopt};
}

std::optional<ProcessStats> read_process_stats() {
  const ProcessUnits units{
      .ticks_per_second = static_cast<double>(::sysconf(_SC_CLK_TCK)),
      .page_bytes = static_cast<double>(::sysconf(_SC_PAGESIZE)),
      .boot_unix_seconds = clock_seconds(CLOCK_REALTIME) - clock_seconds(CLOCK_BOOTTIME)};
  std::optional<ProcessStats> stats = parse_process_stats(read_file("/proc/self/stat"), units);
  if (!stats) {
    return std::nullopt;
  }
  stats->open_fds = count_open_fds();
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
    stats->max_fds = static_cast<double>(limit.rlim_cur);
  }
  return stats;
}

void sample_process(MetricRegistry& registry) {
  const std::optional<ProcessStats> stats = read_process_stats();
  if (!stats) {
    return;
  }
  registry.set(series("process_cpu_seconds_total"), stats->cpu_seconds);
  registry.set(series("process_resident_memory_bytes"), stats->resident_bytes);
  registry.set(series("process_virtual_memory_bytes"), stats->virtual_bytes);
  registry.set(series("process_start_time_seconds"), stats->start_unix_seconds);
  registry.set(series("process_threads"), stats->threads);
  registry.set(series("process_open_fds"), stats->open_fds);
  if (stats->max_fds) {
    registry.set(series("process_max_fds"), *stats->max_fds);
  }
}

}  // namespace centinela::telemetry
