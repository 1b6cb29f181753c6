// The contract of every CheckpointStore: a new store joins by one more row of `stores`.
#include "storage/checkpoint_store.h"

#include "memory_log.h"
#include "storage/directory_store.h"
#include "storage/topic_store.h"
#include "store_fixture.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace centinela::storage {
namespace {

using testing::Book;
using testing::read;
using testing::Records;
using testing::sealing_key;

// Outlives the stores, as brokers do.
std::map<std::string, testing::LogRecords>& logs() {
  static std::map<std::string, testing::LogRecords> all;
  return all;
}

struct StoreKind {
  std::string name;
  // Opens what is kept under that path, made when it is not there.
  std::function<Result<std::unique_ptr<CheckpointStore>>(
      const std::filesystem::path&, PartitionIndex, const privacy::TokenKey&)>
      open;
};

const std::vector<StoreKind>& stores() {
  static const std::vector<StoreKind> kinds{
      {"directory",
       [](const std::filesystem::path& path, PartitionIndex partition, const auto& key) {
         return open_directory_store({.directory = path, .partition = partition}, key);
       }},
      {"topic",
       [](const std::filesystem::path& path, PartitionIndex partition, const auto& key) {
         return Result<std::unique_ptr<CheckpointStore>>{
             make_topic_store(std::make_unique<testing::MemoryLog>(logs()[path.string()]),
                              {.place = "topic", .identity = "a", .partition = partition},
                              key)};
       }},
  };
  return kinds;
}

class CheckpointStoreContract : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    path_ = std::filesystem::path{::testing::TempDir()} /
            ("centinela_store_" + std::to_string(::getpid()));
    std::filesystem::remove_all(path_);
    logs().clear();
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  std::unique_ptr<CheckpointStore> open(std::uint8_t key = 7, std::int32_t partition = 0) {
    auto store = GetParam().open(path_, PartitionIndex{partition}, sealing_key(key));
    EXPECT_TRUE(store) << store.error().detail;
    return *std::move(store);
  }

  std::filesystem::path path_;
};

TEST_P(CheckpointStoreContract, is_empty_when_new) {
  const auto store = open();
  const auto marker = store->marker();
  ASSERT_TRUE(marker);
  EXPECT_FALSE(marker->has_value());
  EXPECT_EQ(*read(*store), Records{});
}

TEST_P(CheckpointStoreContract, gives_back_what_was_saved_after_it_was_opened_again) {
  Book book;
  book.put("a", "one");
  book.put(std::string("\x01\0\xff", 3), std::string(100'000, 'z'));
  book.put("empty", "");
  {
    const auto store = open();
    ASSERT_TRUE(book.save(*store));
  }
  const auto store = open();
  EXPECT_EQ(*read(*store), book.records());
  const auto marker = store->marker();
  ASSERT_TRUE(marker && marker->has_value());
  EXPECT_EQ((*marker)->number, 1U);
  EXPECT_EQ((*marker)->positions, (std::vector<InputPosition>{{"in", 0, 10}}));
}

TEST_P(CheckpointStoreContract, takes_changes_over_what_it_has) {
  Book book;
  const auto store = open();
  book.put("a", "1");
  book.put("b", "2");
  book.put("c", "3");
  ASSERT_TRUE(book.save(*store));
  book.erase("b");
  book.put("a", "4");
  book.erase("c");
  book.put("c", "5");
  ASSERT_TRUE(book.save(*store));
  EXPECT_EQ(*read(*store), (Records{{"a", "4"}, {"c", "5"}}));
}

TEST_P(CheckpointStoreContract, forgets_the_rest_when_everything_is_saved) {
  const auto store = open();
  Book before;
  before.put("old", "1");
  before.put("both", "1");
  ASSERT_TRUE(before.save(*store));
  Book after;
  after.put("both", "2");
  after.everything();
  ASSERT_TRUE(after.save(*store));
  EXPECT_EQ(*read(*store), (Records{{"both", "2"}}));
}

TEST_P(CheckpointStoreContract, is_empty_after_a_reset) {
  Book book;
  const auto store = open();
  book.put("a", "1");
  ASSERT_TRUE(book.save(*store));
  ASSERT_TRUE(store->reset());
  EXPECT_FALSE(store->marker()->has_value());
  EXPECT_EQ(*read(*store), Records{});
}

TEST_P(CheckpointStoreContract, does_not_open_its_records_with_another_key) {
  Book book;
  book.put("a", "1");
  {
    const auto store = open(7);
    ASSERT_TRUE(book.save(*store));
  }
  const auto store = open(8);
  const auto marker = store->marker();
  ASSERT_FALSE(marker);
  EXPECT_EQ(marker.error().code, Errc::bad_data);
  EXPECT_NE(marker.error().detail.find("another key"), std::string::npos) << marker.error().detail;
}

TEST_P(CheckpointStoreContract, does_not_open_the_records_of_another_partition) {
  Book book;
  book.put("a", "1");
  {
    const auto store = open(7, 0);
    ASSERT_TRUE(book.save(*store));
  }
  const auto store = open(7, 1);
  EXPECT_FALSE(store->marker());
}

TEST_P(CheckpointStoreContract, refuses_records_that_do_not_come_to_the_marker) {
  const auto store = open();
  pipeline::StateChanges changes;
  changes.put("a", "1");
  changes.sum = {1, 2};
  Marker marker;
  marker.sum = changes.sum;
  ASSERT_TRUE(store->save(changes, marker));
  const auto loaded = read(*store);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::bad_data);
  EXPECT_NE(loaded.error().detail.find("expected 2 records"), std::string::npos)
      << loaded.error().detail;
}

TEST_P(CheckpointStoreContract, ends_loading_with_the_visitors_error) {
  Book book;
  book.put("a", "1");
  const auto store = open();
  ASSERT_TRUE(book.save(*store));
  const auto loaded = store->load([](std::string_view, std::string_view) -> Result<void> {
    return Error{Errc::bad_data, "not mine"};
  });
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail, "not mine");
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         CheckpointStoreContract,
                         ::testing::ValuesIn(stores()),
                         [](const auto& kind) { return kind.param.name; });

}  // namespace
}  // namespace centinela::storage
