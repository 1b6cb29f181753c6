#include "life.h"
#include "support/golden_file.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace centinela::pipeline {
namespace {

using testing::Life;
using testing::load;
using testing::log_of_a_platform;
using testing::Records;
using testing::write_down;

// The first place behind `from` at which an alert is open.
std::size_t amid_an_episode(std::size_t from) {
  Life life;
  life.live(0, from);
  for (; life.engine->shard().alerter().open_alerts() == 0; ++from) {
    CENTINELA_CHECK(from < log_of_a_platform().size());
    life.live(from, from + 1);
  }
  return from;
}

void expect_same_second_half(std::size_t cut) {
  const std::size_t end = log_of_a_platform().size();
  Life whole;
  whole.live(0, cut);
  whole.alerts.clear();
  whole.live(cut, end);

  Life first;
  first.live(0, cut);
  Records records;
  const StateChanges saved = first.engine->save();
  write_down(saved, records);
  EXPECT_EQ(saved.sum.records, records.size());

  Life second;
  const Result<StateSum> loaded = load(records, *second.engine);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  EXPECT_EQ(*loaded, saved.sum);
  second.live(cut, end);
  EXPECT_EQ(second.alerts, whole.alerts);
  EXPECT_FALSE(whole.alerts.empty()) << "the comparison needs something to compare";

  Records of_whole;
  Records of_second;
  const StateChanges whole_end = whole.engine->save(true);
  const StateChanges second_end = second.engine->save(true);
  write_down(whole_end, of_whole);
  write_down(second_end, of_second);
  EXPECT_EQ(second_end.sum, whole_end.sum);
  EXPECT_EQ(of_second.size(), of_whole.size());
  for (const auto& [key, value] : of_whole) {
    EXPECT_EQ(of_second[key], value)
        << "section " << to_string(static_cast<state::StateSection>(key.front()));
  }
}

TEST(EngineState, that_was_read_back_goes_on_as_if_nothing_had_happened) {
  for (const std::size_t cut : {std::size_t{1}, std::size_t{777}, std::size_t{9'000}}) {
    SCOPED_TRACE(cut);
    expect_same_second_half(cut);
  }
}

TEST(EngineState, that_was_read_back_amid_an_open_episode_revises_the_same_alert) {
  expect_same_second_half(amid_an_episode(11'000));
}

TEST(EngineState, saved_in_steps_is_the_state_saved_at_once) {
  Life life;
  Records in_steps;
  std::size_t bytes_of_last_step = 0;
  for (std::size_t at = 0; at < 12'000; at += 1'500) {
    life.live(at, at + 1'500);
    const StateChanges changes = life.engine->save();
    EXPECT_EQ(changes.is_everything, at == 0);
    bytes_of_last_step = changes.bytes();
    write_down(changes, in_steps);
    EXPECT_EQ(changes.sum.records, in_steps.size());
  }
  const StateSum stepwise = life.engine->save().sum;
  Records at_once;
  const StateChanges everything = life.engine->save(true);
  write_down(everything, at_once);
  EXPECT_EQ(everything.sum, stepwise);
  EXPECT_EQ(in_steps, at_once);
  EXPECT_LT(bytes_of_last_step, everything.bytes());
}

TEST(EngineState, saved_twice_has_nothing_left_to_write) {
  Life life;
  life.live(0, 3'000);
  static_cast<void>(life.engine->save());
  EXPECT_EQ(life.engine->save().size(), 0U);
  life.engine->forget_saved();
  EXPECT_TRUE(life.engine->save().is_everything);
}

TEST(EngineState, goes_on_saving_in_steps_after_it_was_read_back) {
  Life first;
  first.live(0, 3'000);
  Records records;
  write_down(first.engine->save(), records);
  Life second;
  ASSERT_TRUE(load(records, *second.engine));
  second.live(3'000, 4'000);
  const StateChanges step = second.engine->save();
  EXPECT_FALSE(step.is_everything);
  write_down(step, records);
  Records at_once;
  write_down(second.engine->save(true), at_once);
  EXPECT_EQ(records, at_once);
}

TEST(EngineState, that_lacks_or_changes_any_record_has_another_sum_or_is_refused) {
  Life life;
  life.live(0, 400);
  Records records;
  const StateSum sum = life.engine->save().sum;
  write_down(life.engine->save(true), records);
  std::size_t number = 0;
  for (const auto& [key, value] : records) {
    if (++number % 17 != 0 && key.size() != 5) {
      continue;
    }
    Records without = records;
    without.erase(key);
    Life lacking;
    const Result<StateSum> loaded = load(without, *lacking.engine);
    EXPECT_TRUE(!loaded || *loaded != sum);
    if (value.empty()) {
      continue;
    }
    Records cut = records;
    cut[key].pop_back();
    Life shortened;
    EXPECT_FALSE(load(cut, *shortened.engine))
        << to_string(static_cast<state::StateSection>(key.front()));
  }
}

// A change here is a change of what checkpoints hold: those of the version before are refused.
TEST(EngineState, has_the_layout_that_its_golden_file_says) {
  Life life;
  testing_support::expect_golden(state_layout(*life.engine), "tests/golden/state/layout.txt");
}

}  // namespace
}  // namespace centinela::pipeline
