#include "simulator/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace centinela::simulator {
namespace {

const std::vector<Seen>& tiny_stream() {
  static const std::vector<Seen> stream = play(cut("tiny", 6, 3), 7);
  return stream;
}

TEST(Platform, repeats_itself_byte_for_byte_with_the_same_seed) {
  const Profile profile = cut("tiny", 4, 2);
  const auto first = play(profile, 3);
  const auto again = play(profile, 3);
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    ASSERT_EQ(first[i].json, again[i].json) << "record " << i;
    ASSERT_EQ(first[i].incident, again[i].incident) << "record " << i;
  }
}

TEST(Platform, differs_with_another_seed) {
  Profile profile = profile_named("clean-tiny");
  profile.days = 1;
  const auto one = play(profile, 1);
  const auto two = play(profile, 2);
  ASSERT_FALSE(one.empty());
  EXPECT_TRUE(one.size() != two.size() || one[100].json != two[100].json);
}

TEST(Platform, gives_records_in_the_order_of_receipt) {
  EXPECT_TRUE(std::is_sorted(tiny_stream().begin(),
                             tiny_stream().end(),
                             [](const Seen& a, const Seen& b) { return a.received < b.received; }));
}

TEST(Platform, never_receives_a_record_before_it_happened) {
  for (const Seen& seen : tiny_stream()) {
    ASSERT_GE(seen.received, seen.time) << seen.event_id;
  }
}

TEST(Platform, writes_json_that_carries_what_the_record_says) {
  simdjson::dom::parser parser;
  for (const Seen& seen : tiny_stream()) {
    simdjson::dom::element root;
    ASSERT_EQ(parser.parse(seen.json).get(root), simdjson::SUCCESS) << seen.json;
    ASSERT_EQ(text_at(root, "/id"), seen.event_id);
    ASSERT_EQ(text_at(root, "/time"), format_rfc3339(seen.time));
    ASSERT_EQ(text_at(root, "/received"), format_rfc3339(seen.received));
    ASSERT_EQ(text_at(root, "/type"), seen.is_access ? "access" : "context");
  }
}

TEST(Platform, makes_half_a_per_cent_late_and_a_thousandth_double) {
  std::set<std::string> ids;
  double late = 0;
  double doubled = 0;
  const auto stream = play(cut("clean-small", 14, 7), 11);
  for (const Seen& seen : stream) {
    doubled += ids.insert(seen.event_id).second ? 0 : 1;
    // What is doubled comes up to a minute after its twin, late or not.
    late += seen.received - seen.time > std::chrono::seconds{65} ? 1 : 0;
  }
  const auto all = static_cast<double>(stream.size());
  EXPECT_NEAR(doubled / all, 0.001, 0.0004);
  EXPECT_NEAR(late / all, 0.005, 0.0015);
}

TEST(Platform, numbers_what_a_producer_sends_without_a_gap_in_a_clean_world) {
  std::map<std::string, std::set<std::uint64_t>> sequences;
  simdjson::dom::parser parser;
  for (const Seen& seen : play(cut("clean-tiny", 5, 3), 5)) {
    if (!seen.is_access) {
      continue;
    }
    const simdjson::dom::element root = parser.parse(seen.json).value();
    const std::uint64_t boot = root.at_pointer("/producer/boot").get_uint64().value();
    const std::string stream =
        text_at(root, "/tenant") + text_at(root, "/producer/name") + "/" + std::to_string(boot);
    sequences[stream].insert(root.at_pointer("/producer/sequence").get_uint64().value());
  }
  ASSERT_GE(sequences.size(), 16U);
  for (const auto& [stream, numbers] : sequences) {
    EXPECT_EQ(*numbers.rbegin() - *numbers.begin() + 1, numbers.size()) << stream;
  }
}

TEST(Platform, has_nobody_touch_a_canary_in_a_clean_world) {
  for (const Seen& seen : play(cut("clean-tiny", 5, 3), 9)) {
    ASSERT_EQ(seen.json.find("canary"), std::string::npos) << seen.json;
  }
}

