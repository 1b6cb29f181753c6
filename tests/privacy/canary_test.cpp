// Marked names in every field, also as path segments and file names: none may be found in what
// leaves the boundary but where the table of docs/privacy.md lets it.
#include "centinela/privacy/pseudonymiser.h"

#include "privacy/raw_event_builder.h"
#include "privacy/test_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace centinela::privacy {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view mark = "QXZCANARY";

// One marked name for each text field; `shape` says what stands around the mark.
struct Planted {
  std::array<std::string, 40> texts;
  std::array<std::string_view, 2> list;
  RawEvent raw;
};

void plant(Planted& planted, const std::string& prefix, const std::string& suffix) {
  RawEvent& raw = planted.raw;
  raw = usual_event();
  const std::array<std::string_view*, 25> fields = {&raw.id,
                                                    &raw.principal_id,
                                                    &raw.resource_name,
                                                    &raw.resource_class,
                                                    &raw.tool,
                                                    &raw.conversation,
                                                    &raw.acting_for,
                                                    &raw.ticket,
                                                    &raw.ticket_subject,
                                                    &raw.queue,
                                                    &raw.handover_from,
                                                    &raw.purpose,
                                                    &raw.intent,
                                                    &raw.version,
                                                    &raw.automation,
                                                    &raw.change,
                                                    &raw.incident,
                                                    &raw.ip,
                                                    &raw.country,
                                                    &raw.device,
                                                    &raw.app,
                                                    &raw.session,
                                                    &raw.client,
                                                    &raw.destination,
                                                    &raw.producer_name};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    planted.texts[i] = prefix + std::string(mark) + static_cast<char>('a' + i) + suffix;
    *fields[i] = planted.texts[i];
  }
  planted.list = {planted.texts[0], planted.texts[1]};
  raw.on_behalf_of = planted.list;
  raw.resource_fields = planted.list;
  raw.data_subjects = planted.list;
  raw.linked = planted.list;
  planted.texts[30] = prefix + std::string(mark) + suffix;
  raw.time_zone = planted.texts[30];
}

std::string bytes_of(const Event& event) {
  std::string bytes(sizeof(Event), '\0');
  std::memcpy(bytes.data(), &event, sizeof(Event));
  return bytes;
}

std::string book_of(const Pseudonymiser& pseudonymiser) {
  ByteWriter writer;
  pseudonymiser.names().encode(writer);
  return writer.bytes();
}

const std::array<std::pair<std::string, std::string>, 7> shapes = {{{"", ""},
                                                                    {"/customers/", "/notes"},
                                                                    {"/files/", ".pdf"},
                                                                    {"", "@example.org"},
                                                                    {"", "-00025603"},
                                                                    {"Jane ", " Roe"},
                                                                    {"\x1B[31m", ""}}};

TEST(Canary, is_in_no_event_and_in_no_book_before_admission) {
  const TimeZones zones;
  for (const auto& [prefix, suffix] : shapes) {
    Pseudonymiser pseudonymiser(test_key(), {}, zones);
    Planted planted;
    plant(planted, prefix, suffix);
    Event event;
    std::memset(static_cast<void*>(&event), 0, sizeof(event));
    // One person for a month: never enough for admission.
    for (std::uint64_t day = 0; day < 30; ++day) {
      planted.raw.received = planted.raw.received + one_day;
      pseudonymiser.tokenise(planted.raw, {}, day, event);
      EXPECT_THAT(bytes_of(event), Not(HasSubstr(mark)));
    }
    EXPECT_THAT(book_of(pseudonymiser), Not(HasSubstr(mark))) << prefix << suffix;
    EXPECT_EQ(shown(pseudonymiser.names(), event.context.purpose, 99),
              print(event.context.purpose));
  }
}

// Even said by everybody every day, identifiers stay tokens: only vocabulary can be admitted.
TEST(Canary, in_an_identifier_is_never_admitted) {
  const TimeZones zones;
  Pseudonymiser pseudonymiser(test_key(), {}, zones);
  Planted planted;
  plant(planted, "", "");
  RawEvent& raw = planted.raw;
  for (std::string_view* word : {&raw.resource_name,
                                 &raw.resource_class,
                                 &raw.tool,
                                 &raw.queue,
                                 &raw.purpose,
                                 &raw.intent,
                                 &raw.version,
                                 &raw.app,
                                 &raw.producer_name}) {
    *word = "usual";
  }
  raw.resource_fields = usual_fields;
  Event event;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const std::string who = std::string(mark) + std::to_string(i % 7);
    raw.principal_id = who;
    raw.received = raw.received + one_day;
    pseudonymiser.tokenise(raw, {}, i, event);
  }
  EXPECT_THAT(book_of(pseudonymiser), HasSubstr("usual"));
  EXPECT_THAT(book_of(pseudonymiser), Not(HasSubstr(mark)));
}

// Names that everybody opens, as path segments, file names, addresses and numbers.
TEST(Canary, in_a_resource_is_templated_away_however_many_open_it) {
  const TimeZones zones;
  for (const std::string& name : {"/customers/" + std::string(mark) + "/notes",
                                  "/files/" + std::string(mark) + ".pdf",
                                  std::string(mark) + ".xlsx",
                                  "/x/" + std::string(mark) + " Roe",
                                  std::string(mark) + "@example.org",
                                  "/mail/" + std::string(mark) + "@example.org",
                                  "/customers?name=" + std::string(mark),
                                  "SELECT x WHERE n='" + std::string(mark) + "'"}) {
    Pseudonymiser pseudonymiser(test_key(), {}, zones);
    RawEvent raw = usual_event();
    raw.resource_name = name;
    Event event;
    for (std::uint64_t i = 0; i < 20; ++i) {
      const std::string who = "u-" + std::to_string(i % 5);
      raw.principal_id = who;
      raw.received = raw.received + one_day;
      pseudonymiser.tokenise(raw, {}, i, event);
    }
    EXPECT_THAT(book_of(pseudonymiser), Not(HasSubstr(mark))) << name;
  }
}

TEST(Canary, is_where_the_table_lets_it) {
  const TimeZones zones;
  Pseudonymiser pseudonymiser(test_key(), {}, zones);
  RawEvent raw = usual_event();
  raw.team = mark;
  Event event;
  pseudonymiser.tokenise(raw, {}, 1, event);
  EXPECT_THAT(bytes_of(event), Not(HasSubstr(mark)));
  EXPECT_EQ(shown(pseudonymiser.names(), event.principal.team, 1), mark);
  EXPECT_THAT(book_of(pseudonymiser), HasSubstr(mark));
}

}  // namespace
}  // namespace centinela::privacy
