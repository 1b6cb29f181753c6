#include "centinela/state/value_table.h"

#include "centinela/state/value_sights.h"
#include "centinela/stats/rarity.h"

#include "support/event_builder.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

void learn(ValueTable& table, Attribute attribute, std::uint64_t value, std::int32_t day) {
  table.learn(table.meet(attribute, value, day), day, 1);
}

double days_of(const ValueTable& table, std::int32_t day) {
  const SeenValue* seen = table.find(Attribute::tool, 5);
  return seen == nullptr ? -1 : ValueTable::days(*seen, day);
}

TEST(ValueTable, counts_active_days_that_fade_with_their_half_life) {
  ValueTable table;
  learn(table, Attribute::tool, 5, 100);
  learn(table, Attribute::tool, 5, 100);
  const auto later = 100 + static_cast<std::int32_t>(stats::rarity_half_life_days);
  EXPECT_NEAR(days_of(table, 100), 2, 1e-6);
  EXPECT_NEAR(days_of(table, later), 1, 1e-4);
  EXPECT_NEAR(table.total(Attribute::tool, later), 1, 1e-4);
}

TEST(ValueTable, keeps_attributes_apart) {
  ValueTable table;
  learn(table, Attribute::tool, 5, 1);
  learn(table, Attribute::country, 5, 1);
  learn(table, Attribute::country, 6, 1);
  EXPECT_EQ(table.distinct(Attribute::tool), 1);
  EXPECT_EQ(table.distinct(Attribute::country), 2);
  EXPECT_EQ(table.find(Attribute::device, 5), nullptr);
  EXPECT_EQ(table.total(Attribute::device, 1), 0);
}

TEST(ValueTable, lets_the_value_with_the_fewest_days_make_room) {
  ValueTable table(3);
  for (int i = 0; i < 3; ++i) {
    learn(table, Attribute::ip, 1, 10 + i);
    learn(table, Attribute::ip, 2, 10 + i);
  }
  learn(table, Attribute::ip, 3, 12);
  learn(table, Attribute::ip, 4, 13);
  EXPECT_EQ(table.find(Attribute::ip, 3), nullptr);
  EXPECT_NE(table.find(Attribute::ip, 1), nullptr);
  EXPECT_NE(table.find(Attribute::ip, 4), nullptr);
  EXPECT_EQ(table.values().size(), 3U);
}

TEST(ValueTable, does_not_count_a_value_that_was_only_met) {
  ValueTable table;
  table.meet(Attribute::tool, 9, 1);
  EXPECT_NE(table.find(Attribute::tool, 9), nullptr);
  EXPECT_EQ(table.distinct(Attribute::tool), 0);
  EXPECT_EQ(table.total(Attribute::tool, 1), 0);
}

TEST(Sights, are_the_values_that_an_event_carries_and_no_absent_ones) {
  testing_support::EventBuilder bare;
  EXPECT_EQ(sights_of(bare.event()).size(), 1U) << "the action alone";
  testing_support::EventBuilder full;
  full.resource(3, 1).origin("ES", 40, -3);
  full.event().tool = WordToken{4};
  full.event().origin.device = DeviceToken{5};
  const Sights sights = sights_of(full.event());
  EXPECT_EQ(sights.size(), 6U) << "class, tool, action, class and action, country, device";
  for (const Sight& sight : sights) {
    EXPECT_NE(sight.value, 0U);
  }
}

TEST(Sights, of_one_class_differ_by_action) {
  testing_support::EventBuilder read;
  read.resource(3, 1);
  testing_support::EventBuilder exported;
  exported.resource(3, 1).action(Action::export_);
  EXPECT_EQ(sights_of(read.event())[0].value, sights_of(exported.event())[0].value);
  EXPECT_NE(sights_of(read.event())[2].value, sights_of(exported.event())[2].value);
}

}  // namespace
}  // namespace centinela::state
