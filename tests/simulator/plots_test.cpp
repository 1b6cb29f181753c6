#include "simulator/stream.h"
#include "simulator/workload.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace centinela::simulator {
namespace {

std::vector<std::string> ids_of(std::span<const Story> stories) {
  std::vector<std::string> ids;
  for (const Story& story : stories) {
    ids.emplace_back(story.id);
  }
  return ids;
}

TEST(Catalogue, holds_the_22_attacks_and_24_look_alikes_of_the_evaluation) {
  const std::vector<std::string> attacks = ids_of(attack_stories());
  for (int i = 1; i <= 22; ++i) {
    EXPECT_EQ(std::count(attacks.begin(), attacks.end(), fmt::format("A{}", i)), 1) << i;
  }
  const std::vector<std::string> look_alikes = ids_of(look_alike_stories());
  ASSERT_EQ(look_alikes.size(), 24U);
  for (int i = 1; i <= 24; ++i) {
    EXPECT_EQ(std::count(look_alikes.begin(), look_alikes.end(), fmt::format("B{}", i)), 1) << i;
  }
}

TEST(Catalogue, marks_exactly_the_slow_scenarios_as_slow) {
  const std::set<std::string> slow{"A2", "A3", "A7", "A14", "A17", "A20"};
  for (const Story& story : attack_stories()) {
    EXPECT_EQ(story.is_slow, slow.contains(std::string(story.id))) << story.id;
    EXPECT_FALSE(story.cause.empty()) << story.id;
  }
}

// Each story is planned in a world that has room for it, and leaves traces.
class EachAttack : public testing::TestWithParam<std::size_t> {};

TEST_P(EachAttack, leaves_labelled_events_of_its_actors_within_its_time) {
  const Story& story = attack_stories()[GetParam()];
  Profile profile = profile_named("tiny");
  profile.look_alikes = false;
  profile.humans = 60;
  profile.services = 8;
  profile.vendors = 6;
  profile.plots = story.is_slow ? Plots::slow : Plots::fast;
  profile.warm_up_days = 2;
  profile.days = story.is_slow ? 50 : 12;
  profile.conversations_per_bot = 20;
  const World world = build_world(profile, 31);
  Planner planner(world, 1);
  Plot plot;
  plot.story = &story;
  plot.index = 0;
  plot.magnitude = 1;
  plot.number = planner.rng().next();
  planner.frame(0, profile.judged_from(), profile.end() - one_hour);
  if (story.id == "A18") {
    planner.frame(0, profile.start + 8 * one_day, profile.end() - one_hour);
  }
  ASSERT_TRUE(story.plan(planner, plot)) << story.title;
  ASSERT_FALSE(plot.principals.empty());
  EXPECT_GE(plot.start, profile.judged_from());
  EXPECT_LE(plot.end, profile.end());
  if (story.act == nullptr) {
    return;  // It alters what others do; the workload's test counts its labels.
  }
  Workbench bench(world);
  std::size_t happenings = 0;
  for (EventTime slot = window_start(window_index(plot.start, slot_length), slot_length);
       slot < plot.end;
       slot = slot + slot_length) {
    bench.begin(slot);
    bench.seat(99);
    bench.stage(0);
    story.act(bench, plot);
    for (const auto handle : bench.fresh()) {
      const Happening& happening = bench.at(handle);
      EXPECT_GE(happening.time, bench.earliest()) << story.id;
      if (!happening.is_context) {
        ++happenings;
        EXPECT_EQ(happening.plot, 0U);
        EXPECT_GE(happening.time, slot) << story.id;
        EXPECT_NE(std::find(plot.principals.begin(), plot.principals.end(), happening.principal),
                  plot.principals.end());
      }
      bench.recycle(handle);
    }
  }
  EXPECT_GT(happenings, 0U) << story.title;
}

INSTANTIATE_TEST_SUITE_P(Catalogue,
                         EachAttack,
                         testing::Range<std::size_t>(0, 26),
                         [](const auto& each) {
                           return std::string(attack_stories()[each.param].id);
                         });

TEST(Schedule, uses_no_principal_for_two_attacks) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const World world = build_world(profile_named("small"), seed);
    std::set<PrincipalIndex> used;
    for (const Plot& plot : schedule(world)) {
      if (!plot.story->is_attack) {
        continue;
      }
      for (const PrincipalIndex who : plot.principals) {
        EXPECT_TRUE(used.insert(who).second) << plot.story->id << " seed " << seed;
      }
    }
  }
}

