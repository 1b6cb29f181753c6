#include "app/exactly_once/restore.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::app {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view identity = "centinela-0";
const std::string lineage = lineage_stem(identity) + "01234567";

// A group that has committed up to 30 of one partition, and a state that stands at 20.
class Restore : public ::testing::Test {
 protected:
  Restore() {
    marker.number = 2;
    marker.origin.version = "1";
    marker.positions = {{"a", 0, 20}};
    marker.commit = {lineage, std::string(32, '0'), 0, 6};
    journal.enter({"a", 0}, 20);
    journal.took({"a", 0}, 30);
    note.number = 9;
    note.chain.lineage = lineage;
    note.chain.add("{}");
    position.partition = {"a", 0};
    position.committed = 30;
    position.high = 40;
  }

  Result<std::optional<RestorePlan>> plan(const storage::Marker* with) {
    note.journal = journal;
    position.metadata = encode(note, 1)[0];
    storage::Origin origin;
    origin.version = "1";
    return plan_restore(with, identity, origin, {&position, 1});
  }

  std::string refusal() {
    const auto planned = plan(&marker);
    return planned ? "" : planned.error().detail;
  }

  storage::Marker marker;
  Journal journal{2, 6};
  CommitNote note;
  kafka::StartPosition position;
};

TEST_F(Restore, compares_what_came_since_the_checkpoint_with_what_was_told) {
  const auto planned = plan(&marker);
  ASSERT_TRUE(planned) << planned.error().detail;
  EXPECT_EQ((*planned)->steps, [&] {
    Journal same = journal;
    static_cast<void>(same.mark());
    return same;
  }());
  EXPECT_EQ((*planned)->expected, note.chain);
  EXPECT_TRUE((*planned)->are_words_equal);
  EXPECT_EQ((*planned)->number, 9U);
  EXPECT_EQ((*planned)->remark, "");
}

TEST_F(Restore, leaves_out_what_a_newer_checkpoint_knows_already) {
  static_cast<void>(journal.mark());
  journal.took({"a", 0}, 33);
  position.committed = 33;
  marker.number = 3;
  marker.positions = {{"a", 0, 30}};
  marker.commit.entries = 7;
  const auto planned = plan(&marker);
  ASSERT_TRUE(planned) << planned.error().detail;
  EXPECT_EQ((*planned)->steps.partitions()[0].base, 30);
  EXPECT_EQ((*planned)->steps.entries().size(), 1U);
}

TEST_F(Restore, compares_counts_alone_under_another_program) {
  marker.origin.version = "0";
  EXPECT_FALSE((*plan(&marker))->are_words_equal);
}

TEST_F(Restore, says_why_it_cannot_compare) {
  marker.commit.lineage = "fedcba9876543210";
  EXPECT_THAT((*plan(&marker))->remark, HasSubstr("not of this state"));
  marker.commit.lineage = lineage;
  marker.commit.entries = 5;
  EXPECT_THAT((*plan(&marker))->remark, HasSubstr("older"));
  marker.commit.entries = 6;
  position.committed = 29;
  EXPECT_THAT((*plan(&marker))->remark, HasSubstr("another tool"));
  EXPECT_EQ((*plan(&marker))->expected, std::nullopt);
  EXPECT_EQ((*plan(&marker))->steps.end_of({"a", 0}), 29);
}

TEST_F(Restore, has_nothing_to_say_where_nothing_came_since) {
  marker.commit.lineage = "";
  marker.positions = {{"a", 0, 30}};
  EXPECT_EQ((*plan(&marker))->remark, "");
  EXPECT_TRUE((*plan(&marker))->steps.entries().empty());
}

TEST_F(Restore, refuses_a_state_that_the_log_contradicts_and_says_what_to_type) {
  position.committed = 19;
  EXPECT_THAT(refusal(), HasSubstr("knows what nobody acknowledged"));
  EXPECT_THAT(refusal(), HasSubstr("centinela state reset --accept-loss"));
  position.committed = 30;
  position.low = 25;
  EXPECT_THAT(refusal(), HasSubstr("20..24 were deleted"));
  position.low = 0;
  position.high = 10;
  EXPECT_THAT(refusal(), HasSubstr("the log ends at 10"));
  position.high = 40;
  marker.commit.entries = 8;
  EXPECT_THAT(refusal(), HasSubstr("knows more than the group's last commit"));
  marker.commit.entries = 6;
  marker.positions = {{"a", 0, 21}};
  EXPECT_THAT(refusal(), HasSubstr("stand elsewhere"));
}

