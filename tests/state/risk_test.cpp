#include "centinela/state/observe.h"

#include "support/event_builder.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

const EventTime monday = testing_support::at("2026-06-01T09:00:00Z");

TEST(Risk, counts_an_opportunity_once_however_often_it_is_seen) {
  PrincipalState principal;
  add_risk(principal, 1, 77, 1.5, monday);
  const double once = risk_of(*principal.risk, monday);
  add_risk(principal, 1, 77, 1.5, monday);
  EXPECT_EQ(risk_of(*principal.risk, monday), once);
  add_risk(principal, 2, 78, 1.5, monday);
  EXPECT_GT(risk_of(*principal.risk, monday), once);
}

TEST(Risk, fades_without_a_cliff) {
  PrincipalState principal;
  add_risk(principal, 1, 1, 2, monday);
  double before = risk_of(*principal.risk, monday);
  for (int day = 1; day < 60; ++day) {
    const double now = risk_of(*principal.risk, monday + one_day * day);
    EXPECT_LT(now, before);
    EXPECT_GT(now, before * 0.7) << "day " << day;
    before = now;
  }
  EXPECT_GT(before, 0);
}

TEST(Risk, of_one_family_is_capped_so_that_several_count_for_more) {
  PrincipalState one;
  PrincipalState many;
  for (std::uint64_t i = 0; i < 8; ++i) {
    add_risk(one, 3, i, 2, monday);
    add_risk(many, static_cast<std::size_t>(i), i, 2, monday);
  }
  EXPECT_GT(risk_of(*many.risk, monday), 2 * risk_of(*one.risk, monday));
}

TEST(Risk, takes_nothing_from_what_is_no_signal) {
  PrincipalState principal;
  add_risk(principal, 1, 1, 0, monday);
  EXPECT_FALSE(principal.risk);
}

}  // namespace
}  // namespace centinela::state
