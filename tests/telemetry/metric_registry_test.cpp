#include "telemetry/metric_registry.h"

#include "support/golden_file.h"
#include "telemetry/metric_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <sstream>
#include <thread>

namespace centinela::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A registry takes some 20 kB; tests keep it off the stack.
std::unique_ptr<MetricRegistry> make_registry() {
  return std::make_unique<MetricRegistry>();
}

TEST(MetricRegistry, sums_what_two_threads_counted_even_after_they_ended) {
  const auto registry = make_registry();
  for (int i = 0; i < 2; ++i) {
    std::thread worker([&registry] {
      MetricShard& shard = registry->make_shard();
      for (int n = 0; n < 1000; ++n) {
        shard.add(series("centinela_events_total", "scored"));
      }
    });
    worker.join();
  }
  EXPECT_THAT(registry->page(), HasSubstr("centinela_events_total{outcome=\"scored\"} 2000\n"));
}

TEST(MetricRegistry, counts_on_where_a_part_ended_and_never_goes_back) {
  const auto whole = make_registry();
  for (int i = 0; i < 3; ++i) {
    MetricRegistry part{*whole};
    part.make_shard().add(series("centinela_kafka_rebalances_total", "assigned"), 2);
    part.set(series("centinela_events_total", "scored"), 1000);  // of the state that it began with
    part.begin_totals();
    part.set(series("centinela_events_total", "scored"), 1007);
  }
  EXPECT_THAT(whole->page(), HasSubstr("centinela_events_total{outcome=\"scored\"} 21\n"));
  EXPECT_THAT(whole->page(), HasSubstr("centinela_kafka_rebalances_total{event=\"assigned\"} 6\n"));
}

TEST(MetricRegistry, merges_what_parts_set_as_the_table_says) {
  const auto whole = make_registry();
  MetricRegistry first{*whole};
  MetricRegistry second{*whole};
  const auto both = [&](Series which, double a, double b) {
    first.set(which, a);
    second.set(which, b);
  };
  both(series("centinela_state_entities", "principal"), 3, 4);
  both(series("centinela_checkpoint_timestamp_seconds"), 50, 40);
  both(series("centinela_checkpoint_blocked"), 0, 1);
  both(series("centinela_explanation_coverage_ratio"), 0.25, 0.75);
  first.set(open_metric("centinela_kafka_consumer_lag_messages"), {"in", "0"}, 5);
  second.set(open_metric("centinela_kafka_consumer_lag_messages"), {"in", "1"}, 6);
  const std::string page = whole->page();
  EXPECT_THAT(page, HasSubstr("centinela_state_entities{view=\"principal\"} 7\n"));
  EXPECT_THAT(page, HasSubstr("centinela_checkpoint_timestamp_seconds 40\n"));
  EXPECT_THAT(page, HasSubstr("centinela_checkpoint_blocked 1\n"));
  EXPECT_THAT(page, HasSubstr("centinela_explanation_coverage_ratio 0.5\n"));
  EXPECT_THAT(page, HasSubstr("{topic=\"in\",partition=\"0\"} 5\n"));
  EXPECT_THAT(page, HasSubstr("{topic=\"in\",partition=\"1\"} 6\n"));
  EXPECT_THAT(page, Not(HasSubstr("centinela_restore_duration_seconds ")));
}

TEST(MetricRegistry, can_be_scraped_while_a_thread_counts) {
  const auto registry = make_registry();
  std::jthread worker([&registry](const std::stop_token& stop) {
    MetricShard& shard = registry->make_shard();
    while (!stop.stop_requested()) {
      shard.add(series("centinela_events_total", "late"), 3);
      shard.observe(series("centinela_batch_duration_seconds"), 0.001);
    }
  });
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(registry->page(), HasSubstr("centinela_batch_duration_seconds_count"));
  }
}

TEST(MetricRegistry, exports_every_closed_counter_at_zero_from_the_start) {
  const std::string page = make_registry()->page();
  EXPECT_THAT(page, HasSubstr("centinela_dead_letters_total{reason=\"too_deep\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("centinela_alerts_total{route=\"page\",severity=\"critical\"} 0\n"));
}

TEST(MetricRegistry, leaves_out_a_gauge_that_was_never_set_because_unknown_is_not_zero) {
  const auto registry = make_registry();
  EXPECT_THAT(registry->page(), Not(HasSubstr("centinela_name_book_entries")));
  registry->set(series("centinela_name_book_entries"), 0);
  EXPECT_THAT(registry->page(), HasSubstr("\ncentinela_name_book_entries 0\n"));
}

TEST(MetricRegistry, writes_joined_labels_as_separate_ones) {
  const auto registry = make_registry();
  registry->set(series("centinela_notifier_dropped_total", "queue_full,false"), 4);
  EXPECT_THAT(
      registry->page(),
      HasSubstr("centinela_notifier_dropped_total{reason=\"queue_full\",intentional=\"false\"} 4"));
}

TEST(MetricRegistry, adds_a_total_kept_elsewhere_to_what_shards_counted) {
  const auto registry = make_registry();
  registry->make_shard().add(series("centinela_input_bytes_total"), 5);
  registry->set(series("centinela_input_bytes_total"), 10);
  EXPECT_THAT(registry->page(), HasSubstr("\ncentinela_input_bytes_total 15\n"));
}

TEST(MetricRegistry, counts_a_value_on_a_bound_into_the_bucket_of_that_bound) {
  const auto registry = make_registry();
  MetricShard& shard = registry->make_shard();
  shard.observe(series("centinela_score_duration_seconds"), 1e-5);
  const std::string page = registry->page();
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_bucket{le=\"5e-06\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_bucket{le=\"1e-05\"} 1\n"));
}

