// When an engine may take more, step by step; the histories meet it by chance.
#include "app/exactly_once/exactly_once.h"
#include "simulation/simulated_log.h"

#include <gtest/gtest.h>

namespace centinela::simulation {
namespace {

using app::ExactlyOnce;
using app::Offsets;

app::ExactlyOnceOptions one_thread() {
  app::ExactlyOnceOptions options;
  options.pause = std::chrono::milliseconds{0};
  options.launch = std::launch::deferred;
  return options;
}

class Room : public ::testing::Test {
 protected:
  // A journal that fills most of what the metadata of one partition holds.
  [[nodiscard]] static app::Journal nearly_full() {
    app::Journal journal{1, 0};
    for (std::int32_t partition = 0; partition < 200; ++partition) {
      journal.enter(input_partition(partition), 0);
      journal.took(input_partition(partition), 1);
    }
    return journal;
  }

  Rng rng_{1};
  Faults faults_{rng_, 0};
  SimulatedLog log_;
  Deeds deeds_;
  SimulatedTransactions transactions_{log_, faults_, Bug::none, deeds_};
  ExactlyOnce exactly_once_{transactions_, one_thread()};
  ExactlyOnce::Clock::time_point now_;
};

// It reads nothing, so it never joins the group, and nobody would ever say how many they are.
TEST_F(Room, is_not_asked_for_before_the_first_commit_tells_how_many_partitions_there_are) {
  exactly_once_.begin({.lineage = app::new_lineage("one")}, nearly_full(), 1);
  EXPECT_EQ(exactly_once_.why_full(now_), "");
}

TEST_F(Room, ends_with_the_journal_but_not_while_the_group_has_to_be_joined_again) {
  ASSERT_TRUE(exactly_once_.fence());
  exactly_once_.begin({.lineage = app::new_lineage("one")}, nearly_full(), 1);
  transactions_.join();
  const Offsets read{{input_partition(0), 1}};
  ASSERT_TRUE(exactly_once_.settle(read, std::chrono::milliseconds{1000}));
  EXPECT_NE(exactly_once_.why_full(now_), "");

  log_.members.clear();
  exactly_once_.ticked(EventTime{1});
  static_cast<void>(exactly_once_.settle(read, std::chrono::milliseconds{1000}).has_value());
  ASSERT_TRUE(exactly_once_.must_join());
  EXPECT_EQ(exactly_once_.why_full(now_), "");
}

// A coordinator that was wrong: the next commit that it takes says that the place is still ours.
TEST_F(Room, joins_no_group_that_takes_its_commits) {
  ASSERT_TRUE(exactly_once_.fence());
  exactly_once_.begin({.lineage = app::new_lineage("one")}, app::Journal{}, 0);
  const Offsets read{{input_partition(0), 1}};
  EXPECT_FALSE(exactly_once_.settle(read, std::chrono::milliseconds{1000}));
  ASSERT_TRUE(exactly_once_.must_join());
  transactions_.join();
  ASSERT_TRUE(exactly_once_.serve(ExactlyOnce::Clock::now() + std::chrono::hours{1}, read));
  EXPECT_FALSE(exactly_once_.must_join());
}

}  // namespace
}  // namespace centinela::simulation
