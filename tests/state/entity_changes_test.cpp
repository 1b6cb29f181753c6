// What a store tells a checkpoint of its changes, and how it is made of one again.
#include "centinela/base/rng.h"
#include "centinela/state/entity_store.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace centinela::state {
namespace {

struct Count {
  std::int64_t value = 0;
};
using Store = EntityStore<Count>;

EntityKey key(std::uint64_t id) {
  return {EntityType::principal, TenantToken{3}, id};
}

struct Saved {
  std::int64_t value = 0;
  std::uint64_t touched = 0;

  friend bool operator==(const Saved&, const Saved&) = default;
};

// A checkpoint as a store of records keeps it.
class Checkpoint {
 public:
  // How many records it had to write.
  std::size_t take(Store& store, bool everything = false) {
    std::size_t written = 0;
    if (everything) {
      records_.clear();
    }
    store.take_changes(
        everything,
        [&](const EntityKey& of, std::uint64_t touched, Count& count, std::uint64_t& digest) {
          EXPECT_EQ(digest != 0, records_.contains(of.id)) << "whether it was saved before";
          records_[of.id] = {count.value, touched};
          digest = 1 + static_cast<std::uint64_t>(count.value);
          ++written;
        },
        [&](const EntityKey& of, std::uint64_t digest) {
          EXPECT_NE(digest, 0U);
          EXPECT_EQ(records_.erase(of.id), 1U) << "erased what was never saved";
        });
    head_ = store.head();
    return written;
  }
  void restore(Store& store) const {
    for (const auto& [id, saved] : records_) {
      Count* count = store.restore(key(id), saved.touched, 1);
      ASSERT_NE(count, nullptr);
      count->value = saved.value;
    }
    store.finish_restore(head_);
  }
  [[nodiscard]] const std::map<std::uint64_t, Saved>& records() const { return records_; }

 private:
  std::map<std::uint64_t, Saved> records_;
  StoreHead head_;
};

// One random call; both stores must take it alike.
void act(Rng& rng, Store& store) {
  const EntityKey of = key(1 + rng.below(40));
  switch (rng.below(8)) {
    case 0:
      store.erase(of);
      break;
    case 1:
      if (Count* found = store.find(of); found != nullptr) {
        found->value += 100;
      }
      break;
    default:
      ++store.touch(of).value;
  }
}

std::vector<std::pair<std::uint64_t, std::int64_t>> line(Store& store) {
  std::vector<std::pair<std::uint64_t, std::int64_t>> all;
  store.for_each([&](const EntityKey& of, Count& count) { all.emplace_back(of.id, count.value); });
  return all;
}

TEST(EntityChanges, in_steps_come_to_what_everything_at_once_is) {
  Rng rng(91);
  Store store(24);  // fewer than there are entities, so that some make room
  Checkpoint stepwise;
  for (int step = 0; step < 300; ++step) {
    for (std::uint64_t i = rng.below(30); i > 0; --i) {
      act(rng, store);
    }
    stepwise.take(store, step % 97 == 0);
    if (step % 10 != 9) {
      continue;  // a look at all of them would count as a change
    }
    Store copy(24);
    stepwise.restore(copy);
    ASSERT_EQ(line(copy), line(store)) << "step " << step;
  }
  EXPECT_GT(store.evictions(), 0U);
}

TEST(EntityChanges, leave_a_restored_store_evicting_as_the_old_one_would) {
  Rng rng(92);
  Store store(24);
  for (int i = 0; i < 500; ++i) {
    act(rng, store);
  }
  Checkpoint checkpoint;
  checkpoint.take(store, true);
  Store restored(24);
  checkpoint.restore(restored);
  Rng same(93);
  Rng again(93);
  for (int i = 0; i < 500; ++i) {
    act(same, store);
    act(again, restored);
  }
  EXPECT_EQ(line(restored), line(store));
  EXPECT_EQ(restored.evictions(), store.evictions());
  EXPECT_EQ(restored.head().touches, store.head().touches);
}

TEST(EntityChanges, are_only_of_what_somebody_asked_for) {
  Store store(24);
  Checkpoint checkpoint;
  for (std::uint64_t id = 1; id <= 20; ++id) {
    store.touch(key(id));
  }
  EXPECT_EQ(checkpoint.take(store, true), 20U);
  EXPECT_EQ(checkpoint.take(store), 0U);
  store.touch(key(20));
  EXPECT_EQ(checkpoint.take(store), 1U) << "the newest, which is found without a search";
  EXPECT_NE(store.find(key(3)), nullptr);
  EXPECT_NE(store.find(key(3)), nullptr);
  EXPECT_EQ(store.find(key(99)), nullptr);
  EXPECT_EQ(checkpoint.take(store), 1U);
}

TEST(EntityChanges, refuse_an_entity_twice_and_more_than_there_is_room_for) {
  Store store(2);
  EXPECT_NE(store.restore(key(1), 1, 1), nullptr);
  EXPECT_EQ(store.restore(key(1), 2, 1), nullptr);
  EXPECT_NE(store.restore(key(2), 2, 1), nullptr);
  EXPECT_EQ(store.restore(key(3), 3, 1), nullptr);
}

}  // namespace
}  // namespace centinela::state
