// A second member of the group, at the worst moments: it goes on with what was this one's.
#include "app/exactly_once/exactly_once.h"
#include "simulation/simulated_log.h"

#include <gtest/gtest.h>

namespace centinela::simulation {
namespace {

using app::ExactlyOnce;
using app::Offsets;
using kafka::Step;
using kafka::StepVerdict;

app::ExactlyOnceOptions one_thread() {
  app::ExactlyOnceOptions options;
  options.pause = std::chrono::milliseconds{0};
  options.launch = std::launch::deferred;
  return options;
}

// Where the first end of a transaction is asked for, something happens instead.
class Interrupted final : public kafka::Transactions {
 public:
  Interrupted(kafka::Transactions& inner, std::function<Step()> instead)
      : inner_(inner), instead_(std::move(instead)) {}

  Step open() override { return inner_.open(); }
  Step begin() override { return inner_.begin(); }
  Step send(const kafka::OutgoingRecord& record) override { return inner_.send(record); }
  Result<std::string> membership() override { return inner_.membership(); }
  Step send_offsets(std::span<const kafka::PartitionOffset> next_to_read,
                    const std::string& membership) override {
    return inner_.send_offsets(next_to_read, membership);
  }
  Step commit() override { return instead_ ? std::exchange(instead_, nullptr)() : inner_.commit(); }
  Step abort() override { return inner_.abort(); }
  Result<std::vector<kafka::PartitionOffset>> committed(
      std::span<const kafka::TopicPartition> partitions) override {
    return inner_.committed(partitions);
  }

 private:
  kafka::Transactions& inner_;
  std::function<Step()> instead_;
};

class Members : public ::testing::Test {
 protected:
  Members() {
    log_.input.resize(2);
    ours_.join();
  }

  // Both partitions were read up to 2, and something was decided of each.
  [[nodiscard]] Result<void> commit(std::function<Step()> instead) {
    interrupted_.emplace(ours_, std::move(instead));
    exactly_once_.emplace(*interrupted_, one_thread());
    CENTINELA_TRY(exactly_once_->fence());
    exactly_once_->begin({.lineage = app::new_lineage("a")}, app::Journal{}, 0);
    for (const kafka::StartPosition& position : log_.positions()) {
      CENTINELA_TRY(exactly_once_->assigned(position, 0));
      exactly_once_->took(position.partition, 2);
      app::Outgoing alert;
      alert.topic = "centinela.alerts";
      alert.value = "of " + std::to_string(position.partition.partition);
      alert.decided_by = position.partition;
      exactly_once_->tell(std::move(alert), 1);
    }
    return exactly_once_->settle({{input_partition(0), 2}, {input_partition(1), 2}},
                                 std::chrono::milliseconds{1000});
  }

  // The other has the partition now, judges it from what is committed and tells it.
  void go_on(std::int32_t partition) {
    log_.told.push_back({"centinela.alerts", "", "of " + std::to_string(partition)});
    log_.offsets[input_partition(partition)] = {"data-access", partition, 3, "of another"};
  }

  void join_again() {
    log_.members.clear();
    ours_.join();
  }

  [[nodiscard]] std::ptrdiff_t told(const std::string& value) const {
    return std::count_if(
        log_.told.begin(), log_.told.end(), [&](const Told& each) { return each.value == value; });
  }

  Rng rng_{1};
  Faults faults_{rng_, 0};
  SimulatedLog log_;
  Deeds deeds_;
  SimulatedTransactions ours_{log_, faults_, Bug::none, deeds_};
  std::optional<Interrupted> interrupted_;
  std::optional<ExactlyOnce> exactly_once_;
};

TEST_F(Members, are_not_overwritten_by_a_commit_that_is_tried_again_in_a_later_generation) {
  const auto settled = commit([&] {
    go_on(0);
    join_again();  // and this process has joined again meanwhile, with the other partition
    return Step{StepVerdict::abort, "a broker was slow"};
  });
  EXPECT_FALSE(settled);
  ASSERT_TRUE(exactly_once_->must_join());
  EXPECT_EQ(told("of 0"), 1);
  EXPECT_EQ(log_.committed(0), 3);

  ASSERT_TRUE(exactly_once_->assigned(log_.positions()[1], 2));
  ASSERT_TRUE(exactly_once_->settle({{input_partition(1), 2}}, std::chrono::milliseconds{1000}));
  EXPECT_EQ(told("of 0"), 1);
  EXPECT_EQ(told("of 1"), 1);
  EXPECT_EQ(log_.committed(0), 3);
  EXPECT_EQ(log_.committed(1), 2);
}

TEST_F(Members, that_have_gone_on_with_everything_are_no_rivals_for_the_identity) {
  const auto settled = commit([&] {
    go_on(0);
    go_on(1);
    join_again();
    return Step{StepVerdict::rebuild, "the answer was lost"};
  });
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, Errc::unavailable) << settled.error().detail;
  EXPECT_TRUE(exactly_once_->must_join());
  EXPECT_EQ(told("of 0"), 1);
  EXPECT_EQ(told("of 1"), 1);
}

TEST_F(Members, that_have_gone_on_with_a_part_do_not_hide_that_the_whole_was_committed) {
  const auto settled = commit([&] {
    static_cast<void>(ours_.commit());
    log_.offsets[input_partition(0)] = {"data-access", 0, 3, "of another"};
    join_again();
    return Step{StepVerdict::rebuild, "the answer was lost"};
  });
  EXPECT_TRUE(settled) << settled.error().detail;
  EXPECT_EQ(told("of 0"), 1);
  EXPECT_EQ(told("of 1"), 1);
}

TEST_F(Members, of_the_same_generation_can_only_be_rivals) {
  const auto settled = commit([&] {
    go_on(0);
    go_on(1);
    return Step{StepVerdict::rebuild, "the answer was lost"};
  });
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, Errc::fenced);
}

}  // namespace
}  // namespace centinela::simulation
