#include "storage/directory_store.h"

#include "store_fixture.h"
#include "support/golden_file.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>

namespace centinela::storage {
namespace {

using testing::Book;
using testing::read;
using testing::Records;
using testing::sealing_key;

// Every write, fsync, rename and new file counts; the n-th of them fails, once.
struct Failure {
  std::atomic<int> countdown{-1};  // negative: none
  std::atomic<int> operations{0};
  std::atomic<bool> stays{false};  // and all that follow it, as on a full disk

  rocksdb::IOStatus next() {
    ++operations;
    const int left = countdown.load();
    if (stays && left == 0) {
      return rocksdb::IOStatus::NoSpace("made to fail from here on");
    }
    return left >= 0 && countdown.fetch_sub(1) == 0 ? rocksdb::IOStatus::IOError("made to fail")
                                                    : rocksdb::IOStatus::OK();
  }
};

class FailingFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FailingFile(std::unique_ptr<rocksdb::FSWritableFile>&& file, Failure& failure)
      : FSWritableFileOwnerWrapper(std::move(file)), failure_(failure) {}

  using FSWritableFileOwnerWrapper::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& data,
                           const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = failure_.next();
    return status.ok() ? FSWritableFileOwnerWrapper::Append(data, options, context) : status;
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = failure_.next();
    return status.ok() ? FSWritableFileOwnerWrapper::Sync(options, context) : status;
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = failure_.next();
    return status.ok() ? FSWritableFileOwnerWrapper::Fsync(options, context) : status;
  }

 private:
  Failure& failure_;
};

class FailingDisk : public rocksdb::FileSystemWrapper {
 public:
  explicit FailingDisk(Failure& failure)
      : FileSystemWrapper(rocksdb::FileSystem::Default()), failure_(failure) {}

