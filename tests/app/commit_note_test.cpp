#include "app/exactly_once/commit_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace centinela::app {
namespace {

CommitNote note_of(std::uint64_t number, std::string_view lineage, std::size_t runs) {
  CommitNote note;
  note.number = number;
  note.chain.lineage = lineage;
  for (std::uint64_t i = 0; i < number; ++i) {
    note.chain.add("{}");
  }
  Journal journal{2, 5};
  journal.enter({"a", 0}, 0);
  journal.enter({"a", 1}, 0);
  for (std::size_t i = 1; i <= runs; ++i) {
    journal.took({"a", static_cast<std::int32_t>(i % 2)}, static_cast<std::int64_t>(i));
  }
  static_cast<void>(journal.mark());
  note.journal = std::move(journal);
  return note;
}

constexpr std::string_view ours = "0123456789abcdef";
constexpr std::string_view theirs = "fedcba9876543210";

TEST(CommitNote, is_put_together_from_its_pieces_in_any_order) {
  for (const std::size_t partitions : {1, 2, 3, 7}) {
    const CommitNote note = note_of(3, ours, 900);
    std::vector<std::string> pieces = encode(note, partitions);
    EXPECT_EQ(pieces.size(), partitions);
    std::reverse(pieces.begin(), pieces.end());
    const auto found = latest_note(pieces, ours);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(*found, note);
  }
}

TEST(CommitNote, fills_metadata_that_a_broker_takes) {
  std::size_t runs = 0;
  while (note_of(1, ours, runs + 50).journal->size() <= journal_size_max(2)) {
    runs += 50;
  }
  CommitNote note = note_of(1, ours, runs);
  note.number = UINT64_MAX;
  note.chain.alerts = UINT64_MAX;
  for (const std::string& piece : encode(note, 2)) {
    EXPECT_LE(piece.size(), 4096U);
    EXPECT_THAT(piece, ::testing::Each(::testing::AllOf(::testing::Ge(' '), ::testing::Le('~'))));
  }
}

TEST(CommitNote, of_the_last_commit_of_this_lineage_is_the_one) {
  const std::vector<std::string> metadata{encode(note_of(4, ours, 3), 1)[0],
                                          encode(note_of(5, ours, 4), 1)[0],
                                          encode(note_of(9, theirs, 5), 1)[0],
                                          "of another tool",
                                          ""};
  EXPECT_EQ((*latest_note(metadata, ours))->number, 5U);
  EXPECT_EQ((*latest_note(metadata, theirs))->number, 9U);
  EXPECT_EQ((*latest_note(metadata, ""))->number, 9U);
  EXPECT_EQ(*latest_note({}, ours), std::nullopt);
}

TEST(CommitNote, that_lacks_a_piece_tells_no_order) {
  std::vector<std::string> pieces = encode(note_of(3, ours, 50), 3);
  pieces.pop_back();
  const auto found = latest_note(pieces, ours);
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)->number, 3U);
  EXPECT_EQ((*found)->journal, std::nullopt);
}

TEST(CommitNote, that_was_changed_is_refused) {
  const std::string good = encode(note_of(3, ours, 5), 1)[0];
  for (const auto& [from, to] : {std::pair{"c1 0", "c1 x"}, {" 3 ", " 3x "}, {"0123", "012"}}) {
    std::string bad = good;
    bad.replace(bad.find(from), std::string_view{from}.size(), to);
    EXPECT_FALSE(latest_note(std::vector{bad}, ours)) << bad;
  }
}

}  // namespace
}  // namespace centinela::app
