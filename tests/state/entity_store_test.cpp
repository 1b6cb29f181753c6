#include "centinela/state/entity_store.h"

#include "centinela/base/rng.h"
#include "centinela/state/archive.h"

#include <gtest/gtest.h>

#include <list>
#include <unordered_map>

namespace centinela::state {
namespace {

struct Count {
  std::int64_t value = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(value);
  }
};

EntityKey key(std::uint64_t id) {
  return {EntityType::principal, TenantToken{3}, id};
}

// What the store promises, in the plainest words: a map, and a line of who was touched last.
class Reference {
 public:
  explicit Reference(std::size_t entities_max) : entities_max_(entities_max) {}

  std::int64_t& touch(std::uint64_t id) {
    if (values_.contains(id)) {
      line_.remove(id);
    } else if (values_.size() == entities_max_) {
      values_.erase(line_.front());
      line_.pop_front();
      ++evictions;
    }
    line_.push_back(id);
    return values_[id];
  }
  bool erase(std::uint64_t id) {
    line_.remove(id);
    return values_.erase(id) == 1;
  }
  [[nodiscard]] const std::int64_t* find(std::uint64_t id) const {
    const auto at = values_.find(id);
    return at == values_.end() ? nullptr : &at->second;
  }
  [[nodiscard]] std::vector<std::uint64_t> line() const { return {line_.begin(), line_.end()}; }
  [[nodiscard]] std::size_t size() const { return values_.size(); }

  std::uint64_t evictions = 0;

 private:
  std::size_t entities_max_;
  std::unordered_map<std::uint64_t, std::int64_t> values_;
  std::list<std::uint64_t> line_;
};

std::int64_t value_of(EntityStore<Count>& store, const EntityKey& entity) {
  const Count* found = store.find(entity);
  return found == nullptr ? -1 : found->value;
}

std::vector<std::uint64_t> line_of(EntityStore<Count>& store) {
  std::vector<std::uint64_t> line;
  store.for_each([&](const EntityKey& entity, Count&) { line.push_back(entity.id); });
  return line;
}

void expect_same(EntityStore<Count>& store, const Reference& reference, std::uint64_t id) {
  const Count* found = store.find(key(id));
  const std::int64_t* expected = reference.find(id);
  ASSERT_EQ(found != nullptr, expected != nullptr) << "id " << id;
  if (found != nullptr) {
    ASSERT_EQ(found->value, *expected) << "id " << id;
  }
}

TEST(EntityStore, behaves_like_a_map_with_a_line_under_random_operations) {
  Rng rng(31);
  EntityStore<Count> store(200);
  Reference reference(200);
  for (int step = 0; step < 40000; ++step) {
    const std::uint64_t id = rng.below(320);
    if (rng.below(5) == 0) {
      ASSERT_EQ(store.erase(key(id)), reference.erase(id));
    } else {
      store.touch(key(id)).value += step;
      reference.touch(id) += step;
    }
    expect_same(store, reference, rng.below(320));
    ASSERT_EQ(store.size(), reference.size());
  }
  EXPECT_EQ(store.evictions(), reference.evictions);
  EXPECT_GT(store.evictions(), 100U) << "the bound was reached";
  EXPECT_EQ(line_of(store), reference.line());
}

TEST(EntityStore, says_beforehand_what_it_takes_when_full) {
  for (const std::size_t most :
       {std::size_t{1}, std::size_t{64}, std::size_t{65}, std::size_t{1000}}) {
    EntityStore<Count> store(most);
    for (std::uint64_t id = 0; id < 2 * most; ++id) {
      store.touch(key(id));
      EXPECT_LE(store.bytes(), store.bytes_max());
    }
    EXPECT_EQ(store.bytes(), store.bytes_max()) << most;
  }
}

TEST(EntityStore, evicts_the_one_touched_longest_ago) {
  EntityStore<Count> store(2);
  store.touch(key(1)).value = 10;
  store.touch(key(2)).value = 20;
  store.touch(key(1));
  store.touch(key(3));
  EXPECT_EQ(store.find(key(2)), nullptr);
  EXPECT_EQ(value_of(store, key(1)), 10);
  EXPECT_EQ(store.evictions(), 1U);
}

TEST(EntityStore, gives_a_reused_place_no_memory_of_the_one_before) {
  EntityStore<Count> store(1);
  store.touch(key(1)).value = 10;
  EXPECT_EQ(store.touch(key(2)).value, 0);
}

TEST(EntityStore, keeps_addresses_while_others_come_and_go) {
  EntityStore<Count> store(1000);
  Count& first = store.touch(key(1));
  for (std::uint64_t id = 2; id < 900; ++id) {
    store.touch(key(id));
  }
  EXPECT_EQ(&first, store.find(key(1)));
}

TEST(EntityStore, tells_types_and_tenants_with_one_id_apart) {
  EntityStore<Count> store(8);
  store.touch({EntityType::principal, TenantToken{1}, 5}).value = 1;
  store.touch({EntityType::producer, TenantToken{1}, 5}).value = 2;
  store.touch({EntityType::principal, TenantToken{2}, 5}).value = 3;
  EXPECT_EQ(store.size(), 3U);
  EXPECT_EQ(value_of(store, {EntityType::producer, TenantToken{1}, 5}), 2);
}

TEST(EntityStore, comes_back_with_its_line_and_its_evictions) {
  Rng rng(32);
  EntityStore<Count> store(50);
  for (int i = 0; i < 500; ++i) {
    store.touch(key(rng.below(80))).value = i;
  }
  StateWriter writer;
  store.describe(writer);
  const std::string bytes = std::move(writer).take();
  EntityStore<Count> restored(50);
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(line_of(restored), line_of(store));
  EXPECT_EQ(restored.evictions(), store.evictions());
  store.for_each([&](const EntityKey& entity, const Count& count) {
    ASSERT_EQ(value_of(restored, entity), count.value);
  });
}

TEST(SlotIndex, finds_every_slot_though_all_share_one_home) {
  SlotIndex index;
  constexpr std::uint32_t count = 40;
  for (std::uint32_t slot = 0; slot < count; ++slot) {
    index.insert(std::uint64_t{slot} << 32U, slot);
  }
  for (std::uint32_t slot = 0; slot < count; slot += 2) {
    index.erase(std::uint64_t{slot} << 32U, slot);
  }
  for (std::uint32_t slot = 0; slot < count; ++slot) {
    const std::uint32_t found =
        index.find(std::uint64_t{slot} << 32U, [slot](std::uint32_t at) { return at == slot; });
    EXPECT_EQ(found, slot % 2 == 0 ? SlotIndex::none : slot);
  }
}

TEST(SlotIndexDeathTest, aborts_when_asked_to_erase_what_is_not_there) {
  SlotIndex index;
  index.insert(1, 1);
  EXPECT_DEATH(index.erase(2, 2), "internal error");
}

}  // namespace
}  // namespace centinela::state
