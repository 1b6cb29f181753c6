#include "app/daemon/standing_metrics.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const EventTime noon = *parse_rfc3339("2026-11-02T12:00:00Z");

state::ProducerState heard(EventTime last, Duration longest_quiet) {
  state::ProducerState producer;
  producer.events = 100;
  producer.last_received = last;
  producer.longest_quiet = longest_quiet;
  return producer;
}

TEST(ProducerStanding, is_silent_only_after_an_hour_and_longer_than_ever_before) {
  EXPECT_EQ(standing_of(heard(noon - minutes{60}, minutes{1}), noon), ProducerStanding::active);
  EXPECT_EQ(standing_of(heard(noon - minutes{61}, minutes{1}), noon), ProducerStanding::silent);
  EXPECT_EQ(standing_of(heard(noon - hours{9}, hours{12}), noon), ProducerStanding::active)
      << "a team that sleeps at night";
  EXPECT_EQ(standing_of(heard(noon - hours{13}, hours{12}), noon), ProducerStanding::silent);
}

TEST(ProducerStanding, is_forgotten_after_a_day) {
  EXPECT_EQ(standing_of(heard(noon - hours{24}, minutes{1}), noon), ProducerStanding::forgotten);
  EXPECT_EQ(standing_of(state::ProducerState{}, noon), ProducerStanding::forgotten);
}

TEST(WarmUpLeft, is_what_alerting_waits_for) {
  const config::Detection detection;
  state::TenantState tenant;
  tenant.first_event = noon;
  tenant.last_event = noon + hours{48};
  tenant.principals_by_kind[1] = 29;
  EXPECT_EQ(warm_up_left(tenant, detection), hours{12 * 24}) << "few peers: twice the time";
  tenant.principals_by_kind[1] = 30;
  EXPECT_EQ(warm_up_left(tenant, detection), hours{5 * 24});
  tenant.last_event = noon + hours{10 * 24};
  EXPECT_EQ(warm_up_left(tenant, detection), Duration{0});
}

TEST(CoverageHour, knows_nothing_before_an_access) {
  CoverageHour coverage;
  EXPECT_FALSE(coverage.ratio().has_value());
  coverage.note(noon, 0, 0);
  coverage.note(noon + minutes{1}, 0, 0);
  EXPECT_FALSE(coverage.ratio().has_value());
}

TEST(CoverageHour, forgets_what_lies_more_than_an_hour_back) {
  CoverageHour coverage;
  coverage.note(noon, 0, 0);
  coverage.note(noon + minutes{1}, 100, 100);
  EXPECT_DOUBLE_EQ(coverage.ratio().value_or(-1), 0);
  for (int minute = 2; minute <= 61; ++minute) {
    coverage.note(noon + minutes{minute}, 100 + static_cast<std::uint64_t>(minute), 100);
  }
  EXPECT_DOUBLE_EQ(coverage.ratio().value_or(-1), 1) << "what was unexplained is an hour old";
}

TEST(CoverageHour, counts_from_the_first_note_while_the_hour_is_young) {
  CoverageHour coverage;
  coverage.note(noon, 1000, 900);
  coverage.note(noon + minutes{5}, 1010, 902);
  EXPECT_DOUBLE_EQ(coverage.ratio().value_or(-1), 0.8);
  coverage.note(noon + minutes{5} + std::chrono::seconds{30}, 1020, 905);
  EXPECT_DOUBLE_EQ(coverage.ratio().value_or(-1), 0.75);
}

TEST(CoverageHour, never_falls_below_nothing) {
  CoverageHour coverage;
  coverage.note(noon, 100, 0);
  coverage.note(noon + minutes{1}, 101, 40);
  EXPECT_DOUBLE_EQ(coverage.ratio().value_or(-1), 0);
}

}  // namespace
}  // namespace centinela::app