  [[nodiscard]] const char* Name() const override { return "FailingDisk"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name,
                                    const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override {
    if (rocksdb::IOStatus status = failure_.next(); !status.ok()) {
      return status;
    }
    std::unique_ptr<rocksdb::FSWritableFile> real;
    rocksdb::IOStatus status = target()->NewWritableFile(name, options, &real, context);
    if (status.ok()) {
      *file = std::make_unique<FailingFile>(std::move(real), failure_);
    }
    return status;
  }
  rocksdb::IOStatus RenameFile(const std::string& from,
                               const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override {
    const rocksdb::IOStatus status = failure_.next();
    return status.ok() ? target()->RenameFile(from, to, options, context) : status;
  }

 private:
  Failure& failure_;
};

class DirectoryStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::path{::testing::TempDir()} /
            ("centinela_directory_" + std::to_string(::getpid()));
    std::filesystem::remove_all(path_);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  [[nodiscard]] auto open(rocksdb::Env* system = nullptr, bool is_read_only = false) const {
    return open_directory_store(
        {.directory = path_, .is_read_only = is_read_only, .system = system}, sealing_key());
  }

  std::filesystem::path path_;
};

Book& first_checkpoint(Book& book) {
  for (int i = 0; i < 40; ++i) {
    book.put("k" + std::to_string(i), std::string(500, 'a'));
  }
  return book;
}

void second_checkpoint(Book& book) {
  for (int i = 0; i < 40; i += 2) {
    book.put("k" + std::to_string(i), std::string(700, 'b'));
    book.erase("k" + std::to_string(i + 1));
  }
}

// One round: the n-th operation fails while the store is opened and the second checkpoint saved.
// False when nothing was left to fail.
bool survives_failure(const std::filesystem::path& path, int n) {
  std::filesystem::remove_all(path);
  Book book;
  {
    const auto store = open_directory_store({.directory = path}, sealing_key());
    EXPECT_TRUE(first_checkpoint(book).save(**store));
  }
  const Records before = book.records();
  second_checkpoint(book);
  Failure failure;
  failure.countdown = n;
  bool has_failed = false;
  {
    const auto system = rocksdb::NewCompositeEnv(std::make_shared<FailingDisk>(failure));
    const auto store =
        open_directory_store({.directory = path, .system = system.get()}, sealing_key());
    has_failed = !store || !book.save(**store);
  }
  const auto again = open_directory_store({.directory = path}, sealing_key());
  EXPECT_TRUE(again) << again.error().detail;
  const auto records = read(**again);
  EXPECT_TRUE(records) << "operation " << n << ": " << records.error().detail;
  const auto marker = (*again)->marker();
  EXPECT_TRUE(marker && marker->has_value());
  const bool is_new = (*marker)->number == 2;
  EXPECT_EQ(*records, is_new ? book.records() : before) << "operation " << n;
  EXPECT_TRUE(has_failed || is_new) << "operation " << n << ": said to be saved, and was not";
  return failure.countdown.load() < 0;
}

TEST_F(DirectoryStoreTest, holds_the_last_or_the_new_checkpoint_whichever_operation_fails) {
  int n = 0;
  while (survives_failure(path_, n)) {
    ++n;
  }
  EXPECT_GT(n, 5) << "the loop needs something that can fail";
}

// A full disk: from the n-th operation on all fail, closing and opening anew included.
bool survives_a_full_disk(const std::filesystem::path& path, int n) {
  std::filesystem::remove_all(path);
  Book book;
  Failure failure;
  const auto system = rocksdb::NewCompositeEnv(std::make_shared<FailingDisk>(failure));
  const auto store =
      open_directory_store({.directory = path, .system = system.get()}, sealing_key());
  EXPECT_TRUE(store && first_checkpoint(book).save(**store));
  second_checkpoint(book);
  failure.stays = true;
  failure.countdown = n;
  const bool is_saved = book.save(**store).has_value();
  for (int again = 0; !is_saved && again < 3; ++again) {
    EXPECT_FALSE(book.save(**store)) << "operation " << n << ": the disk is full still";
  }
  failure.countdown = -1;
  book.everything();
  const auto healed = book.save(**store);
  EXPECT_TRUE(healed) << "operation " << n << ": " << healed.error().detail;
  EXPECT_EQ(*read(**store), book.records()) << "operation " << n;
  return !is_saved;
}

TEST_F(DirectoryStoreTest, goes_on_after_a_full_disk_wherever_it_began) {
  int n = 0;
  while (survives_a_full_disk(path_, n)) {
    ++n;
  }
  EXPECT_GE(n, 2) << "the loop needs something that can fail";
}

TEST_F(DirectoryStoreTest, saves_again_once_the_disk_is_well) {
  Failure failure;
  const auto system = rocksdb::NewCompositeEnv(std::make_shared<FailingDisk>(failure));
  const auto store = open(system.get());
  ASSERT_TRUE(store);
  Book book;
  ASSERT_TRUE(first_checkpoint(book).save(**store));
  failure.countdown = 0;
  second_checkpoint(book);
  const auto failed = book.save(**store);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, Errc::io);
  EXPECT_NE(failed.error().detail.find(path_.string()), std::string::npos);
  book.everything();
  const auto saved = book.save(**store);
  ASSERT_TRUE(saved) << saved.error().detail;
  EXPECT_EQ(*read(**store), book.records());
}

// What RocksDB has under a key; nobody but a test goes behind the store's back.
void with_database(const std::filesystem::path& path,
                   const std::function<void(rocksdb::DB&)>& work) {
  rocksdb::DB* database = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open({}, path.string(), &database).ok());
  const std::unique_ptr<rocksdb::DB> owned{database};
  work(*owned);
}

void expect_named_error(const Result<Records>& loaded, std::string_view words) {
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::bad_data);
  EXPECT_NE(loaded.error().detail.find(words), std::string::npos) << loaded.error().detail;
}

TEST_F(DirectoryStoreTest, names_a_record_that_was_changed) {
  Book book;
  ASSERT_TRUE(first_checkpoint(book).save(**open()));
  with_database(path_, [](rocksdb::DB& database) {
    std::string sealed;
    ASSERT_TRUE(database.Get({}, "rk7", &sealed).ok());
    sealed[sealed.size() / 2] ^= 1;
    ASSERT_TRUE(database.Put({}, "rk7", sealed).ok());
  });
  const auto store = open();
  expect_named_error(read(**store), "was changed or moved");
}

TEST_F(DirectoryStoreTest, names_a_record_that_was_moved) {
  Book book;
  ASSERT_TRUE(first_checkpoint(book).save(**open()));
  with_database(path_, [](rocksdb::DB& database) {
    std::string sealed;
    ASSERT_TRUE(database.Get({}, "rk7", &sealed).ok());
    ASSERT_TRUE(database.Put({}, "rk8", sealed).ok());
  });
  const auto store = open();
  expect_named_error(read(**store), "was changed or moved");
}

