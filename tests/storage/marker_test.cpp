#include "storage/marker.h"

#include <gtest/gtest.h>

namespace centinela::storage {
namespace {

Marker full_marker() {
  Marker marker;
  marker.number = 3;
  marker.taken = EventTime{1'000};
  marker.log_time = EventTime{900};
  marker.origin = {"layout", "sha256:m", "sha256:c", "1c9e04b7", "0.1.0", "x86"};
  marker.counters = {1, 2, 3, 4};
  marker.sum = {5, 6};
  marker.bytes = 7;
  marker.positions = {{"a", 0, 10}, {"b", 1, 20}};
  marker.firing = {"{}", ""};
  marker.commit = {"0123456789abcdef", "0f", 8, 9};
  return marker;
}

TEST(Marker, is_the_same_after_a_round_trip) {
  const auto marker = decode_marker(encode(full_marker()));
  ASSERT_TRUE(marker) << marker.error().detail;
  EXPECT_EQ(*marker, full_marker());
}

TEST(Marker, is_refused_when_it_is_cut_or_too_long) {
  const std::string bytes = encode(full_marker());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_FALSE(decode_marker(std::string_view{bytes}.substr(0, size))) << "cut after " << size;
  }
  EXPECT_FALSE(decode_marker(bytes + "x"));
}

// A version of 2026-11 wrote it before there was a CommitMark; checkpoints of it must load for
// ever.
TEST(Marker, of_version_1_is_read_without_a_place_among_the_commits) {
  Marker marker = full_marker();
  marker.commit = {};
  std::string bytes = encode(marker);
  constexpr std::size_t empty_mark = 4 + 4 + 8 + 8;
  bytes.resize(bytes.size() - empty_mark);
  bytes[0] = 1;
  const auto read = decode_marker(bytes);
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(*read, marker);
}

TEST(Marker, of_another_layout_says_so) {
  std::string bytes = encode(full_marker());
  bytes[0] = 9;
  const auto marker = decode_marker(bytes);
  ASSERT_FALSE(marker);
  EXPECT_NE(marker.error().detail.find("expected version 2, found 9"), std::string::npos);
}

}  // namespace
}  // namespace centinela::storage
