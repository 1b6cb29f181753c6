#include "app/state_file.h"

#include "source/whole_file.h"
#include "storage/directory_store.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <map>

namespace centinela::app {
namespace {

using Records = std::map<std::string, std::string>;

class StateFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path{::testing::TempDir()} /
              ("centinela_state_file_" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static privacy::TokenKey key(std::uint8_t first = 7) {
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = first;
    return *privacy::TokenKey::from_random(bytes);
  }
  [[nodiscard]] std::unique_ptr<storage::CheckpointStore> store(const std::string& name) const {
    return *storage::open_directory_store({.directory = folder_ / name}, key());
  }
  // A store with three records, and the file that was made of it.
  [[nodiscard]] std::filesystem::path exported() const {
    const auto from = store("from");
    pipeline::StateChanges changes;
    for (const std::string name : {"a", "b", "c"}) {
      changes.put(name, name + name);
      ++changes.sum.records;
      changes.sum.digest += pipeline::record_digest(name, name + name);
    }
    storage::Marker marker;
    marker.number = 5;
    marker.sum = changes.sum;
    EXPECT_TRUE(from->save(changes, marker));
    EXPECT_TRUE(export_state(*from, key(), folder_ / "file"));
    return folder_ / "file";
  }

  std::filesystem::path folder_;
};

Records read(storage::CheckpointStore& store) {
  Records records;
  EXPECT_TRUE(store.load([&records](std::string_view name, std::string_view value) -> Result<void> {
    records[std::string{name}] = value;
    return {};
  }));
  return records;
}

TEST_F(StateFile, carries_a_checkpoint_into_another_store) {
  const auto path = exported();
  const auto to = store("to");
  const auto marker = import_state(*to, key(), path);
  ASSERT_TRUE(marker) << marker.error().detail;
  EXPECT_EQ(marker->number, 5U);
  EXPECT_EQ(read(*to), (Records{{"a", "aa"}, {"b", "bb"}, {"c", "cc"}}));
}

TEST_F(StateFile, that_was_cut_or_changed_changes_nothing) {
  const auto path = exported();
  const std::string bytes = *source::read_whole_file(path);
  const auto to = store("to");
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    ASSERT_TRUE(source::write_whole_file(path, std::string_view{bytes}.substr(0, size)));
    ASSERT_FALSE(import_state(*to, key(), path)) << "cut after " << size;
    std::string changed = bytes;
    changed[size] = static_cast<char>(changed[size] ^ 1);
    ASSERT_TRUE(source::write_whole_file(path, changed));
    ASSERT_FALSE(import_state(*to, key(), path)) << "changed at " << size;
  }
  EXPECT_FALSE(to->marker()->has_value());
}

TEST_F(StateFile, does_not_open_under_another_key) {
  const auto path = exported();
  const auto to = store("to");
  EXPECT_FALSE(import_state(*to, key(8), path));
}

TEST_F(StateFile, is_not_made_of_an_empty_store) {
  EXPECT_FALSE(export_state(*store("empty"), key(), folder_ / "none"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none"));
}

}  // namespace
}  // namespace centinela::app