TEST_F(DirectoryStoreTest, names_a_record_that_was_put_back_to_what_it_once_was) {
  Book book;
  ASSERT_TRUE(first_checkpoint(book).save(**open()));
  std::string old;
  with_database(path_,
                [&old](rocksdb::DB& database) { ASSERT_TRUE(database.Get({}, "rk0", &old).ok()); });
  second_checkpoint(book);
  ASSERT_TRUE(book.save(**open()));
  with_database(path_,
                [&old](rocksdb::DB& database) { ASSERT_TRUE(database.Put({}, "rk0", old).ok()); });
  const auto store = open();
  expect_named_error(read(**store), "do not come to what the marker says");
}

// What a bad disk, a copy that ended early or a tidy hand leaves.
enum class Harm : std::uint8_t { truncated_table, flipped_table, no_table, no_manifest };

void do_harm(const std::filesystem::path& directory, Harm harm) {
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    const std::filesystem::path& file = entry.path();
    if (file.filename().string().starts_with("MANIFEST")) {
      if (harm == Harm::no_manifest) {
        std::filesystem::remove(file);
      }
    } else if (file.extension() == ".sst" && harm == Harm::truncated_table) {
      std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    } else if (file.extension() == ".sst" && harm == Harm::flipped_table) {
      std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
      bytes.seekg(2000);
      const char there = static_cast<char>(bytes.get());
      bytes.seekp(2000);
      bytes.put(static_cast<char>(~there));
    } else if (file.extension() == ".sst" && harm == Harm::no_table) {
      std::filesystem::remove(file);
    }
  }
}

TEST_F(DirectoryStoreTest, says_that_a_checkpoint_is_damaged_and_what_to_type) {
  for (const Harm harm :
       {Harm::truncated_table, Harm::flipped_table, Harm::no_table, Harm::no_manifest}) {
    std::filesystem::remove_all(path_);
    Book book;
    ASSERT_TRUE(first_checkpoint(book).save(**open()));
    with_database(path_, [](rocksdb::DB& database) { ASSERT_TRUE(database.Flush({}).ok()); });
    do_harm(path_, harm);
    const int which = static_cast<int>(harm);
    for (const bool is_read_only : {true, false}) {
      const auto store = open(nullptr, is_read_only);
      const Result<Records> records = store ? read(**store) : store.error();
      ASSERT_FALSE(records) << which;
      EXPECT_EQ(records.error().code, Errc::bad_data) << which << records.error().detail;
      EXPECT_NE(records.error().detail.find("the checkpoint is damaged"), std::string::npos)
          << which << records.error().detail;
      EXPECT_NE(records.error().detail.find("centinela state reset --accept-loss"),
                std::string::npos)
          << which;
    }
    const auto removed = remove_directory_store(path_);
    EXPECT_TRUE(removed) << which << ": reset must get rid of it";
  }
}

TEST_F(DirectoryStoreTest, takes_a_place_where_nothing_can_be_made_for_no_damage) {
  const auto store = open_directory_store({.directory = "/proc/nothing/here"}, sealing_key());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::io) << store.error().detail;
}

TEST_F(DirectoryStoreTest, belongs_to_one_process_but_can_be_looked_at) {
  const auto store = open();
  ASSERT_TRUE(store);
  Book book;
  ASSERT_TRUE(first_checkpoint(book).save(**store));
  const auto second = open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Errc::fenced);
  const auto onlooker = open(nullptr, true);
  ASSERT_TRUE(onlooker) << onlooker.error().detail;
  EXPECT_EQ(*read(**onlooker), book.records());
}

TEST_F(DirectoryStoreTest, holds_nothing_readable) {
  Book book;
  book.put("k", "a name that nobody may read");
  ASSERT_TRUE(book.save(**open()));
  for (const auto& file : std::filesystem::recursive_directory_iterator(path_)) {
    const std::string text = testing_support::read_whole(file.path().string());
    EXPECT_EQ(text.find("nobody may read"), std::string::npos) << file.path();
  }
}

}  // namespace
}  // namespace centinela::storage
