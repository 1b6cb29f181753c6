#include "app/exactly_once/journal.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

const kafka::TopicPartition zero{"data-access", 0};
const kafka::TopicPartition one{"data-access", 1};

Journal two_partitions() {
  Journal journal{3, 10};
  journal.enter(zero, 100);
  journal.enter(one, 2'000'000'000'000);
  return journal;
}

TEST(Journal, of_one_partition_is_one_entry_however_long_it_runs) {
  Journal journal;
  journal.enter(zero, 0);
  for (std::int64_t next = 1; next < 100'000; ++next) {
    journal.took(zero, next);
  }
  ASSERT_EQ(journal.entries().size(), 1U);
  EXPECT_EQ(journal.end_of(zero), 99'999);
  EXPECT_EQ(journal.encode(), "data-access 00;|1-qX3");
}

TEST(Journal, keeps_the_order_of_partitions_and_ticks) {
  Journal journal = two_partitions();
  journal.took(zero, 101);
  journal.took(one, 2'000'000'000'005);
  journal.ticked(EventTime{1'764'000'000'000});
  journal.took(zero, 103);
  ASSERT_EQ(journal.entries().size(), 4U);
  EXPECT_EQ(journal.entries()[1], (JournalEntry{1, 2'000'000'000'005}));
  EXPECT_EQ(journal.entries()[2], (JournalEntry{std::nullopt, 1'764'000'000'000}));
  EXPECT_EQ(journal.entries()[3], (JournalEntry{0, 103}));
}

TEST(Journal, ends_a_run_where_a_checkpoint_stands) {
  Journal journal = two_partitions();
  journal.took(zero, 105);
  const std::uint64_t mark = journal.mark();
  journal.took(zero, 110);
  EXPECT_EQ(mark, 11U);
  EXPECT_EQ(journal.next_entry(), 12U);
  journal.forget_before(mark, 4);
  EXPECT_EQ(journal.base(), 4U);
  EXPECT_EQ(journal.first_entry(), 11U);
  EXPECT_EQ(journal.partitions()[0].base, 105);
  EXPECT_EQ(journal.entries().size(), 1U);
}

// Whatever was taken: decoding what was encoded gives it back, its size is known before, and so it
// is after a checkpoint.
TEST(Journal, is_the_same_after_a_round_trip_and_knows_its_size) {
  Rng rng{7};
  for (int history = 0; history < 200; ++history) {
    Journal journal = two_partitions();
    std::int64_t next[] = {100, 2'000'000'000'000};  // NOLINT(modernize-avoid-c-arrays): by index
    std::uint64_t mark = journal.mark();
    for (std::uint64_t left = rng.below(60); left > 0; --left) {
      const std::uint64_t what = rng.below(8);
      if (what == 0) {
        journal.ticked(EventTime{static_cast<std::int64_t>(rng.below(2'000'000'000'000))});
      } else if (what == 1) {
        mark = journal.mark();
      } else {
        const std::size_t which = rng.below(2);
        next[which] += static_cast<std::int64_t>(1 + rng.below(1U << rng.below(20)));
        journal.took(which == 0 ? zero : one, next[which]);
      }
    }
    for (int again = 0; again < 2; ++again) {
      const std::string text = journal.encode();
      EXPECT_EQ(text.size(), journal.size());
      const auto decoded = Journal::decode(text, journal.base(), journal.first_entry());
      ASSERT_TRUE(decoded) << decoded.error().detail;
      EXPECT_EQ(decoded->entries(), journal.entries());
      EXPECT_EQ(decoded->partitions(), journal.partitions());
      EXPECT_EQ(decoded->end_of(one), journal.end_of(one));
      EXPECT_EQ(decoded->size(), journal.size());
      journal.forget_before(mark, 4);
    }
  }
}

TEST(Journal, that_is_cut_or_names_what_is_not_there_is_refused) {
  Journal journal = two_partitions();
  journal.took(one, 2'000'000'000'100);
  const std::string text = journal.encode();
  const std::size_t table = text.find('|');
  for (std::size_t size = 0; size <= table; ++size) {
    EXPECT_FALSE(Journal::decode(text.substr(0, size), 0, 0)) << "cut after " << size;
  }
  for (const std::string_view wrong : {"|10",
                                       "t 00;|20",
                                       "t 0;|",
                                       "t 000;|",
                                       "t 00;|1",
                                       "t 00;|1#",
                                       "t 00;|1------------------"}) {
    EXPECT_FALSE(Journal::decode(wrong, 0, 0)) << wrong;
  }
}

}  // namespace
}  // namespace centinela::app
