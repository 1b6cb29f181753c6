#include "centinela/base/huge_pages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <map>

namespace centinela {
namespace {

std::uintptr_t address_of(const void* memory) {
  return reinterpret_cast<std::uintptr_t>(memory);
}

TEST(LargeVector, begins_on_a_huge_page_from_two_mebibytes_on) {
  LargeVector<std::uint64_t> values(huge_page_bytes / sizeof(std::uint64_t), 7);
  EXPECT_EQ(address_of(values.data()) % huge_page_bytes, 0U);
  values.resize(3 * values.size(), 8);
  EXPECT_EQ(address_of(values.data()) % huge_page_bytes, 0U);
  EXPECT_EQ(values.front(), 7U);
  EXPECT_EQ(values.back(), 8U);
}

TEST(LargeVector, keeps_the_alignment_of_its_elements_when_small) {
  struct alignas(64) Line {
    std::uint8_t byte = 1;
  };
  const LargeVector<Line> lines(3);
  EXPECT_EQ(address_of(lines.data()) % 64, 0U);
}

TEST(HugePageArena, gives_pieces_that_do_not_overlap_and_stay_where_they_are) {
  HugePageArena arena;
  std::map<std::uintptr_t, std::size_t> pieces;
  for (std::size_t i = 0; i < 200; ++i) {
    const std::size_t bytes = 1 + (i * 7919) % 150'000;
    void* piece = arena.take(bytes);
    EXPECT_EQ(address_of(piece) % 64, 0U);
    std::memset(piece, static_cast<int>(i), bytes);
    pieces[address_of(piece)] = bytes;
  }
  std::uintptr_t end = 0;
  for (const auto& [begin, bytes] : pieces) {
    EXPECT_GE(begin, end);
    end = begin + bytes;
  }
}

TEST(HugePageArena, takes_what_is_asked_for_while_it_is_small) {
  HugePageArena arena;
  static_cast<void>(arena.take(1000));
  EXPECT_LE(arena.bytes(), 1024U);
}

TEST(HugePageArena, gives_a_piece_that_is_larger_than_a_whole_area) {
  HugePageArena arena;
  static_cast<void>(arena.take(huge_page_bytes));
  void* piece = arena.take(5 * huge_page_bytes);
  std::memset(piece, 1, 5 * huge_page_bytes);
  EXPECT_GE(arena.bytes(), 6 * huge_page_bytes);
}

}  // namespace
}  // namespace centinela
