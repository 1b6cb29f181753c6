#include "centinela/state/archive.h"

#include "centinela/base/rng.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using std::chrono::minutes;
using testing_support::EventBuilder;
using testing_support::small_bounds;
using testing_support::WatchedWorld;

template <class State>
std::string written(State& state) {
  StateWriter writer;
  state.describe(writer);
  return std::move(writer).take();
}

struct Parts {
  std::int32_t number = 0;
  EventTime time;
  std::vector<Explanation> list;
  FixedVector<std::uint64_t, 4> few;
  std::unique_ptr<JustificationTrack> maybe;

  template <class Archive>
  void describe(Archive& archive) {
    archive(number, time, list, few, maybe);
  }
};

Parts filled() {
  Parts parts{};
  parts.number = -7;
  parts.time = EventTime{123};
  parts.list.resize(3);
  parts.list[1].queue = WordToken{9};
  parts.few.push_back(4);
  parts.maybe = std::make_unique<JustificationTrack>();
  parts.maybe->resolved = 2.5;
  return parts;
}

TEST(Archive, brings_every_kind_of_field_back) {
  Parts parts = filled();
  const std::string bytes = written(parts);
  Parts restored{};
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(restored.number, -7);
  EXPECT_EQ(restored.time, EventTime{123});
  EXPECT_EQ(restored.list[1].queue, WordToken{9});
  ASSERT_NE(restored.maybe, nullptr);
  EXPECT_EQ(restored.maybe->resolved, 2.5);
  EXPECT_EQ(written(restored), bytes);
}

TEST(StateReader, turns_bad_on_every_truncation) {
  Parts parts = filled();
  const std::string bytes = written(parts);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Parts restored{};
    StateReader reader(std::string_view(bytes).substr(0, size));
    restored.describe(reader);
    ASSERT_FALSE(reader.ok()) << "cut after " << size;
  }
}

TEST(StateReader, turns_bad_when_something_is_left_over) {
  Parts parts = filled();
  const std::string bytes = written(parts) + "x";
  Parts restored{};
  StateReader reader(bytes);
  restored.describe(reader);
  EXPECT_TRUE(reader.good());
  EXPECT_FALSE(reader.ok());
}

TEST(StateReader, refuses_lists_longer_than_their_bound) {
  ByteWriter long_list;
  long_list.put(std::uint32_t{list_size_max + 1});
  std::vector<std::uint64_t> list;
  StateReader list_reader(long_list.bytes());
  list_reader(list);
  EXPECT_FALSE(list_reader.good());
  EXPECT_TRUE(list.empty());
  ByteWriter long_few;
  long_few.put(std::uint16_t{5});
  FixedVector<std::uint64_t, 4> few{};
  StateReader few_reader(long_few.bytes());
  few_reader(few);
  EXPECT_FALSE(few_reader.good());
}

// A few days of a few principals: something of everything.
void live(WatchedWorld& watched, std::uint64_t seed) {
  Rng rng(seed);
  EventTime now = testing_support::at("2026-06-01T06:00:00Z");
  for (int i = 0; i < 1500; ++i) {
    now = now + Duration{static_cast<std::int64_t>(rng.below(240'000))};
    EventBuilder event(now);
    event.by(1 + rng.below(12)).team(5, 1 + rng.below(3)).subjects({100 + rng.below(400)});
    event.resource(30 + rng.below(4), static_cast<std::int64_t>(1 + rng.below(30)));
    event.producer(1 + rng.below(2), i + static_cast<std::int64_t>(rng.below(3)));
    if (rng.below(3) == 0) {
      event.kind(PrincipalKind::bot).conversation(1 + rng.below(50), 100 + rng.below(400));
    }
    watched.see(event);
  }
}

TEST(WorldArchive, is_the_same_after_a_round_trip) {
  WatchedWorld watched;
  live(watched, 35);
  const std::string bytes = written(watched.world);
  World restored(small_bounds());
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(restored.principals.size(), watched.world.principals.size());
  EXPECT_EQ(restored.log_time, watched.world.log_time);
  EXPECT_EQ(written(restored), bytes);
}

TEST(WorldArchive, that_is_cut_off_anywhere_is_refused_and_harms_nothing) {
  WatchedWorld watched;
  live(watched, 36);
  const std::string bytes = written(watched.world);
  Rng rng(37);
  for (int i = 0; i < 60; ++i) {
    World restored(small_bounds());
    StateReader reader(std::string_view(bytes).substr(0, rng.below(bytes.size())));
    restored.describe(reader);
    ASSERT_FALSE(reader.ok());
  }
}

// An access that waits for its explanation must not be forgotten by a restart.
TEST(Archive, brings_accesses_back_that_wait_for_an_explanation) {
  WatchedWorld watched;
  EventBuilder event;
  event.subjects({50, 51});
  watched.see(event);
  ASSERT_EQ(watched.world.pending.size(), 2U);
  const std::string bytes = written(watched.world);
  World restored(small_bounds());
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  ASSERT_EQ(restored.pending.size(), 2U);
  EXPECT_EQ(restored.pending[1].data_subject, DataSubjectToken{51});
  EXPECT_EQ(restored.pending[0].deadline, watched.world.pending[0].deadline);
}

}  // namespace
}  // namespace centinela::state
