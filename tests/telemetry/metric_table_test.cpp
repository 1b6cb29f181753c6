#include "support/golden_file.h"
#include "telemetry/metric_registry.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <string>

namespace centinela::telemetry {
namespace {

TEST(MetricTable, names_follow_the_scheme) {
  const std::regex scheme("(centinela|process)(_[a-z0-9]+)+");
  for (const MetricSpec& spec : metric_table) {
    EXPECT_TRUE(std::regex_match(std::string(spec.name), scheme)) << spec.name;
  }
}

TEST(MetricTable, only_counters_end_in_total_and_every_counter_does) {
  for (const MetricSpec& spec : metric_table) {
    EXPECT_EQ(spec.name.ends_with("_total"), spec.type == MetricType::counter) << spec.name;
  }
}

TEST(MetricTable, seconds_and_bytes_stand_in_the_name) {
  for (const MetricSpec& spec : metric_table) {
    for (const std::string_view unit : {"seconds", "bytes", "ratio"}) {
      EXPECT_EQ(spec.name.find(fmt::format("_{}", unit)) != std::string_view::npos,
                spec.unit == unit)
          << spec.name;
    }
  }
}

TEST(MetricTable, has_no_name_twice) {
  std::set<std::string_view> names;
  for (const MetricSpec& spec : metric_table) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
  }
}

TEST(MetricTable, no_label_names_an_entity) {
  for (const MetricSpec& spec : metric_table) {
    for (const LabelSet& set : spec.labels) {
      for (const std::string_view word :
           {"principal", "entity", "subject", "ip", "conversation", "producer", "user"}) {
        EXPECT_NE(set.names, word) << spec.name;
      }
    }
  }
}

TEST(MetricTable, exports_a_bounded_page) {
  std::size_t series_in_all = 0;
  for (const MetricSpec& spec : metric_table) {
    EXPECT_LE(spec.series_count(), 40U) << spec.name;
    series_in_all += spec.cell_count();
  }
  EXPECT_LE(series_in_all, 500U);
}

TEST(MetricTable, histogram_bounds_ascend) {
  for (const MetricSpec& spec : metric_table) {
    for (std::size_t i = 1; i < spec.bounds.size(); ++i) {
      EXPECT_LT(spec.bounds[i - 1], spec.bounds[i]) << spec.name;
    }
  }
}

TEST(FindSeries, counts_an_unknown_word_as_other) {
  const auto found = find_series("centinela_dead_letters_total", "brand_new_reason");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->cell, series("centinela_dead_letters_total", "other").cell);
}

TEST(FindSeries, finds_nothing_where_there_is_no_other) {
  EXPECT_FALSE(find_series("centinela_events_total", "lost").has_value());
  EXPECT_FALSE(find_series("centinela_no_such_metric").has_value());
  EXPECT_FALSE(find_series("centinela_build_info", "1").has_value());
}

TEST(FindSeries, agrees_with_what_is_resolved_while_compiling) {
  const auto found = find_series("centinela_alerts_total", "page", "high");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->cell, series("centinela_alerts_total", "page", "high").cell);
}

TEST(MetricReference, equals_the_shipped_document) {
  testing_support::expect_golden(metric_reference(), "docs/metrics.md");
}

// What rules and dashboard ask for must be exported, else they are silent for ever.
class UsesOnlyKnownMetrics : public ::testing::TestWithParam<const char*> {};

TEST_P(UsesOnlyKnownMetrics, in_every_expression) {
  const std::string text =
      testing_support::read_whole(fmt::format("{}/{}", CENTINELA_SOURCE_DIR, GetParam()));
  ASSERT_FALSE(text.empty()) << GetParam();
  const std::regex metric("(^|[^:a-z_])((centinela|process)_[a-z0-9_]+)");
  std::size_t uses = 0;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), metric);
       it != std::sregex_iterator();
       ++it) {
    std::string name = (*it)[2];
    const std::string base = std::regex_replace(name, std::regex("_(bucket|sum|count)$"), "");
    const bool is_known = metric_index(name) != not_found || metric_index(base) != not_found;
    EXPECT_TRUE(is_known) << name << " in " << GetParam();
    ++uses;
  }
  EXPECT_GT(uses, 10U);
}

INSTANTIATE_TEST_SUITE_P(Shipped,
                         UsesOnlyKnownMetrics,
                         ::testing::Values("config/rules/centinela.yml",
                                           "config/grafana/dashboards/centinela-overview.json"),
                         [](const auto& shipped) {
                           std::string name;
                           for (const char c : std::string(shipped.param)) {
                             name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace centinela::telemetry
