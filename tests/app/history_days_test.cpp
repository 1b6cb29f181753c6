#include "app/history_days.h"

#include <gtest/gtest.h>

#include <array>

namespace centinela::app {
namespace {

using alerting::Decision;
using alerting::DecisionReason;

constexpr EventTime noon{1'780'315'200'000};  // 2026-06-01

Decision decided(std::uint64_t id, DecisionReason reason, Route route, EventTime time) {
  Decision decision;
  decision.reason = reason;
  decision.alert.id.low = id;
  decision.alert.route = route;
  decision.alert.time = time;
  return decision;
}

TEST(HistoryDays, counts_an_alert_once_on_the_day_it_was_opened_under_its_loudest_route) {
  HistoryDays days;
  days.count_events(noon, 7);
  const std::array decisions{
      decided(1, DecisionReason::opened, Route::ticket, noon),
      decided(1, DecisionReason::route_rose, Route::page, noon + one_day),
      decided(1, DecisionReason::episode_ended, Route::page, noon + one_day),
      decided(2, DecisionReason::opened, Route::ticket, noon),
  };
  days.count(decisions);
  EXPECT_EQ(days.table(),
            "day (UTC)       accesses   pages   tickets    shadow\n"
            "2026-06-01             7       1         1         0\n"
            "the last 1 days: 1.0 pages and 1.0 tickets a day\n");
}

TEST(HistoryDays, keeps_what_the_warm_up_hushed_apart_and_leaves_daily_records_out) {
  HistoryDays days;
  std::array decisions{decided(1, DecisionReason::opened, Route::page, noon),
                       decided(2, DecisionReason::digest, Route::digest, noon)};
  decisions[0].alert.state = AlertState::shadow;
  decisions[1].alert.daily = AlertDaily{};
  days.count(decisions);
  EXPECT_EQ(days.table(),
            "day (UTC)       accesses   pages   tickets    shadow\n"
            "2026-06-01             0       0         0         1\n"
            "the last 1 days: 0.0 pages and 0.0 tickets a day\n");
}

TEST(HistoryDays, means_the_last_seven_days) {
  HistoryDays days;
  for (int day = 0; day < 10; ++day) {
    days.count_events(noon + day * one_day, 1);
  }
  const std::array decisions{decided(1, DecisionReason::opened, Route::page, noon),
                             decided(2, DecisionReason::opened, Route::page, noon + 9 * one_day)};
  days.count(decisions);
  EXPECT_NE(days.table().find("the last 7 days: 0.1 pages and 0.0 tickets a day\n"),
            std::string::npos);
}

}  // namespace
}  // namespace centinela::app
