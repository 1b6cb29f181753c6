#include "centinela/state/amounts.h"

#include "support/event_builder.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

// What the group's snapshot would say of these days.
PeerSnapshot published(const PeerGroup& group) {
  PeerSnapshot snapshot;
  snapshot.day_records = scale_of(group.day_records, 20);
  snapshot.export_rate = (group.export_days + 0.5) / (group.job_days + 10);
  return snapshot;
}

ClassState with_days(int days, double records) {
  ClassState state;
  for (int i = 0; i < days; ++i) {
    state.records_per_day.add(records * (1 + 0.1 * (i % 5)));
    state.days += 1;
  }
  state.own = scale_of(state.records_per_day, 1);
  return state;
}

TEST(JudgeAmounts, says_nothing_without_a_history_of_its_own_or_of_the_group) {
  ClassState state;
  state.records_today = 1e6;
  state.exports_today = true;
  EXPECT_EQ(judge_amounts(state, published({})).usual, 0);
  EXPECT_EQ(judge_amounts(state, published({})).p, 1);
}

TEST(JudgeAmounts, falls_as_the_amount_grows) {
  ClassState state = with_days(20, 600);
  double before = 1;
  for (const double records : {600.0, 3000.0, 12'000.0, 48'000.0, 1e6}) {
    state.records_today = records;
    const AmountView view = judge_amounts(state, published({}));
    EXPECT_TRUE(view.is_own);
    EXPECT_LT(view.p, before) << records;
    EXPECT_GT(view.p, 0);
    before = view.p;
  }
  EXPECT_LT(before, 1e-3);
}

TEST(JudgeAmounts, compares_a_newcomer_with_the_group) {
  PeerGroup group;
  for (int i = 0; i < 40; ++i) {
    group.day_records.add(500 + 10 * i);
  }
  ClassState state = with_days(3, 50'000);
  state.records_today = 48'000;
  const AmountView view = judge_amounts(state, published(group));
  EXPECT_FALSE(view.is_own);
  EXPECT_NEAR(view.usual, 700, 150);
  EXPECT_LT(view.p, 0.01);
}

TEST(JudgeAmounts, holds_less_against_somebody_what_the_group_does_every_day) {
  PeerGroup group;
  for (int i = 0; i < 40; ++i) {
    group.day_records.add(40'000 + 500 * i);
  }
  ClassState state = with_days(20, 600);
  state.records_today = 48'000;
  EXPECT_GT(judge_amounts(state, published(group)).p, 5 * judge_amounts(state, published({})).p);
}

TEST(JudgeAmounts, is_more_surprised_by_an_export_where_nobody_exports) {
  PeerGroup group;
  group.job_days = 500;
  ClassState state = with_days(20, 600);
  state.records_today = 3000;
  const double read = judge_amounts(state, published(group)).p;
  state.exports_today = true;
  const AmountView exported = judge_amounts(state, published(group));
  EXPECT_LT(exported.p_hurdle, 0.02);
  EXPECT_LT(exported.p, read / 10);
  group.export_days = 480;
  state.export_days = 19;
  EXPECT_EQ(judge_amounts(state, published(group)).p, read)
      << "where everybody does, it is no news";
}

TEST(AmountOf, is_at_least_the_data_subjects_that_are_named) {
  testing_support::EventBuilder event;
  event.subjects_from(1, 40);
  EXPECT_EQ(amount_of(event.event()), 40);
  event.resource(3, 900);
  EXPECT_EQ(amount_of(event.event()), 900);
}

TEST(IsExport, is_true_of_what_leaves_the_system) {
  EXPECT_TRUE(is_export(Action::export_));
  EXPECT_TRUE(is_export(Action::download));
  EXPECT_TRUE(is_export(Action::share));
  EXPECT_FALSE(is_export(Action::read));
  EXPECT_FALSE(is_export(Action::query));
}

}  // namespace
}  // namespace centinela::state
