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

struct Proof {
  int days = 0;
  [[nodiscard]] bool is_proven() const noexcept { return days >= 2; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(days);
  }
};

EntityKey number(std::uint64_t id) {
  return {EntityType::principal, TenantToken{1}, id};
}

TEST(EntityStore, lets_a_flood_of_unproven_ones_push_out_nobody_with_a_history) {
  EntityStore<Proof> store(800);
  for (std::uint64_t id = 1; id <= 600; ++id) {
    store.touch(number(id)).days = 5;
  }
  for (std::uint64_t id = 1'000; id < 101'000; ++id) {
    store.touch(number(id)).days = 1;
  }
  for (std::uint64_t id = 1; id <= 600; ++id) {
    ASSERT_NE(store.find(number(id)), nullptr) << id;
  }
  EXPECT_EQ(store.size(), 800U);
  EXPECT_EQ(store.evictions(), 100'000U - 200U);
  EXPECT_NEAR(static_cast<double>(store.overflow()), 99'800, 99'800 * 0.15);
}

TEST(EntityStore, leaves_newcomers_an_eighth_of_the_room_when_all_the_others_are_proven) {
  EntityStore<Proof> store(80);
  for (std::uint64_t id = 1; id <= 80; ++id) {
    store.touch(number(id)).days = 5;
  }
  for (std::uint64_t id = 100; id < 109; ++id) {
    store.touch(number(id)).days = 1;
  }
  for (std::uint64_t id = 100; id < 109; ++id) {
    EXPECT_NE(store.find(number(id)), nullptr) << "a newcomer can come back the next day";
  }
  EXPECT_EQ(store.find(number(1)), nullptr);
}

// Whoever was found to be proven before the restart is found so again.
TEST(EntityStore, chooses_the_same_to_make_room_after_it_was_read_back) {
  const auto fill = [](EntityStore<Proof>& store) {
    for (std::uint64_t id = 1; id <= 50; ++id) {
      store.touch(number(id)).days = static_cast<int>(id % 3);
    }
    for (std::uint64_t id = 1; id <= 50; id += 7) {
      if (Proof* proof = store.find(number(id)); proof != nullptr) {
        proof->days = 4;  // proven since, and not touched
      }
    }
  };
  EntityStore<Proof> lived(50);
  fill(lived);
  EntityStore<Proof> source(50);
  fill(source);
  EntityStore<Proof> restored(50);
  source.take_changes(
      true,
      [&](const EntityKey& key, std::uint64_t touched, Proof& state, std::uint64_t& /*digest*/) {
        if (Proof* proof = restored.restore(key, touched, 0); proof != nullptr) {
          proof->days = state.days;
        }
      },
      [](const EntityKey& /*key*/, std::uint64_t /*digest*/) {});
  restored.finish_restore(source.head());
  for (std::uint64_t id = 200; id < 260; ++id) {
    lived.touch(number(id)).days = 1;
    restored.touch(number(id)).days = 1;
  }
  std::vector<std::uint64_t> of_lived;
  std::vector<std::uint64_t> of_restored;
  lived.for_each_read([&](const EntityKey& key, const Proof&) { of_lived.push_back(key.id); });
  restored.for_each_read(
      [&](const EntityKey& key, const Proof&) { of_restored.push_back(key.id); });
  EXPECT_EQ(of_lived, of_restored);
}

TEST(EntityStore, forgets_who_was_idle_for_long_and_nobody_else) {
  EntityStore<Proof> store(100);
  std::vector<std::uint64_t> gone;
  const auto pass = [&](std::int64_t day) {
    store.expire(day, 30, [&](const EntityKey& key, const Proof&) { gone.push_back(key.id); });
  };
  pass(0);
  store.touch(number(1));
  store.touch(number(2));
  for (std::int64_t day = 1; day <= 60; ++day) {
    pass(day);
    store.touch(number(2));
  }
  EXPECT_EQ(gone, (std::vector<std::uint64_t>{1}));
  EXPECT_EQ(store.expired(), 1U);
  EXPECT_NE(store.find(number(2)), nullptr);
  EXPECT_LE(store.head().marks.size(), 7U);
}

TEST(EntityStore, sweeps_out_what_it_is_told_to_and_marks_only_what_was_changed) {
  EntityStore<Proof> store(100);
  for (std::uint64_t id = 1; id <= 9; ++id) {
    store.touch(number(id)).days = static_cast<int>(id);
  }
  store.take_changes(
      true,
      [](const EntityKey&, std::uint64_t, Proof&, std::uint64_t& digest) { digest = 7; },
      [](const EntityKey&, std::uint64_t) {});
  const std::size_t gone = store.sweep([](const EntityKey& key, Proof& state) {
    if (key.id % 3 == 0) {
      return Swept::gone;
    }
    state.days += key.id == 4 ? 1 : 0;
    return key.id == 4 ? Swept::changed : Swept::same;
  });
  EXPECT_EQ(gone, 3U);
  std::vector<std::uint64_t> put;
  std::vector<std::uint64_t> erased;
  store.take_changes(
      false,
      [&](const EntityKey& key, std::uint64_t, Proof&, std::uint64_t&) { put.push_back(key.id); },
      [&](const EntityKey& key, std::uint64_t) { erased.push_back(key.id); });
  EXPECT_EQ(put, (std::vector<std::uint64_t>{4}));
  EXPECT_EQ(erased, (std::vector<std::uint64_t>{3, 6, 9}));
}

}  // namespace
}  // namespace centinela::state