TEST(Schedule, plants_nothing_in_the_warm_up_but_look_alikes) {
  const Profile profile = profile_named("small");
  for (const Plot& plot : schedule(build_world(profile, 5))) {
    if (plot.story->is_attack) {
      EXPECT_GE(plot.start, profile.judged_from()) << plot.story->id;
    }
  }
}

TEST(Schedule, opens_the_demo_with_one_attack_after_another) {
  const Profile profile = profile_named("demo");
  const std::vector<Plot> plots = schedule(build_world(profile, 1));
  ASSERT_GE(plots.size(), 9U);
  EXPECT_EQ(plots.front().story->id, "A8");
  for (std::size_t i = 0; i < plots.size(); ++i) {
    EXPECT_GT(plots[i].start, profile.live_from());
    EXPECT_LT(plots[i].start, profile.live_from() + 6 * one_hour) << plots[i].story->id;
  }
}

class WorkloadFiles : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) / "centinela_workload_test";
    std::filesystem::remove_all(directory_);
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::vector<std::string> lines(const char* name) const {
    std::ifstream file(directory_ / name);
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) {
      all.push_back(line);
    }
    return all;
  }

  std::filesystem::path directory_;
};

TEST_F(WorkloadFiles, agree_with_one_another) {
  const Profile profile = cut("tiny", 6, 3);
  const Result<WorkloadSummary> summary = write_workload(profile, 13, directory_);
  ASSERT_TRUE(summary) << summary.error().detail;
  std::unordered_map<std::string, EventTime> times;
  for (const Seen& seen : play(profile, 13)) {
    times.emplace(seen.event_id, seen.time);
  }
  simdjson::dom::parser parser;
  std::map<std::string, std::pair<EventTime, EventTime>> spans;
  for (const std::string& line : lines("incidents.jsonl")) {
    const simdjson::dom::element root = parser.parse(line).value();
    spans[text_at(root, "/id")] = {*parse_rfc3339(text_at(root, "/start")),
                                   *parse_rfc3339(text_at(root, "/end"))};
  }
  EXPECT_EQ(spans.size(), summary->incidents);
  const auto labels = lines("labels.jsonl");
  EXPECT_EQ(labels.size(), summary->labelled);
  ASSERT_FALSE(labels.empty());
  for (const std::string& line : labels) {
    const simdjson::dom::element root = parser.parse(line).value();
    const auto event = times.find(text_at(root, "/event"));
    ASSERT_NE(event, times.end()) << line;
    const auto span = spans.find(text_at(root, "/incident"));
    ASSERT_NE(span, spans.end()) << line;
    // The event after a gap may follow the incident; a case's last look too.
    EXPECT_GE(event->second, span->second.first) << line;
    EXPECT_LE(event->second, span->second.second + one_hour) << line;
  }
  EXPECT_EQ(lines("principals.jsonl").size(), summary->principals);
  EXPECT_EQ(lines("profile.json").size(), 1U);
}

TEST_F(WorkloadFiles, cannot_be_written_below_a_file) {
  std::filesystem::create_directories(directory_);
  std::ofstream(directory_ / "file") << "x";
  const auto summary = write_workload(profile_named("tiny"), 1, directory_ / "file");
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().code, Errc::io);
}

TEST(Profiles, an_unknown_name_is_answered_with_the_known_ones) {
  const auto profile = find_profile("huge");
  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().code, Errc::usage);
  EXPECT_NE(profile.error().detail.find("fast"), std::string::npos);
}

TEST(Profiles, have_names_of_their_own_and_reach_from_60_to_100_000_principals) {
  std::set<std::string_view> names;
  for (const Profile& profile : profiles()) {
    EXPECT_TRUE(names.insert(profile.name).second) << profile.name;
    EXPECT_LT(profile.warm_up_days, profile.days) << profile.name;
  }
  const auto size = [](std::string_view name) {
    const Profile profile = *find_profile(name);
    return profile.humans + profile.bots + profile.assistants + profile.services + profile.vendors;
  };
  EXPECT_EQ(size("small"), 60U);
  EXPECT_EQ(size("fast"), 800U);
  EXPECT_EQ(size("large"), 100'000U);
}

}  // namespace
}  // namespace centinela::simulator
