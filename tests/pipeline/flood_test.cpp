// A flood of invented principals: memory stays where it was, and a known attack is still told.
#include "life.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace centinela::pipeline {
namespace {

using testing::soon_warm;

constexpr std::size_t principals_max = 2'000;
constexpr int agents = 40;
constexpr int days = 15;

class Flooded {
 public:
  Flooded() {
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    EngineSettings settings = soon_warm();
    settings.shard.bounds.principals_max = principals_max;
    settings.shard.bounds.classes_max = principals_max;
    settings.shard.bounds.data_subjects_max = principals_max;
    settings.shard.bounds.subjects_max = principals_max;
    settings.shard.bounds.visits_max = principals_max;
    settings.shard.bounds.event_ids_max = 1U << 16U;
    settings.shard.bounds.pending_max = 4'096;
    settings.shard.alerting.episodes_max = principals_max;
    engine = std::make_unique<Engine>(
        settings, *privacy::TokenKey::from_random(bytes), std::make_shared<const Models>(), zones_);
  }

  void read(std::string_view principal, std::string_view customer, EventTime time) {
    ++events_;
    json_ = fmt::format(
        R"({{"id":"e{}","time":"{}","principal":{{"id":"{}","kind":"human","role":"agent","team":"t1"}},)"
        R"("action":"read","resource":{{"name":"crm.customers","class":"contact"}},)"
        R"("data_subjects":["{}"],"producer":{{"name":"crm"}}}})",
        events_,
        format_rfc3339(time),
        principal,
        customer);
    codec::RecordView record;
    record.value = json_;
    record.timestamp = time;
    Position position;
    position.offset = Offset{events_};
    engine->take(record, position, out, rejected_);
  }
  [[nodiscard]] std::string token(std::string_view principal) const {
    return print(engine->pseudonymiser().token<TokenKind::principal>(principal));
  }
  [[nodiscard]] std::size_t bytes() const {
    const state::World& world = engine->shard().world();
    return world.principals.bytes() + world.classes.bytes() + world.explanations.bytes() +
           world.subjects.bytes() + world.visits.bytes();
  }
  [[nodiscard]] std::size_t bytes_max() const {
    const state::World& world = engine->shard().world();
    return world.principals.bytes_max() + world.classes.bytes_max() +
           world.explanations.bytes_max() + world.subjects.bytes_max() + world.visits.bytes_max();
  }

  std::unique_ptr<Engine> engine;
  std::vector<alerting::Decision> out;

 private:
  TimeZones zones_;
  std::vector<Rejected> rejected_;
  std::string json_;
  std::int64_t events_ = 0;
};

EventTime at(int day, std::int64_t second) {
  return *parse_rfc3339("2026-03-02T09:00:00Z") + day * one_day + std::chrono::seconds{second};
}

void work_quietly(Flooded& flooded) {
  for (int day = 0; day < days; ++day) {
    for (int turn = 0; turn < 8; ++turn) {
      for (int agent = 0; agent < agents; ++agent) {
        flooded.read(fmt::format("agent-{}", agent),
                     fmt::format("c-{}", (day * 977 + turn * 131 + agent * 17) % 9'000),
                     at(day, turn * 3'000 + agent * 7));
      }
    }
  }
}

// How many: CENTINELA_FLOOD, for the run by hand that docs/reliability.md tells of.
std::int64_t flood_size() {
  const char* asked = std::getenv("CENTINELA_FLOOD");  // NOLINT(concurrency-mt-unsafe): one thread
  constexpr std::int64_t in_the_suite = 500'000;
  return asked == nullptr ? in_the_suite : std::max(10'000LL, std::atoll(asked));
}

TEST(Flood, of_invented_principals_fills_no_memory_and_hides_no_attack) {
  Flooded flooded;
  work_quietly(flooded);
  flooded.engine->flush(flooded.out);
  const std::int64_t size = flood_size();
  const std::int64_t every = size / 400;
  const std::string attacker = "agent-7";
  std::size_t bytes_early = 0;
  flooded.out.clear();
  bool is_told = false;
  const auto look = [&] {
    for (const alerting::Decision& decision : flooded.out) {
      is_told = is_told || (!decision.alert.daily && decision.alert.state != AlertState::shadow &&
                            decision.alert.entity == flooded.token(attacker));
    }
    flooded.out.clear();
  };
  for (std::int64_t i = 0; i < size; ++i) {
    // All within two hours, and 400 customers of the attack among them.
    const EventTime time = at(days, i * 7'200 / size);
    flooded.read(fmt::format("x-{}", i), fmt::format("f-{}", i % 50'000), time);
    if (i % every == 0) {
      flooded.read(attacker, fmt::format("victim-{}", i), time);
    }
    if (i % 4'096 == 0) {
      look();
    }
    bytes_early = i == size / 10 ? flooded.bytes() : bytes_early;
  }
  flooded.engine->flush(flooded.out);
  look();
  const state::World& world = flooded.engine->shard().world();
  EXPECT_TRUE(is_told) << "the attack must be told in spite of the flood";
  EXPECT_LE(world.principals.size(), principals_max);
  EXPECT_EQ(flooded.bytes(), bytes_early) << "the stores were full early and grew no more";
  EXPECT_LE(flooded.bytes(), flooded.bytes_max());
  for (int agent = 0; agent < agents; ++agent) {
    bool is_there = false;
    world.principals.for_each_read([&](const state::EntityKey& key,
                                       const state::PrincipalState& principal) {
      is_there = is_there ||
                 (print(PrincipalToken{key.id}) == flooded.token(fmt::format("agent-{}", agent)) &&
                  principal.active_days >= 2);
    });
    EXPECT_TRUE(is_there) << "agent " << agent << " lost its history";
  }
  EXPECT_NEAR(static_cast<double>(world.principals.overflow()),
              static_cast<double>(size),
              0.15 * static_cast<double>(size));
}

}  // namespace
}  // namespace centinela::pipeline