TEST_F(Restore, without_a_checkpoint_begins_where_the_fresh_engine_began) {
  journal = Journal{0, 0};
  journal.enter({"a", 0}, 5);
  journal.took({"a", 0}, 30);
  const auto planned = plan(nullptr);
  ASSERT_TRUE(planned);
  ASSERT_TRUE(planned->has_value());
  EXPECT_EQ((*planned)->steps.partitions()[0].base, 5);
  EXPECT_EQ((*planned)->expected, note.chain);
  position.low = 6;
  EXPECT_EQ(*plan(nullptr) == std::nullopt, true) << "retention overtook it";
  position.low = 0;
}

TEST_F(Restore, without_the_checkpoint_that_the_last_commit_went_out_from_begins_nothing) {
  journal.forget_before(journal.mark(), 3);
  const auto refused = plan(nullptr);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::bad_data);
  EXPECT_THAT(refused.error().detail, HasSubstr("centinela-0 went out from checkpoint 3"));
  EXPECT_THAT(refused.error().detail, HasSubstr("centinela state reset --accept-loss"));
  position.committed = 7;
  EXPECT_FALSE(plan(nullptr)) << "also when another tool has set offsets";
}

TEST_F(Restore, of_a_further_member_of_the_group_begins_fresh) {
  note.chain.lineage = lineage_stem("centinela-1") + "01234567";
  ASSERT_TRUE(plan(nullptr));
  EXPECT_FALSE(plan(nullptr)->has_value());
  journal = Journal{0, 0};
  journal.enter({"a", 0}, 5);
  journal.took({"a", 0}, 30);
  EXPECT_FALSE(plan(nullptr)->has_value()) << "the other's engine is not its own";
}

// One record an offset; alerts are what the test says.
class OneEach final : public kafka::LogReader {
 public:
  Result<std::span<const kafka::KafkaRecord>> read(const kafka::TopicPartition&,
                                                   std::int64_t from,
                                                   std::int64_t) override {
    record_.offset = from;
    return std::span<const kafka::KafkaRecord>{&record_, 1};
  }

 private:
  kafka::KafkaRecord record_;
};

TEST_F(Restore, refuses_when_what_is_judged_again_is_not_what_was_told) {
  const auto planned = plan(&marker);
  ASSERT_TRUE(planned);
  std::string alert = "{}";
  std::vector<std::int64_t> taken;
  Rejudge rejudge;
  rejudge.take = [&](std::span<const kafka::KafkaRecord> records) {
    taken.push_back(records.front().offset);
  };
  rejudge.judged = [&](Chain& chain) { chain.add(alert); };
  OneEach reader;
  const auto same = replay(**planned, reader, rejudge);
  ASSERT_TRUE(same) << same.error().detail;
  EXPECT_EQ(*same, note.chain);
  EXPECT_THAT(taken, ::testing::ElementsAre(20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
  alert = "{another}";
  const auto other = replay(**planned, reader, rejudge);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Errc::bad_data);
  EXPECT_THAT(other.error().detail, HasSubstr("not what was told: expected 1 alerts"));
  EXPECT_THAT(other.error().detail, HasSubstr("centinela state reset --accept-loss"));
}

TEST_F(Restore, ends_between_two_batches_when_the_daemon_is_stopped) {
  const auto planned = plan(&marker);
  ASSERT_TRUE(planned);
  int taken = 0;
  Rejudge rejudge;
  rejudge.take = [&](std::span<const kafka::KafkaRecord>) { ++taken; };
  rejudge.judged = [](Chain&) {};
  rejudge.goes_on = [&] { return taken < 3; };
  OneEach reader;
  const auto ended = replay(**planned, reader, rejudge);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Errc::unavailable);
  EXPECT_EQ(taken, 3);
}

}  // namespace
}  // namespace centinela::app
