#include "app/virtual_partitions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace centinela::app {
namespace {

privacy::TokenKey key_of(char digit) {
  return privacy::TokenKey::parse(std::string(63, digit) + "1\n").value();
}

std::string event_of(std::string_view principal, std::string_view more = {}) {
  return R"({"id":"1","time":"2026-11-21T19:49:26Z","action":"read","principal":{"id":")" +
         std::string(principal) + R"("})" + std::string(more) + "}";
}

Position place(VirtualPartitions& partitions, const std::string& value) {
  return partitions.place({.value = value, .is_null = false, .headers = {}, .timestamp = {}});
}

TEST(VirtualPartitions, keep_a_principal_together_and_count_each_partitions_records) {
  VirtualPartitions partitions(8, key_of('2'), {});
  const Position first = place(partitions, event_of("u-1"));
  const Position second = place(partitions, event_of("u-1"));
  EXPECT_EQ(first.partition, second.partition);
  EXPECT_EQ(first.offset.value(), 0);
  EXPECT_EQ(second.offset.value(), 1);
}

TEST(VirtualPartitions, route_bots_by_their_conversation) {
  const auto talk = [](int number) {
    return R"({"id":"1","time":"2026-11-21T19:49:26Z","action":"read",)"
           R"("principal":{"id":"bot","kind":"bot"},"context":{"conversation":"k-)" +
           std::to_string(number) + R"("}})";
  };
  VirtualPartitions partitions(8, key_of('2'), {});
  std::set<std::int32_t> seen;
  for (int i = 0; i < 100; ++i) {
    seen.insert(place(partitions, talk(i)).partition.value());
  }
  EXPECT_EQ(seen.size(), 8U);
}

TEST(VirtualPartitions, are_even_enough) {
  VirtualPartitions partitions(8, key_of('2'), {});
  std::array<int, 8> counts{};
  for (int i = 0; i < 8000; ++i) {
    const Position position = place(partitions, event_of("u-" + std::to_string(i)));
    ++counts.at(static_cast<std::size_t>(position.partition.value()));
  }
  EXPECT_LE(*std::max_element(counts.begin(), counts.end()), 1300);
}

TEST(VirtualPartitions, place_what_does_not_decode_too) {
  VirtualPartitions partitions(8, key_of('2'), {});
  EXPECT_EQ(place(partitions, "no json").partition, place(partitions, "").partition);
}

}  // namespace
}  // namespace centinela::app
