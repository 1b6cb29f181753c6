#include "storage/topic_store.h"

#include "memory_log.h"
#include "store_fixture.h"

#include <gtest/gtest.h>

namespace centinela::storage {
namespace {

using testing::Book;
using testing::LogRecords;
using testing::MemoryLog;
using testing::read;
using testing::Records;
using testing::sealing_key;
using testing::WriteFault;

class TopicStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<CheckpointStore> open(const std::string& identity = "a") {
    auto log = std::make_unique<MemoryLog>(kept_);
    log_ = log.get();
    return make_topic_store(
        std::move(log), {.place = "topic state", .identity = identity}, sealing_key());
  }

  LogRecords kept_;
  MemoryLog* log_ = nullptr;
};

TEST_F(TopicStoreTest, keeps_identities_apart_that_share_a_log) {
  Book first;
  first.put("k", "1");
  const auto a = open("a");
  ASSERT_TRUE(first.save(*a));
  const auto b = open("b");
  EXPECT_FALSE(b->marker()->has_value());
  Book second;
  second.put("k", "2");
  ASSERT_TRUE(second.save(*b));
  ASSERT_TRUE(open("b")->reset());
  EXPECT_EQ(*read(*open("a")), (Records{{"k", "1"}}));
  EXPECT_EQ(*read(*open("b")), Records{});
}

TEST_F(TopicStoreTest, refuses_a_record_that_was_put_under_another_identity) {
  Book book;
  book.put("k", "1");
  ASSERT_TRUE(book.save(*open("a")));
  for (auto& [key, value] : kept_.records) {
    key.front() = 'b';
  }
  const auto marker = open("b")->marker();
  ASSERT_FALSE(marker);
  EXPECT_EQ(marker.error().code, Errc::bad_data);
}

TEST_F(TopicStoreTest, reads_the_same_before_and_after_compaction) {
  const auto store = open();
  Book book;
  book.put("a", "1");
  book.put("b", "2");
  ASSERT_TRUE(book.save(*store));
  book.erase("b");
  book.put("a", "3");
  ASSERT_TRUE(book.save(*store));
  EXPECT_EQ(*read(*open()), (Records{{"a", "3"}}));
  kept_.compact();
  EXPECT_EQ(*read(*open()), (Records{{"a", "3"}}));
}

TEST_F(TopicStoreTest, erases_what_an_older_generation_left_with_the_first_save_after_a_load) {
  Book before;
  before.put("old", "1");
  ASSERT_TRUE(before.save(*open()));
  Book after;
  after.put("new", "2");
  after.everything();
  ASSERT_TRUE(after.save(*open()));
  kept_.compact();
  EXPECT_EQ(kept_.records.size(), 3U);  // old, new, marker

  const auto store = open();
  EXPECT_EQ(*read(*store), (Records{{"new", "2"}}));
  after.put("more", "3");
  ASSERT_TRUE(after.save(*store));
  kept_.compact();
  EXPECT_EQ(kept_.records.size(), 3U);  // new, more, marker
  EXPECT_EQ(*read(*open()), (Records{{"new", "2"}, {"more", "3"}}));
}

// After a failure the engine saves everything again, under a later number.
TEST_F(TopicStoreTest, is_whole_whether_or_not_a_save_that_failed_was_written) {
  for (const WriteFault fault : {WriteFault::lost, WriteFault::unknown}) {
    kept_ = {};
    const auto store = open();
    Book book;
    book.put("a", "1");
    book.put("gone", "1");
    ASSERT_TRUE(book.save(*store));
    const Records before = book.records();
    book.erase("gone");
    book.put("b", "2");
    log_->next_fault = fault;
    const auto failed = book.save(*store);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, Errc::unavailable);
    EXPECT_EQ(*read(*open()), fault == WriteFault::lost ? before : book.records());

    book.put("c", "3");
    book.everything();
    ASSERT_TRUE(book.save(*store));
    EXPECT_EQ(*read(*open()), book.records());
  }
}

// The older one of two processes may still write while the newer one reads.
TEST_F(TopicStoreTest, is_that_of_the_last_writer_alone_when_two_saved_everything) {
  Book shared;
  shared.put("k", "0");
  ASSERT_TRUE(shared.save(*open()));
  const auto older = open();
  const auto newer = open();
  ASSERT_TRUE(read(*older) && read(*newer));
  Book first;
  first.put("k", "1");
  first.put("of the older", "1");
  first.everything();
  ASSERT_TRUE(first.save(*older));
  Book second;
  second.put("k", "2");
  second.everything();
  ASSERT_TRUE(second.save(*newer));
  const auto found = read(*open());
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(*found, second.records());
}

TEST_F(TopicStoreTest, tells_without_a_key_whether_anything_is_kept_and_erases_it) {
  MemoryLog log(kept_);
  EXPECT_FALSE(*has_records(log, "a"));
  Book book;
  book.put("k", "1");
  ASSERT_TRUE(book.save(*open("a")));
  EXPECT_TRUE(*has_records(log, "a"));
  EXPECT_FALSE(*has_records(log, "b"));
  ASSERT_TRUE(erase_records(log, "a"));
  EXPECT_FALSE(*has_records(log, "a"));
  EXPECT_FALSE(open("a")->marker()->has_value());
}

TEST_F(TopicStoreTest, is_refused_when_a_record_of_its_generation_is_missing) {
  Book book;
  book.put("a", "1");
  book.put("b", "2");
  ASSERT_TRUE(book.save(*open()));
  kept_.records.erase(kept_.records.begin());
  const auto loaded = read(*open());
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::bad_data);
  EXPECT_NE(loaded.error().detail.find("topic state: the records do not come"), std::string::npos)
      << loaded.error().detail;
}

}  // namespace
}  // namespace centinela::storage