TEST(MetricRegistry, counts_a_batch_of_equal_observations_at_once) {
  const auto registry = make_registry();
  MetricShard& shard = registry->make_shard();
  shard.observe(series("centinela_score_duration_seconds"), 0.5, 400);
  const std::string page = registry->page();
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_bucket{le=\"0.1\"} 0\n"));
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_bucket{le=\"+Inf\"} 400\n"));
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_sum 200\n"));
  EXPECT_THAT(page, HasSubstr("centinela_score_duration_seconds_count 400\n"));
}

TEST(MetricRegistry, refuses_and_counts_open_series_beyond_the_bound) {
  const auto registry = make_registry();
  for (std::size_t i = 0; i < open_series_max + 3; ++i) {
    registry->set(open_metric("centinela_warm_up_remaining_seconds"), {std::to_string(i)}, 1);
  }
  registry->set(open_metric("centinela_warm_up_remaining_seconds"), {"7"}, 2);
  const std::string page = registry->page();
  EXPECT_THAT(page, HasSubstr("centinela_metric_series_refused_total 3\n"));
  EXPECT_THAT(page, HasSubstr("centinela_warm_up_remaining_seconds{tenant=\"7\"} 2\n"));
  EXPECT_THAT(page, Not(HasSubstr("tenant=\"256\"")));
}

TEST(MetricRegistry, forgets_the_series_of_revoked_partitions) {
  const auto registry = make_registry();
  constexpr OpenMetric lag = open_metric("centinela_kafka_consumer_lag_messages");
  registry->set(lag, {"data-access", "3"}, 12);
  EXPECT_THAT(registry->page(),
              HasSubstr("centinela_kafka_consumer_lag_messages{topic=\"data-access\","
                        "partition=\"3\"} 12\n"));
  registry->clear(lag);
  EXPECT_THAT(registry->page(), Not(HasSubstr("centinela_kafka_consumer_lag_messages")));
}

TEST(MetricRegistry, escapes_label_values_so_that_a_tenant_cannot_forge_a_line) {
  const auto registry = make_registry();
  registry->set(open_metric("centinela_warm_up_remaining_seconds"), {"a\"} 1\nforged 2"}, 1);
  EXPECT_THAT(registry->page(), HasSubstr("{tenant=\"a\\\"} 1\\nforged 2\"} 1\n"));
}

TEST(MetricRegistry, asks_samplers_before_each_page) {
  const auto registry = make_registry();
  double depth = 0;
  registry->add_sampler([&depth](MetricRegistry& target) {
    target.set(series("centinela_notifier_queue_alerts"), ++depth);
  });
  EXPECT_THAT(registry->page(), HasSubstr("\ncentinela_notifier_queue_alerts 1\n"));
  EXPECT_THAT(registry->page(), HasSubstr("\ncentinela_notifier_queue_alerts 2\n"));
}

TEST(MetricPage, escapes_newline_and_backslash_in_help_which_the_serialiser_does_not) {
  EXPECT_EQ(escape_help("one\ntwo \\ \"three\""), "one\\ntwo \\\\ \"three\"");
}

TEST(MetricPage, says_the_version_of_the_text_format_in_its_content_type) {
  EXPECT_EQ(metrics_content_type, "text/plain; version=0.0.4; charset=utf-8");
}

TEST(MetricPage, equals_the_golden_page) {
  const auto registry = make_registry();
  MetricShard& shard = registry->make_shard();
  shard.add(series("centinela_events_total", "scored"), 120'000);
  shard.add(series("centinela_alerts_total", "page", "high"), 2);
  shard.observe(series("centinela_score_duration_seconds"), 3.1e-6, 119'000);
  shard.observe(series("centinela_score_duration_seconds"), 0.2, 1000);
  registry->set(series("centinela_explanation_coverage_ratio"), 0.9375);
  registry->set(series("centinela_engine_progress_timestamp_seconds"), 1795290601.25);
  registry->set(series("process_cpu_seconds_total"), 12.5);
  registry->set(open_metric("centinela_build_info"), {"0.1.0", "017b840"}, 1);
  registry->set(open_metric("centinela_page_line_probability"), {"acme"}, 2.1e-5);
  registry->set(open_metric("centinela_kafka_consumer_lag_messages"), {"data-access", "0"}, 17);
  testing_support::expect_golden(registry->page(), "tests/telemetry/golden/metrics_page.txt");
}

}  // namespace
}  // namespace centinela::telemetry