TEST(Platform, refuses_about_one_access_in_150) {
  double refused = 0;
  double all = 0;
  for (const Seen& seen : tiny_stream()) {
    if (seen.is_access && seen.json.find("\"action\":\"heartbeat\"") == std::string::npos) {
      ++all;
      refused += seen.json.find("\"outcome\":\"denied\"") != std::string::npos ? 1 : 0;
    }
  }
  EXPECT_NEAR(refused / all, 0.007, 0.003);
}

TEST(Platform, keeps_its_memory_bounded_by_what_is_on_the_way) {
  Profile profile = profile_named("clean-tiny");
  const World world = build_world(profile, 1);
  Workbench bench(world);
  Sequencer sequencer(bench, 1);
  bench.begin(profile.start);
  bench.seat(0);
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(bench.access(0, profile.start));
  }
  std::vector<Workbench::Handle> made = bench.fresh();
  for (const auto handle : made) {
    bench.recycle(handle);
  }
  bench.begin(profile.start + slot_length);
  for (int i = 0; i < 100; ++i) {
    static_cast<void>(bench.access(0, profile.start));
  }
  EXPECT_EQ(bench.pool_size(), 100U);
}

// Distinct customers a day of people at desks: a mixed Poisson, wider than a Poisson.
TEST(Platform, gives_people_days_that_are_wider_than_poisson) {
  std::map<std::string, std::map<std::string, std::set<std::string>>> days;
  simdjson::dom::parser parser;
  for (const Seen& seen : play(cut("clean-small", 21, 7), 4)) {
    if (!seen.is_access || seen.json.find("\"role\":\"agent_l1\"") == std::string::npos) {
      continue;
    }
    const simdjson::dom::element root = parser.parse(seen.json).value();
    const std::string subject = text_at(root, "/data_subjects/0");
    if (text_at(root, "/action") == "read") {
      days[text_at(root, "/principal/id")][text_at(root, "/time").substr(0, 10)].insert(subject);
    }
  }
  double index = 0;
  double people = 0;
  for (const auto& [who, counts] : days) {
    double sum = 0;
    double squares = 0;
    const auto n = static_cast<double>(counts.size());
    for (const auto& [day, subjects] : counts) {
      const auto x = static_cast<double>(subjects.size());
      sum += x;
      squares += x * x;
    }
    if (n >= 10) {
      const double mean = sum / n;
      index += (squares / n - mean * mean) / mean;
      ++people;
    }
  }
  ASSERT_GE(people, 10);
  EXPECT_GT(index / people, 2);
  EXPECT_LT(index / people, 12);
}

TEST(Platform, leaves_three_to_nine_per_cent_of_innocent_cases_unexplained) {
  double unexplained = 0;
  double all = 0;
  std::set<std::string> follow_ups;
  simdjson::dom::parser parser;
  for (const Seen& seen : play(cut("clean-small", 7, 3), 6)) {
    const bool is_first_look = seen.json.find("\"role\":\"agent_l1\"") != std::string::npos &&
                               seen.json.find("\"crm.customers\"") != std::string::npos &&
                               seen.json.find("\"action\":\"read\"") != std::string::npos;
    if (!seen.is_access || !is_first_look) {
      continue;
    }
    const simdjson::dom::element root = parser.parse(seen.json).value();
    const bool has_reason = !text_at(root, "/context/ticket").empty() ||
                            !text_at(root, "/context/conversation").empty() ||
                            !text_at(root, "/context/handover_from").empty() ||
                            root.at_pointer("/context/callback").error() == simdjson::SUCCESS;
    ++all;
    unexplained += has_reason ? 0 : 1;
  }
  EXPECT_GT(unexplained / all, 0.03);
  EXPECT_LT(unexplained / all, 0.09);
}

}  // namespace
}  // namespace centinela::simulator
