// What an erasure leaves of whom it names: nothing that is saved.
#include "centinela/codec/alert_decoder.h"

#include "life.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <sstream>

namespace centinela::pipeline {
namespace {

using testing::Life;
using testing::load;
using testing::log_of_a_platform;
using testing::Records;
using testing::write_down;

constexpr std::size_t cut = 9'000;

std::string tenant_name() {
  const std::string& line = log_of_a_platform().front().json;
  constexpr std::string_view field = R"("tenant":")";
  const std::size_t begin = line.find(field);
  CENTINELA_CHECK(begin != std::string::npos);
  const std::size_t text = begin + field.size();
  return line.substr(text, line.find('"', text) - text);
}

// As `centinela erase` writes it.
std::string erase_record(std::string_view field, std::string_view whom) {
  return R"({"type":"control","kind":"erase","id":"e-1","tenant":")" + tenant_name() +
         R"(","time":")" + format_rfc3339(log_of_a_platform()[cut - 1].received) + R"(",")" +
         std::string{field} + R"(":")" + std::string{whom} + R"("})";
}

// Where the 8 bytes of a token stand in the saved records, in keys too (big-endian there).
std::set<std::string> found_in(const Records& records, std::uint64_t token) {
  std::string little(8, '\0');
  std::memcpy(little.data(), &token, sizeof token);
  const std::string big{little.rbegin(), little.rend()};
  std::set<std::string> sections;
  for (const auto& [key, value] : records) {
    if (value.find(little) != std::string::npos || key.find(big) != std::string::npos) {
      sections.insert(std::string{to_string(static_cast<state::StateSection>(key.front()))});
    }
  }
  return sections;
}

Records saved(Life& life) {
  Records records;
  write_down(life.engine->save(true), records);
  return records;
}

struct Person {
  state::EntityKey key;
  std::uint64_t events = 0;
};

// The one with the most events, and the tenant that has most.
Person busiest(const Life& life) {
  Person best;
  life.engine->shard().world().principals.for_each_read(
      [&](const state::EntityKey& key, const state::PrincipalState& principal) {
        if (is_person(principal.kind) && principal.events > best.events) {
          best = {key, principal.events};
        }
      });
  return best;
}

// A data subject that stands in as many places as any.
state::EntityKey much_seen(const Records& records, const Life& life) {
  state::EntityKey best;
  std::size_t places = 0;
  life.engine->shard().world().explanations.for_each_read(
      [&](const state::EntityKey& key, const state::ExplanationState& /*state*/) {
        if (places >= 4) {
          return;
        }
        const std::size_t found = found_in(records, key.id).size();
        if (found > places) {
          best = key;
          places = found;
        }
      });
  return best;
}

// Through the log, by the token that an alert shows.
std::vector<AppliedErasure> apply(Life& life, const state::EntityKey& key) {
  const bool is_principal = key.type == EntityType::principal;
  life.take(
      erase_record(is_principal ? "principal" : "data_subject",
                   is_principal ? print(PrincipalToken{key.id}) : print(DataSubjectToken{key.id})),
      log_of_a_platform()[cut - 1].received,
      cut);
  life.flush();
  return life.engine->shard().take_erasures();
}

TEST(Erasure, of_a_principal_leaves_its_token_nowhere_in_the_saved_state) {
  Life life;
  life.live(0, cut);
  const Person person = busiest(life);
  const std::set<std::string> before = found_in(saved(life), person.key.id);
  EXPECT_GE(before.size(), 4U) << "the search must be able to find it";
  const std::vector<AppliedErasure> applied = apply(life, person.key);
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_TRUE(applied[0].is_of_principal);
  EXPECT_GE(applied[0].entities, 3U);
  EXPECT_EQ(found_in(saved(life), person.key.id), std::set<std::string>{});
  EXPECT_EQ(life.engine->shard().counters().erasures, 1U);
}

TEST(Erasure, of_a_data_subject_leaves_its_token_nowhere_in_the_saved_state) {
  Life life;
  life.live(0, cut);
  const Records records = saved(life);
  const state::EntityKey subject = much_seen(records, life);
  EXPECT_GE(found_in(records, subject.id).size(), 3U);
  const std::vector<AppliedErasure> applied = apply(life, subject);
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_FALSE(applied[0].is_of_principal);
  EXPECT_GE(applied[0].entities + applied[0].fields, 3U);
  EXPECT_EQ(found_in(saved(life), subject.id), std::set<std::string>{});
}

TEST(Erasure, asked_for_twice_changes_nothing_the_second_time) {
  Life life;
  life.live(0, cut);
  const Person person = busiest(life);
  static_cast<void>(apply(life, person.key));
  const std::vector<AppliedErasure> again = apply(life, person.key);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].entities, 0U);
  EXPECT_EQ(again[0].fields, 0U);
}

