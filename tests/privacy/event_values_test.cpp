#include "privacy/event_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::privacy {
namespace {

TEST(EventValues, splits_a_tool_from_the_hash_behind_it) {
  EXPECT_EQ(split_tool("crm/search@sha256:ab").name, "crm/search");
  EXPECT_EQ(split_tool("crm/search@sha256:ab").version, "sha256:ab");
  EXPECT_EQ(split_tool("@scope/server/tool@1f").name, "@scope/server/tool");
  EXPECT_EQ(split_tool("crm/search").name, "crm/search");
  EXPECT_EQ(split_tool("crm/search").version, "");
  EXPECT_EQ(split_tool("").name, "");
}

TEST(EventValues, judges_an_event_from_the_future_at_the_time_of_the_log) {
  constexpr EventTime received{1'000'000'000'000};
  EXPECT_EQ(judged_time(received + 5 * one_minute, received), received + 5 * one_minute);
  EXPECT_EQ(judged_time(received + 5 * one_minute + Duration{1}, received), received);
  EXPECT_EQ(judged_time(received - one_day, received), received - one_day);
  EXPECT_EQ(received_time({}, received), received);
}

TEST(EventValues, knows_a_country_by_two_letters_only) {
  EXPECT_EQ(country_code("es"), country_code("ES"));
  EXPECT_EQ(country_code("ES").value(), ('E' << 8) | 'S');
  for (const auto* text : {"", "E", "ESP", "E1", "\xC3\xB1", "@A", "[a", "e "}) {
    EXPECT_EQ(country_code(text), CountryCode{}) << text;
  }
}

TEST(EventValues, keeps_differences_of_trailing_numbers_and_nothing_else) {
  constexpr std::uint32_t blind = 0x89ABCDEF;
  EXPECT_EQ(blinded_ordinal("c-00025604", blind) - blinded_ordinal("c-00025603", blind), 1U);
  EXPECT_EQ(blinded_ordinal("c25603", blind), blinded_ordinal("order/25603", blind));
  EXPECT_EQ(blinded_ordinal("", blind), 0U);
  EXPECT_EQ(blinded_ordinal("jane", blind), 0U);
  EXPECT_EQ(blinded_ordinal("7x", blind), 0U);
  // 2^32 + 5 is 5, and 30 digits are their last 18.
  EXPECT_EQ(blinded_ordinal("4294967301", blind), 5 + blind);
  EXPECT_EQ(blinded_ordinal("999999999999000000000000000007", blind), 7 + blind);
}

TEST(EventValues, never_blinds_a_number_to_zero) {
  constexpr std::uint32_t blind = 0xFFFFFFFF;
  EXPECT_EQ(blinded_ordinal("c-1", blind), 1U);
  EXPECT_EQ(blinded_ordinal("c-2", blind), 1U);
}

TEST(EventValues, reads_an_alert_id_or_takes_the_id_of_no_alert) {
  const AlertId id = parse_alert_id("00000000000000ff0123456789ABCDEF");
  EXPECT_EQ(id.high, 255U);
  EXPECT_EQ(id.low, 0x0123456789ABCDEFU);
  EXPECT_EQ(parse_alert_id("00000000000000ff0123456789ABCDEG"), AlertId{});
  EXPECT_EQ(parse_alert_id("ff"), AlertId{});
}

OriginFacts origin_of(double latitude, double longitude, std::int64_t asn, FieldSet& present) {
  RawEvent raw;
  raw.latitude = latitude;
  raw.longitude = longitude;
  raw.asn = asn;
  raw.country = "es";
  Event event;
  for (const Field field : {Field::origin_latitude,
                            Field::origin_longitude,
                            Field::origin_asn,
                            Field::origin_country}) {
    event.present.insert(field);
  }
  copy_origin_values(raw, event);
  present = event.present;
  return event.origin;
}

TEST(EventValues, takes_what_is_out_of_range_as_not_sent) {
  FieldSet present;
  EXPECT_FLOAT_EQ(origin_of(-90, 180, 4294967295, present).latitude, -90);
  EXPECT_EQ(present.size(), 4);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [latitude, longitude] :
       {std::pair{90.1, 0.0}, std::pair{0.0, -180.1}, std::pair{nan, 0.0}, std::pair{0.0, nan}}) {
    const OriginFacts origin = origin_of(latitude, longitude, 0, present);
    EXPECT_EQ(origin.latitude, 0);
    EXPECT_EQ(origin.longitude, 0);
    EXPECT_FALSE(present.contains(Field::origin_latitude));
    EXPECT_FALSE(present.contains(Field::origin_longitude));
    EXPECT_FALSE(present.contains(Field::origin_asn));
    EXPECT_TRUE(present.contains(Field::origin_country));
  }
  EXPECT_EQ(origin_of(0, 0, 4294967296, present).asn, 0U);
}

TEST(EventValues, resolves_what_an_access_reached_by_its_action) {
  const auto reach = [](Action action, Reach said) {
    RawEvent raw;
    raw.action = action;
    raw.reach = said;
    Event event;
    copy_values(raw, event);
    return event.reach;
  };
  EXPECT_EQ(reach(Action::search, Reach::absent), Reach::listed);
  EXPECT_EQ(reach(Action::list, Reach::other), Reach::listed);
  EXPECT_EQ(reach(Action::read, Reach::absent), Reach::opened);
  EXPECT_EQ(reach(Action::search, Reach::opened), Reach::opened);
  EXPECT_EQ(reach(Action::export_, Reach::listed), Reach::listed);
}

}  // namespace
}  // namespace centinela::privacy
