#include "telemetry/process_stats.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

namespace centinela::telemetry {
namespace {

// proc(5): pid (comm) state ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt utime
// stime cutime cstime priority nice num_threads itrealvalue starttime vsize rss …
constexpr std::string_view stat =
    "7 (a b) c) S 1 7 7 0 -1 4194560 900 0 0 0 250 50 0 0 20 0 4 0 3000 104857600 512 0";

TEST(ProcessStats, reads_the_fields_behind_a_command_name_with_spaces_and_parentheses) {
  const auto stats = parse_process_stats(
      stat, {.ticks_per_second = 100, .page_bytes = 4096, .boot_unix_seconds = 1000});
  ASSERT_TRUE(stats.has_value());
  EXPECT_DOUBLE_EQ(stats->cpu_seconds, 3.0);
  EXPECT_DOUBLE_EQ(stats->threads, 4);
  EXPECT_DOUBLE_EQ(stats->start_unix_seconds, 1030);
  EXPECT_DOUBLE_EQ(stats->virtual_bytes, 104857600);
  EXPECT_DOUBLE_EQ(stats->resident_bytes, 2097152);
}

TEST(ProcessStats, gives_nothing_for_a_text_that_is_cut_off) {
  for (std::size_t size = 0; size < stat.size() - 8; ++size) {
    EXPECT_FALSE(parse_process_stats(stat.substr(0, size), {}).has_value()) << size;
  }
}

TEST(ProcessStats, reads_this_process) {
  const auto stats = read_process_stats();
  ASSERT_TRUE(stats.has_value());
  EXPECT_GE(stats->threads, 1);
  EXPECT_GE(stats->open_fds, 3);
  EXPECT_GT(stats->resident_bytes, 0);
  EXPECT_GT(stats->start_unix_seconds, 1.6e9);
}

TEST(ProcessStats, stands_on_the_page_under_the_usual_names) {
  const auto registry = std::make_unique<MetricRegistry>();
  registry->add_sampler(sample_process);
  const std::string page = registry->page();
  for (const char* name : {"process_cpu_seconds_total ",
                           "process_resident_memory_bytes ",
                           "process_open_fds ",
                           "process_start_time_seconds "}) {
    EXPECT_THAT(page, ::testing::HasSubstr(std::string("\n") + name));
  }
}

}  // namespace
}  // namespace centinela::telemetry
