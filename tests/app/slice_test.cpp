#include "app/slice.h"

#include "app/daemon/places.h"
#include "app/kept_state.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;

class KeptState : public ::testing::Test {
 protected:
  KeptState() {
    fs::remove_all(directory_);
    config_.state.directory = directory_.string();
  }
  ~KeptState() override { fs::remove_all(directory_); }
  KeptState(const KeptState&) = delete;
  KeptState& operator=(const KeptState&) = delete;
  KeptState(KeptState&&) = delete;
  KeptState& operator=(KeptState&&) = delete;

  void keep(const Slice& slice) const {
    const fs::path checkpoint = slice_directory(config_, slice) / "checkpoint";
    fs::create_directories(checkpoint);
    std::ofstream(checkpoint / "CURRENT") << "MANIFEST-000001\n";
  }

  fs::path directory_ = fs::temp_directory_path() / "centinela-kept-state-test";
  config::Config config_;
};

TEST(Slice, writes_under_a_name_that_follows_from_the_partition_and_not_from_the_instance) {
  config::Config config;
  config.kafka.properties["group.instance.id"] = "host-1";
  EXPECT_EQ(transactional_id(config), "centinela-host-1");
  const std::string name = transactional_id(config, {3});
  EXPECT_EQ(name, "centinela-partition/3");
  config.kafka.properties["group.instance.id"] = "host-2";
  EXPECT_EQ(transactional_id(config, {3}), name);
  EXPECT_NE(transactional_id(config, {4}), name);
}

TEST(Slice, is_the_same_partition_of_every_topic) {
  config::Config config;
  config.kafka.topics = {"a", "b"};
  const std::vector<kafka::TopicPartition> both{{"a", 2}, {"b", 2}};
  EXPECT_EQ(partitions_of(config, {2}), both);
}

TEST_F(KeptState, of_all_partitions_together_is_no_state_of_each_nor_the_other_way_round) {
  EXPECT_TRUE(check_kept_state(config_));
  keep({});
  EXPECT_TRUE(check_kept_state(config_));
  config_.engine.shards = config::Shards::per_partition;
  const auto refused = check_kept_state(config_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::config);

  fs::remove_all(directory_);
  keep({10});
  keep({2});
  EXPECT_TRUE(check_kept_state(config_));
  EXPECT_EQ(kept_slices(config_), (std::vector<Slice>{{2}, {10}}));
  config_.engine.shards = config::Shards::one;
  EXPECT_FALSE(check_kept_state(config_));
}

TEST(Places, are_never_taken_by_more_threads_than_there_are) {
  Places places{2};
  std::atomic<int> working{0};
  std::atomic<int> most{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 6; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 200; ++n) {
          const Places::Place place{&places};
          const int now = ++working;
          most = std::max(most.load(), now);
          --working;
        }
      });
    }
  }
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 2);
}

}  // namespace
}  // namespace centinela::app
