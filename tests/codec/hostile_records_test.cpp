#include "codec/hostile_records.h"

#include "centinela/codec/dead_letter_reason.h"

#include "codec/decoding.h"

#include <algorithm>

namespace centinela::codec {
namespace {

class Hostile : public testing::TestWithParam<HostileRecord> {};

TEST_P(Hostile, gets_its_documented_treatment) {
  const HostileRecord& hostile = GetParam();
  Decoding decoding;
  const RecordView record{.value = hostile.value,
                          .is_null = hostile.is_null,
                          .headers = hostile.headers,
                          .timestamp = {}};
  const Decoded decoded = decoding.decode(record);
  ASSERT_EQ(decoded.items.size(), 1U);
  const auto* failure = std::get_if<DecodeFailure>(&decoded.items[0]);
  if (hostile.reason.empty()) {
    EXPECT_EQ(failure, nullptr) << failure->reason << ' ' << failure->field << ' ' << failure->byte;
    return;
  }
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->reason, hostile.reason);
  EXPECT_EQ(failure->field, hostile.field);
  EXPECT_LE(failure->byte, hostile.value.size());
  EXPECT_EQ(decoding.counters().dead_letters, 1U);
}

// Its name as gtest allows it: letters, digits and underscores.
std::string test_name(const testing::TestParamInfo<HostileRecord>& tested) {
  std::string name = tested.param.name;
  const auto is_odd = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; };
  std::replace_if(name.begin(), name.end(), is_odd, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Records, Hostile, testing::ValuesIn(hostile_records()), test_name);

TEST(HostileRecords, are_sixty_or_more) {
  EXPECT_GE(hostile_records().size(), 60U);
}

// True when the text is a part of the program's own constants: it cannot hold a payload then.
bool is_static(std::string_view text, const HostileRecord& hostile) {
  const char* begin = hostile.value.data();
  const bool is_inside = text.data() >= begin && text.data() < begin + hostile.value.size();
  return !is_inside;
}

TEST(DecodeFailure, names_a_documented_reason_and_repeats_nothing_of_the_record) {
  for (const HostileRecord& hostile : hostile_records()) {
    Decoding decoding;
    std::string value = hostile.value;
    const RecordView record{
        .value = value, .is_null = hostile.is_null, .headers = hostile.headers, .timestamp = {}};
    const Decoded decoded = decoding.decode(record);
    ASSERT_EQ(decoded.items.size(), 1U) << hostile.name;
    const auto* failure = std::get_if<DecodeFailure>(&decoded.items[0]);
    if (failure == nullptr) {
      continue;
    }
    const DecodeFailure before = *failure;
    const std::string words = joined({before.reason, before.detail, before.field});
    EXPECT_NE(std::find(reason::all.begin(), reason::all.end(), before.reason), reason::all.end());
    EXPECT_TRUE(is_static(before.detail, hostile) && is_static(before.field, hostile));
    // The next record takes over every buffer: words that came from one would change.
    (void)decoding.decode(std::string(hostile.value.size() + 1, '#'));
    EXPECT_EQ(words, joined({before.reason, before.detail, before.field})) << hostile.name;
  }
}

TEST(DecodeFailure, points_at_the_byte_where_the_field_stands) {
  Decoding decoding;
  EXPECT_EQ(decoding.failure(R"({"id":7})").byte, 6U);
  EXPECT_EQ(decoding.failure(R"( {"time":1} )").byte, 9U);
  EXPECT_EQ(decoding.failure("{\"id\":\"\xFF\"}").byte, 7U);
  EXPECT_EQ(decoding.failure(R"({"a":nul})").byte, 5U);
}

TEST(Decoder, reads_on_after_every_hostile_record) {
  Decoding decoding;
  for (const HostileRecord& hostile : hostile_records()) {
    (void)decoding.decode({.value = hostile.value,
                           .is_null = hostile.is_null,
                           .headers = hostile.headers,
                           .timestamp = {}});
    ASSERT_EQ(decoding.event(minimal()).id, "e-1") << "after " << hostile.name;
  }
}

TEST(Decoder, takes_8192_events_of_a_record_and_refuses_the_rest_once) {
  std::string value = "[";
  for (int i = 0; i < 9000; ++i) {
    value += R"({"class_uid":6005},)";
  }
  value.back() = ']';
  Decoding decoding;
  const Decoded decoded = decoding.decode(value);
  ASSERT_EQ(decoded.items.size(), events_per_record_max + 1);
  EXPECT_EQ(std::get<DecodeFailure>(decoded.items.back()).reason, "too_many_events");
}

}  // namespace
}  // namespace centinela::codec
