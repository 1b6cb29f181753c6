#include "app/daemon/partition_book.h"

#include <gtest/gtest.h>

#include <array>

namespace centinela::app {
namespace {

const kafka::TopicPartition partition{"data-access", 3};

kafka::StartPosition position(std::optional<std::int64_t> committed, std::int64_t start) {
  kafka::StartPosition made;
  made.partition = partition;
  made.committed = committed;
  made.low = 100;
  made.high = 900;
  made.start = start;
  return made;
}

TEST(PartitionBook, starts_live_where_nothing_was_committed) {
  PartitionBook book;
  EXPECT_FALSE(book.wants_history(position(std::nullopt, 100)));
  EXPECT_EQ(book.assign(position(std::nullopt, 100), 100), 100);
  EXPECT_TRUE(book.is_live(partition, 100));
  EXPECT_TRUE(book.is_restored());
}

TEST(PartitionBook, replays_silently_up_to_the_committed_offset) {
  PartitionBook book;
  EXPECT_TRUE(book.wants_history(position(500, 500)));
  EXPECT_EQ(book.assign(position(500, 500), 200), 200);
  EXPECT_FALSE(book.is_live(partition, 499));
  EXPECT_TRUE(book.is_live(partition, 500));
  EXPECT_FALSE(book.is_restored());
  book.took(partition, 499);
  EXPECT_TRUE(book.is_restored());
}

TEST(PartitionBook, never_commits_less_than_was_committed) {
  PartitionBook book;
  book.assign(position(500, 500), 200);
  book.took(partition, 300);
  EXPECT_EQ(book.next_to_read().at(partition), 500);
  book.took(partition, 500);
  EXPECT_EQ(book.next_to_read().at(partition), 501);
}

TEST(PartitionBook, keeps_history_within_what_is_retained) {
  PartitionBook book;
  EXPECT_EQ(book.assign(position(500, 500), 5), 100);
  PartitionBook other;
  EXPECT_EQ(other.assign(position(500, 500), 800), 500);
}

TEST(PartitionBook, goes_on_where_the_engine_stopped_when_a_partition_comes_back) {
  PartitionBook book;
  book.assign(position(std::nullopt, 100), 100);
  book.took(partition, 699);
  book.release(std::array{partition});
  EXPECT_TRUE(book.empty());
  // Committed was 650 only: what lies between is judged, and on its way to the topic.
  EXPECT_FALSE(book.wants_history(position(650, 650)));
  EXPECT_EQ(book.assign(position(650, 650), 100), 700);
  EXPECT_TRUE(book.is_live(partition, 700));
  EXPECT_EQ(book.next_to_read().at(partition), 700);
}

TEST(PartitionBook, learns_silently_what_another_member_told_meanwhile) {
  PartitionBook book;
  book.assign(position(std::nullopt, 100), 100);
  book.took(partition, 299);
  book.release(std::array{partition});
  EXPECT_EQ(book.assign(position(800, 800), 100), 300);
  EXPECT_FALSE(book.is_live(partition, 799));
  EXPECT_TRUE(book.is_live(partition, 800));
}

TEST(PartitionBook, forgets_what_it_knew_of_a_topic_that_was_made_anew) {
  PartitionBook book;
  book.assign(position(std::nullopt, 100), 100);
  book.took(partition, 5000);
  book.release(std::array{partition});
  EXPECT_EQ(book.assign(position(std::nullopt, 100), 100), 100);
  EXPECT_TRUE(book.is_live(partition, 100));
}

TEST(PartitionBook, tells_everything_again_rather_than_nothing_under_a_lost_commit) {
  PartitionBook book;
  EXPECT_FALSE(book.wants_history(position(50, 100)));
  EXPECT_EQ(book.assign(position(50, 100), 100), 100);
  EXPECT_TRUE(book.is_live(partition, 100));
}

TEST(PartitionBook, stops_restoring_when_only_transaction_markers_are_left) {
  PartitionBook book;
  book.assign(position(500, 500), 499);
  EXPECT_FALSE(book.is_restored());
  book.end_restoring();
  EXPECT_TRUE(book.is_restored());
  EXPECT_FALSE(book.is_live(partition, 499));
}

TEST(PartitionBook, counts_what_no_commit_covers) {
  PartitionBook book;
  book.assign(position(500, 500), 200);
  book.took(partition, 300);
  EXPECT_EQ(book.uncommitted(), 0) << "read again, and committed before";
  book.took(partition, 509);
  EXPECT_EQ(book.uncommitted(), 10);
  book.committed({{partition, 508}});
  EXPECT_EQ(book.uncommitted(), 2);
  book.committed({{partition, 400}});
  EXPECT_EQ(book.uncommitted(), 2) << "an answer that came late";
  book.release({&partition, 1});
  book.committed({{partition, 510}});
  EXPECT_EQ(book.uncommitted(), 0);
}

TEST(PartitionBook, begins_where_a_checkpoint_stands_and_is_live_from_the_commit) {
  PartitionBook book;
  book.restore(partition, 400);
  EXPECT_EQ(book.contradiction(position(500, 500)), "");
  EXPECT_FALSE(book.wants_history(position(500, 500)));
  EXPECT_EQ(book.assign(position(500, 500), 100), 400);
  EXPECT_FALSE(book.is_live(partition, 499));
  EXPECT_TRUE(book.is_live(partition, 500));
  EXPECT_EQ(book.known_through().at(partition), 400);
  EXPECT_EQ(book.next_to_read().at(partition), 500);
}

TEST(PartitionBook, does_not_believe_a_checkpoint_that_does_not_fit_the_log) {
  PartitionBook book;
  book.restore(partition, 600);
  EXPECT_NE(book.contradiction(position(599, 599)).find("committed offset is 599"),
            std::string::npos);
  EXPECT_NE(book.contradiction(position(std::nullopt, 100)).find("committed offset is gone"),
            std::string::npos);
  book.restore(partition, 99);
  EXPECT_NE(book.contradiction(position(500, 500)).find("99..99 were deleted"), std::string::npos);
  book.restore(partition, 901);
  EXPECT_NE(book.contradiction(position(900, 900)).find("the log ends at 900"), std::string::npos);
}

TEST(PartitionBook, asks_a_checkpoint_only_about_the_first_assignment) {
  PartitionBook book;
  book.restore(partition, 400);
  book.assign(position(500, 500), 100);
  book.took(partition, 699);
  book.release(std::array{partition});
  EXPECT_EQ(book.contradiction(position(650, 650)), "") << "what lies between is on its way out";
}

TEST(PartitionBook, says_as_a_list_what_to_commit) {
  PartitionBook book;
  book.assign(position(std::nullopt, 100), 100);
  const auto list = to_list(book.next_to_read());
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list.front().topic, "data-access");
  EXPECT_EQ(list.front().offset, 100);
}

}  // namespace
}  // namespace centinela::app
