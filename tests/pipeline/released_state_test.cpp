// States that released versions saved: they load for ever; a state of the future is refused.
#include "centinela/base/bytes.h"

#include "life.h"
#include "support/golden_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace centinela::pipeline {
namespace {

using testing::load;
using testing::log_of_a_platform;
using testing::Records;
using testing::soon_warm;
using testing::write_down;

constexpr std::size_t lived = 400;
// Of this version; a later one adds a file and leaves the others as they are.
constexpr std::string_view newest = "released-0.1.bin";

const std::filesystem::path folder =
    std::filesystem::path{CENTINELA_SOURCE_DIR} / "tests/golden/state";

struct Saved {
  std::string layout;
  Records records;
  StateSum sum;
};

// Small bounds, so that the files are small; a checkpoint does not depend on them.
std::unique_ptr<Engine> small_engine(const TimeZones& zones) {
  EngineSettings settings = soon_warm();
  settings.shard.bounds.pairs_max = 2'048;
  settings.shard.bounds.event_ids_max = 1'024;
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 1;
  return std::make_unique<Engine>(
      settings, *privacy::TokenKey::from_random(bytes), std::make_shared<const Models>(), zones);
}

Saved decode(std::string_view bytes) {
  ByteReader reader(bytes);
  Saved saved;
  saved.layout = *reader.get_string(1U << 20U);
  saved.sum.digest = *reader.get<std::uint64_t>();
  saved.sum.records = *reader.get<std::uint64_t>();
  while (!reader.at_end()) {
    std::string key{*reader.get_string(64)};
    saved.records[std::move(key)] = *reader.get_string(1U << 24U);
  }
  return saved;
}

std::string encode(const Saved& saved) {
  ByteWriter writer;
  writer.put_string(saved.layout);
  writer.put(saved.sum.digest);
  writer.put(saved.sum.records);
  for (const auto& [key, value] : saved.records) {
    writer.put_string(key);
    writer.put_string(value);
  }
  return std::move(writer).bytes();
}

void live(Engine& engine, std::size_t from, std::size_t to) {
  std::vector<alerting::Decision> out;
  std::vector<Rejected> rejected;
  for (std::size_t i = from; i < to; ++i) {
    codec::RecordView record;
    record.value = log_of_a_platform()[i].json;
    record.timestamp = log_of_a_platform()[i].received;
    Position position;
    position.offset = Offset{static_cast<std::int64_t>(i)};
    engine.take(record, position, out, rejected);
  }
  engine.flush(out);
}

Saved saved_today() {
  const TimeZones zones;
  const auto engine = small_engine(zones);
  live(*engine, 0, lived);
  Saved saved;
  saved.layout = state_layout(*engine);
  const StateChanges changes = engine->save(true);
  saved.sum = changes.sum;
  write_down(changes, saved.records);
  return saved;
}

Result<StateSum> load(const Saved& saved, Engine& engine) {
  EngineLoader loader(engine, saved.layout);
  for (const auto& [key, value] : saved.records) {
    CENTINELA_TRY(loader.add(key, value));
  }
  return loader.finish();
}

TEST(ReleasedState, of_every_version_loads_and_lives_on) {
  std::size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.path().filename().string().starts_with("released-")) {
      continue;
    }
    SCOPED_TRACE(entry.path().filename().string());
    ++found;
    const Saved saved = decode(testing_support::read_whole(entry.path().string()));
    const TimeZones zones;
    const auto engine = small_engine(zones);
    const Result<StateSum> loaded = load(saved, *engine);
    ASSERT_TRUE(loaded) << loaded.error().detail;
    EXPECT_EQ(*loaded, saved.sum);
    EXPECT_EQ(engine->sequence(), lived);
    EXPECT_GT(engine->shard().world().principals.size(), 20U);
    live(*engine, lived, lived + 200);
    EXPECT_EQ(engine->sequence(), lived + 200);
    // What was read by an earlier layout is written anew as a whole.
    const StateChanges next = engine->save();
    EXPECT_EQ(next.is_everything, saved.layout != state_layout(*engine));
  }
  EXPECT_GE(found, 1U);
}

// The file of this version; made by CENTINELA_UPDATE_GOLDEN=1 until it is released.
TEST(ReleasedState, of_this_version_is_what_it_saves_today) {
  const Saved today = saved_today();
  const char* updates =
      std::getenv("CENTINELA_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): one thread
  if (updates != nullptr) {
    std::ofstream(folder / newest, std::ios::binary) << encode(today);
  }
  const Saved file = decode(testing_support::read_whole((folder / newest).string()));
  EXPECT_EQ(file.layout, today.layout)
      << "only append to a describe(); then keep this file and add one for the next release";
  EXPECT_EQ(file.records.size(), today.records.size());
}

TEST(ReleasedState, with_a_section_of_the_future_is_refused_by_name) {
  Saved saved = saved_today();
  saved.layout += "holograms (u8) (u8)\n";
  const TimeZones zones;
  const auto engine = small_engine(zones);
  const Result<StateSum> loaded = load(saved, *engine);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::config);
  EXPECT_NE(loaded.error().detail.find("holograms"), std::string::npos);
}

TEST(ReleasedState, with_a_field_of_the_future_is_refused) {
  Saved saved = saved_today();
  const std::size_t line = saved.layout.find("\nclasses ") + 1;
  const std::size_t end = saved.layout.find('\n', line);
  saved.layout.insert(end - 1, "u8");
  for (auto& [key, value] : saved.records) {
    if (static_cast<state::StateSection>(key.front()) == state::StateSection::classes &&
        key.size() > 5) {
      value.append(8, '\1');
    }
  }
  const TimeZones zones;
  const auto engine = small_engine(zones);
  const Result<StateSum> loaded = load(saved, *engine);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().detail.find("classes"), std::string::npos);
}

// What an earlier version would have written: without the field that was appended last.
TEST(ReleasedState, without_the_newest_field_loads_with_that_field_as_in_a_fresh_engine) {
  Saved saved = saved_today();
  const std::size_t line = saved.layout.find("\nclasses ") + 1;
  const std::size_t end = saved.layout.find('\n', line);
  ASSERT_EQ(saved.layout.substr(end - 3, 3), "u8)") << "the owner, appended last";
  saved.layout.erase(end - 3, 2);
  std::size_t shortened = 0;
  for (auto& [key, value] : saved.records) {
    if (static_cast<state::StateSection>(key.front()) == state::StateSection::classes &&
        key.size() > 5) {
      value.resize(value.size() - 8);
      ++shortened;
    }
  }
  ASSERT_GT(shortened, 0U);
  const TimeZones zones;
  const auto engine = small_engine(zones);
  const Result<StateSum> loaded = load(saved, *engine);
  ASSERT_TRUE(loaded) << loaded.error().detail;
  std::size_t without_owner = 0;
  engine->shard().world().classes.for_each_read(
      [&](const state::EntityKey&, const state::ClassState& state) {
        without_owner += is_absent(state.owner) ? 1 : 0;
      });
  EXPECT_EQ(without_owner, shortened);
  EXPECT_TRUE(engine->save().is_everything);
}

}  // namespace
}  // namespace centinela::pipeline