TEST(Erasure, leaves_everybody_else_as_they_were) {
  Life life;
  life.live(0, cut);
  const Person person = busiest(life);
  const std::size_t principals = life.engine->shard().world().principals.size();
  const Records before = saved(life);
  static_cast<void>(apply(life, person.key));
  const Records after = saved(life);
  EXPECT_EQ(life.engine->shard().world().principals.size(), principals - 1);
  std::size_t changed = 0;
  for (const auto& [key, value] : before) {
    const auto found = after.find(key);
    if (static_cast<state::StateSection>(key.front()) == state::StateSection::principals &&
        key.size() > 5) {
      changed += found == after.end() || found->second != value ? 1 : 0;
    }
  }
  EXPECT_EQ(changed, 1U) << "of the principals only the one that is gone";
}

// The person whom the first of these alerts, one a line, has opened about.
std::optional<PrincipalToken> opened_about(const std::string& alerts) {
  std::istringstream lines{alerts};
  for (std::string line; std::getline(lines, line);) {
    const auto alert = codec::decode_alert(line);
    if (!alert || alert->state != AlertState::open) {
      continue;
    }
    if (const auto token = parse_token(TokenKind::principal, alert->entity)) {
      return PrincipalToken{*token};
    }
  }
  return std::nullopt;
}

TEST(Erasure, ends_what_is_open_about_whom_it_names) {
  Life life;
  life.live(0, cut);
  std::optional<PrincipalToken> principal;
  for (std::size_t at = cut; !principal && at < log_of_a_platform().size(); ++at) {
    life.alerts.clear();
    life.live(at, at + 1);
    principal = opened_about(life.alerts);
  }
  ASSERT_TRUE(principal) << "the log has an attack by a person";
  const std::size_t open = life.engine->shard().alerter().open_alerts();
  state::EntityKey key;
  life.engine->shard().world().principals.for_each_read(
      [&](const state::EntityKey& each, const state::PrincipalState& /*state*/) {
        key = each.id == principal->value() ? each : key;
      });
  life.alerts.clear();
  const std::vector<AppliedErasure> applied = apply(life, key);
  EXPECT_LT(life.engine->shard().alerter().open_alerts(), open);
  EXPECT_NE(life.alerts.find("\"state\":\"closed\""), std::string::npos);
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_FALSE(applied[0].alerts.empty()) << "a notifier must know what it is to forget";
}

// As a record of the log, by the token that an alert shows: the same lives, wherever it was read.
TEST(Erasure, in_the_log_gives_the_same_alerts_and_state_in_every_life) {
  Life finder;
  finder.live(0, cut);
  const std::string record =
      erase_record("principal", print(PrincipalToken{busiest(finder).key.id}));
  const EventTime received = log_of_a_platform()[cut - 1].received;
  const auto run = [&](Life& life) {
    life.live(0, cut);
    life.take(record, received, cut);
    life.flush();
    life.live(cut, 12'000);
  };
  Life one;
  run(one);
  Life two;
  run(two);
  EXPECT_EQ(one.alerts, two.alerts);
  EXPECT_EQ(saved(one), saved(two));
  ASSERT_EQ(one.engine->shard().take_erasures().size(), 1U);

  Life first;
  first.live(0, cut);
  first.take(record, received, cut);
  first.flush();
  Records records = saved(first);
  Life restarted;
  ASSERT_TRUE(load(records, *restarted.engine));
  restarted.live(cut, 12'000);
  EXPECT_EQ(saved(restarted), saved(one));
}

TEST(Erasure, that_names_nobody_or_two_is_not_applied) {
  Life life;
  life.live(0, 500);
  std::string both = erase_record("principal", "p-00000000000000ff");
  both.insert(both.size() - 1, R"(,"data_subject":"ds-00000000000000ff")");
  const EventTime received = log_of_a_platform()[cut - 1].received;
  life.take(both, received, cut);
  life.take(erase_record("reason", "nobody"), received, cut);
  life.flush();
  EXPECT_TRUE(life.engine->shard().take_erasures().empty());
  EXPECT_EQ(life.engine->shard().counters().controls, 2U);
  EXPECT_EQ(life.engine->shard().counters().erasures, 0U);
}

TEST(Erasure, of_another_tenants_namesake_leaves_this_one_alone) {
  Life life;
  life.live(0, cut);
  const Person person = busiest(life);
  const std::set<std::string> before = found_in(saved(life), person.key.id);
  std::string record = erase_record("principal", print(PrincipalToken{person.key.id}));
  const std::string tenant = "\"tenant\":\"" + tenant_name();
  record.replace(record.find(tenant), tenant.size(), "\"tenant\":\"somebody-else");
  life.take(record, log_of_a_platform()[cut - 1].received, cut);
  life.flush();
  const std::vector<AppliedErasure> applied = life.engine->shard().take_erasures();
  ASSERT_EQ(applied.size(), 1U);
  EXPECT_EQ(applied[0].entities + applied[0].fields, 0U);
  std::set<std::string> after = found_in(saved(life), person.key.id);
  after.insert("name_book");  // of words, for all tenants
  EXPECT_TRUE(std::includes(after.begin(), after.end(), before.begin(), before.end()));
}

}  // namespace
}  // namespace centinela::pipeline
