// Nothing in the events may tell an attack from work but the deed itself.
#include "simulator/geography.h"
#include "simulator/stream.h"

#include <gtest/gtest.h>

namespace centinela::simulator {
namespace {

struct Traits {
  std::set<std::string> keys;
  std::set<std::string> id_shapes;
  std::set<std::string> values;  // of closed vocabularies
};

struct Traits_by_origin {
  Traits attack;
  Traits work;
};

void observe(simdjson::dom::element root, Traits& traits) {
  collect_keys(root, "", traits.keys);
  for (const char* pointer : {"/id",
                              "/trace",
                              "/context/conversation",
                              "/context/ticket",
                              "/origin/device",
                              "/origin/session"}) {
    const std::string value = text_at(root, pointer);
    if (!value.empty()) {
      traits.id_shapes.insert(pointer + shape_of(value));
    }
  }
  for (const char* pointer :
       {"/action", "/principal/role", "/resource/name", "/query/shape", "/context/queue"}) {
    traits.values.insert(text_at(root, pointer));
  }
}

const Traits_by_origin& traits() {
  static const Traits_by_origin seen = [] {
    Traits_by_origin result;
    simdjson::dom::parser parser;
    for (const char* name : {"tiny", "small"}) {
      for (const Seen& record : play(cut(name, 8, 3), 21)) {
        if (record.is_access) {
          observe(parser.parse(record.json).value(),
                  record.incident.empty() ? result.work : result.attack);
        }
      }
    }
    return result;
  }();
  return seen;
}

std::vector<std::string> only_in_attacks(const std::set<std::string>& attack,
                                         const std::set<std::string>& work) {
  std::vector<std::string> only;
  std::set_difference(
      attack.begin(), attack.end(), work.begin(), work.end(), std::back_inserter(only));
  return only;
}

TEST(Leaks, attacks_carry_no_member_that_work_never_carries) {
  EXPECT_EQ(only_in_attacks(traits().attack.keys, traits().work.keys), std::vector<std::string>{});
}

TEST(Leaks, identifiers_of_attacks_look_like_those_of_work) {
  EXPECT_EQ(only_in_attacks(traits().attack.id_shapes, traits().work.id_shapes),
            std::vector<std::string>{});
}

TEST(Leaks, attacks_use_no_action_resource_or_query_that_work_never_uses) {
  const std::vector<std::string> only =
      only_in_attacks(traits().attack.values, traits().work.values);
  for (const std::string& word : only) {
    // The one resource nobody touches in these worlds' work.
    EXPECT_TRUE(word == "crm.merchants" || word == "") << word;
  }
}

TEST(Leaks, members_stand_in_the_same_order_whoever_acts) {
  std::set<std::string> orders;
  simdjson::dom::parser parser;
  for (const Seen& record : play(cut("tiny", 5, 3), 22)) {
    if (!record.is_access) {
      continue;
    }
    std::vector<std::string> order;
    const simdjson::dom::object object = parser.parse(record.json).value().get_object().value();
    for (const auto [key, value] : object) {
      order.emplace_back(key);
    }
    // Members may be absent; those present follow one order.
    static const std::vector<std::string> canonical{
        "type",   "id",       "time",          "received",    "tenant", "principal", "action",
        "result", "resource", "data_subjects", "records",     "bytes",  "query",     "outcome",
        "tool",   "context",  "origin",        "destination", "labels", "producer",  "trace"};
    std::size_t at = 0;
    for (const std::string& key : order) {
      const auto found =
          std::find(canonical.begin() + static_cast<std::ptrdiff_t>(at), canonical.end(), key);
      ASSERT_NE(found, canonical.end()) << key << " in " << record.json;
      at = static_cast<std::size_t>(found - canonical.begin()) + 1;
    }
  }
}

TEST(Leaks, planting_attacks_does_not_change_what_the_others_do) {
  Profile planted = cut("tiny", 5, 3);
  planted.look_alikes = false;
  Profile clean = planted;
  clean.plots = Plots::none;
  // Identifiers and sequence numbers shift by what is added; who does what to whom, when, does not.
  const auto deeds = [](const std::vector<Seen>& stream) {
    std::multiset<std::string> all;
    simdjson::dom::parser parser;
    for (const Seen& seen : stream) {
      if (seen.is_access && seen.incident.empty()) {
        const simdjson::dom::element root = parser.parse(seen.json).value();
        all.insert(text_at(root, "/time") + text_at(root, "/principal/id") +
                   text_at(root, "/action") + text_at(root, "/resource/name") +
                   text_at(root, "/data_subjects/0"));
      }
    }
    return all;
  };
  const auto with = deeds(play(planted, 23));
  const auto without = deeds(play(clean, 23));
  std::vector<std::string> lost;
  std::set_difference(
      without.begin(), without.end(), with.begin(), with.end(), std::back_inserter(lost));
  // Suppressed or altered by an attack, and doubled ones, which fall on other events.
  EXPECT_LT(lost.size(), without.size() / 100);
}

// An office that moved to another network has moved for what is planted there as well.
TEST(Leaks, attacks_come_by_the_network_that_the_days_work_comes_by) {
  struct Day {
    std::set<std::string> work;
    std::vector<std::string> planted;
  };
  std::map<std::string, Day> days;
  simdjson::dom::parser parser;
  for (const Seen& seen : play(cut("small", 24, 8), 31)) {
    if (!seen.is_access) {
      continue;
    }
    const simdjson::dom::element root = parser.parse(seen.json).value();
    std::int64_t network = 0;
    if (text_at(root, "/principal/kind") != "human" ||
        root.at_pointer("/origin/asn").get(network) != simdjson::SUCCESS) {
      continue;
    }
    Day& day = days[text_at(root, "/principal/id") + text_at(root, "/origin/session")];
    if (seen.incident.empty()) {
      day.work.insert(std::to_string(network));
    } else {
      day.planted.push_back(std::to_string(network));
    }
  }
  const std::string moved = std::to_string(network::new_office_vpn);
  std::size_t compared = 0;
  for (const auto& [key, day] : days) {
    if (day.work == std::set<std::string>{moved}) {
      for (const std::string& network : day.planted) {
        ++compared;
        EXPECT_EQ(network, moved) << key;
      }
    }
  }
  EXPECT_GT(compared, 0U);
}

}  // namespace
}  // namespace centinela::simulator
