#include "app/state_topic.h"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <utility>

namespace centinela::app {
namespace {

using kafka::Step;
using kafka::StepVerdict;

// Brokers that say what they are told to, and keep what was committed.
struct Script {
  std::deque<StepVerdict> opens;    // then done
  std::deque<StepVerdict> commits;  // then done
  std::deque<StepVerdict> sends;    // then done
  int opened = 0;
  int aborted = 0;
  std::vector<std::pair<std::string, std::optional<std::string>>> sent;
  std::vector<std::pair<std::string, std::optional<std::string>>> committed;
};

class Scripted final : public kafka::Transactions {
 public:
  explicit Scripted(Script& script) : script_(script) {}

  Step open() override {
    ++script_.opened;
    return next(script_.opens);
  }
  Step begin() override {
    script_.sent.clear();
    return {};
  }
  Step send(const kafka::OutgoingRecord& record) override {
    const Step step = next(script_.sends);
    if (step.verdict == StepVerdict::done) {
      script_.sent.emplace_back(std::string{record.key}, record.value);
    }
    return step;
  }
  Result<std::string> membership() override { return Error{Errc::unavailable, "no group"}; }
  Step send_offsets(std::span<const kafka::PartitionOffset> /*next_to_read*/,
                    const std::string& /*membership*/) override {
    return {StepVerdict::failed, "a checkpoint has no offsets"};
  }
  Step commit() override {
    const Step step = next(script_.commits);
    if (step.verdict == StepVerdict::done) {
      script_.committed.insert(script_.committed.end(), script_.sent.begin(), script_.sent.end());
    }
    return step;
  }
  Step abort() override {
    ++script_.aborted;
    script_.sent.clear();
    return {};
  }
  Result<std::vector<kafka::PartitionOffset>> committed(
      std::span<const kafka::TopicPartition> /*partitions*/) override {
    return std::vector<kafka::PartitionOffset>{};
  }

 private:
  static Step next(std::deque<StepVerdict>& verdicts) {
    if (verdicts.empty()) {
      return {};
    }
    const StepVerdict verdict = verdicts.front();
    verdicts.pop_front();
    return {verdict, "as the script says"};
  }

  Script& script_;
};

class StateTopicTest : public ::testing::Test {
 protected:
  [[nodiscard]] Result<void> write() {
    return topic_.write([](const StateTopic::Record& put) -> Result<void> {
      CENTINELA_TRY(put("a", "1"));
      return put("b", std::nullopt);
    });
  }

  Script script_;
  StateTopic topic_{config::Config{}, std::make_unique<Scripted>(script_)};
};

TEST_F(StateTopicTest, writes_values_and_tombstones_as_one_transaction) {
  ASSERT_TRUE(topic_.fence());
  ASSERT_TRUE(write());
  ASSERT_EQ(script_.committed.size(), 2U);
  EXPECT_EQ(script_.committed[0].second, "1");
  EXPECT_FALSE(script_.committed[1].second.has_value());
  EXPECT_EQ(script_.opened, 1);
}

TEST_F(StateTopicTest, sends_a_record_again_that_found_no_room) {
  ASSERT_TRUE(topic_.fence());
  script_.sends = {StepVerdict::again, StepVerdict::done, StepVerdict::again};
  ASSERT_TRUE(write());
  EXPECT_EQ(script_.committed.size(), 2U);
}

// To open a new producer would take the identity back from whoever has it now.
TEST_F(StateTopicTest, never_writes_again_once_another_process_has_its_identity) {
  ASSERT_TRUE(topic_.fence());
  script_.commits = {StepVerdict::fenced};
  for (int i = 0; i < 3; ++i) {
    const auto written = write();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::fenced);
    EXPECT_NE(written.error().detail.find("group.instance.id"), std::string::npos);
  }
  EXPECT_EQ(script_.opened, 1);
  EXPECT_TRUE(script_.committed.empty());
}

TEST_F(StateTopicTest, aborts_what_cannot_be_committed_and_goes_on_with_the_same_producer) {
  ASSERT_TRUE(topic_.fence());
  script_.commits = {StepVerdict::abort};
  const auto written = write();
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::unavailable);
  EXPECT_EQ(script_.aborted, 1);
  ASSERT_TRUE(write());
  EXPECT_EQ(script_.committed.size(), 2U);
  EXPECT_EQ(script_.opened, 1);
}

TEST_F(StateTopicTest, opens_a_new_producer_after_an_end_that_nobody_knows) {
  ASSERT_TRUE(topic_.fence());
  script_.commits = {StepVerdict::rebuild};
  ASSERT_FALSE(write());
  EXPECT_EQ(script_.aborted, 0) << "there is nothing left to abort";
  ASSERT_TRUE(write());
  EXPECT_EQ(script_.opened, 2);
}

TEST_F(StateTopicTest, takes_a_missing_right_for_a_matter_of_configuration) {
  script_.opens = {StepVerdict::failed};
  const auto fenced = topic_.fence();
  ASSERT_FALSE(fenced);
  EXPECT_EQ(fenced.error().code, Errc::config);
  EXPECT_NE(fenced.error().detail.find("centinela.state"), std::string::npos);

  ASSERT_TRUE(topic_.fence());
  script_.sends = {StepVerdict::refused};
  const auto written = write();
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Errc::config);
  EXPECT_EQ(script_.aborted, 1);
}

TEST_F(StateTopicTest, leaves_nothing_behind_when_what_it_is_to_write_fails) {
  ASSERT_TRUE(topic_.fence());
  const auto written = topic_.write([](const StateTopic::Record& put) -> Result<void> {
    CENTINELA_TRY(put("a", "1"));
    return Error{Errc::internal, "no more"};
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().detail, "no more");
  EXPECT_EQ(script_.aborted, 1);
  EXPECT_TRUE(script_.committed.empty());
}

}  // namespace
}  // namespace centinela::app
