#include "centinela/privacy/name_book.h"

#include "centinela/base/hash.h"
#include "centinela/base/rng.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

using testing::HasSubstr;
using testing::Not;

WordToken word(std::uint64_t n) {
  return WordToken{mix64(n)};
}
WordUse use(std::uint64_t principal, std::int64_t day, std::uint64_t sequence = 0) {
  return {PrincipalToken{principal}, day, sequence};
}
std::string encoded(const NameBook& book) {
  ByteWriter writer;
  book.encode(writer);
  return writer.bytes();
}
bool is_clear(const NameBook& book, WordToken token, std::uint64_t as_of = UINT64_MAX) {
  return book.text(token, as_of).has_value();
}

TEST(NameBook, shows_a_word_after_three_principals_on_two_days) {
  NameBook book;
  EXPECT_FALSE(book.note(word(1), "billing", use(1, 10)));
  EXPECT_FALSE(book.note(word(1), "billing", use(2, 10)));
  EXPECT_FALSE(book.note(word(1), "billing", use(3, 10)));
  EXPECT_FALSE(is_clear(book, word(1)));
  EXPECT_TRUE(book.note(word(1), "billing", use(1, 11)));
  EXPECT_EQ(shown(book, word(1), UINT64_MAX), "billing");
}

TEST(NameBook, never_shows_a_word_of_two_principals_or_of_one_day) {
  NameBook book;
  for (std::int64_t day = 0; day < 100; ++day) {
    book.note(word(1), "two_people", use(1 + static_cast<std::uint64_t>(day % 2), day));
    book.note(word(2), "one_day", use(static_cast<std::uint64_t>(day) + 1, 5));
    book.note(word(3), "nobody", use(0, day));
  }
  EXPECT_FALSE(is_clear(book, word(1)));
  EXPECT_FALSE(is_clear(book, word(2)));
  EXPECT_FALSE(is_clear(book, word(3)));
  EXPECT_EQ(shown(book, word(1), 0), print(word(1)));
}

TEST(NameBook, never_shows_what_has_not_the_shape_of_a_word_however_often_it_is_said) {
  NameBook book;
  for (const auto* text : {"jane@example.org", "c-00025603", "\x1B[31m"}) {
    EXPECT_TRUE(book.note(word(1), text, use(1, 1))) << "nothing more to ask";
  }
  EXPECT_EQ(book.candidates(), 0U);
}

TEST(NameBook, keeps_no_text_before_admission) {
  NameBook book;
  book.note(word(1), "CANARY", use(1, 1));
  book.note(word(1), "CANARY", use(2, 1));
  EXPECT_THAT(encoded(book), Not(HasSubstr("CANARY")));
  EXPECT_EQ(book.candidates(), 1U);
}

TEST(NameBook, shows_a_word_from_the_entry_on_that_admitted_it) {
  NameBook book;
  book.note(word(1), "billing", use(1, 10, 100));
  book.note(word(1), "billing", use(2, 11, 101));
  book.note(word(1), "billing", use(3, 11, 102));
  EXPECT_FALSE(is_clear(book, word(1), 101));
  EXPECT_TRUE(is_clear(book, word(1), 102));
}

TEST(NameBook, shows_configured_words_from_the_start_and_for_ever) {
  NameBook book({.entries_max = 1, .candidates_max = 1});
  EXPECT_TRUE(book.admit_configured(word(1), "c-00025603"));
  EXPECT_TRUE(book.note(word(1), "c-00025603", use(1, 1)));
  EXPECT_EQ(book.text(word(1), 0), "c-00025603");
  EXPECT_FALSE(book.admit_configured(word(2), "\x1B[31m"));
  EXPECT_THAT(encoded(book), Not(HasSubstr("c-00025603"))) << "configuration is not state";
}

TEST(NameBook, shows_tenants_places_and_principals_at_once_but_never_what_is_not_printable) {
  NameBook book;
  EXPECT_TRUE(book.admit(TenantToken{5}, "acme", 7));
  EXPECT_TRUE(book.admit_place(word(6), "BOG-AGE1", 7));
  EXPECT_TRUE(book.admit(PrincipalToken{5}, "jane.roe@example.org", 7));
  EXPECT_EQ(shown(book, TenantToken{5}, 7), "acme");
  EXPECT_EQ(shown(book, TenantToken{5}, 6), "tn-0000000000000005");
  EXPECT_EQ(shown(book, word(6), 7), "BOG-AGE1");
  EXPECT_EQ(shown(book, PrincipalToken{5}, 7), "jane.roe@example.org");
  EXPECT_EQ(shown(book, WordToken{}, 7), "");
  EXPECT_FALSE(book.admit(TenantToken{8}, "acme\x1B[2J", 7));
  EXPECT_FALSE(book.admit_place(word(9), std::string(65, 'x'), 7));
}

TEST(NameBook, stays_within_its_bounds_under_a_flood) {
  NameBook book({.entries_max = 100, .candidates_max = 50});
  for (std::uint64_t i = 1; i <= 10000; ++i) {
    book.admit_place(word(i), "team-" + std::to_string(i % 1000), i);
    book.note(word(i + 100000), "word", use(1, 1));
  }
  EXPECT_EQ(book.size(), 100U);
  EXPECT_EQ(book.candidates(), 50U);
  EXPECT_EQ(book.evictions(), 9900U);
}

TEST(NameBook, keeps_vocabulary_under_a_flood_of_places) {
  NameBook book({.entries_max = 4, .candidates_max = 4});
  book.note(word(1), "billing", use(1, 1));
  book.note(word(1), "billing", use(2, 2));
  book.note(word(1), "billing", use(3, 2));
  for (std::uint64_t i = 10; i < 1000; ++i) {
    book.admit_place(word(i), "flood", i);
  }
  EXPECT_TRUE(is_clear(book, word(1)));
}

TEST(NameBook, keeps_what_is_used_and_lets_go_of_what_is_not) {
  NameBook book({.entries_max = 8, .candidates_max = 8});
  for (std::uint64_t i = 1; i <= 100; ++i) {
    book.admit_place(word(1), "used", i);
    book.admit_place(word(i + 1), "once", i);
  }
  EXPECT_TRUE(is_clear(book, word(1)));
  EXPECT_FALSE(is_clear(book, word(2)));
}

// An alert is worded after its batch: what was evicted later in the batch must not matter.
TEST(NameBook, still_shows_an_evicted_word_in_what_was_decided_before) {
  NameBook book({.entries_max = 1, .candidates_max = 1});
  book.admit_place(word(1), "first", 10);
  book.admit_place(word(2), "second", 20);
  book.admit_place(word(1), "first", 30);
  EXPECT_FALSE(is_clear(book, word(1), 9));
  EXPECT_TRUE(is_clear(book, word(1), 10));
  EXPECT_TRUE(is_clear(book, word(1), 19));
  EXPECT_FALSE(is_clear(book, word(1), 20));
  EXPECT_FALSE(is_clear(book, word(1), 29));
  EXPECT_TRUE(is_clear(book, word(1), 30));
  EXPECT_TRUE(is_clear(book, word(2), 29));
}

void say_something(NameBook& book, Rng& rng, std::uint64_t sequence) {
  const std::uint64_t n = 1 + rng.below(60);
  book.note(
      word(n), "word", use(1 + rng.below(5), static_cast<std::int64_t>(rng.below(3)), sequence));
  if (rng.below(5) == 0) {
    book.admit_place(word(1000 + n), "place", sequence);
  }
}

// Restored in the middle, it goes on as if nothing had happened: every later byte is the same.
TEST(NameBook, goes_on_after_decoding_exactly_as_before) {
  const NameBookOptions options{.entries_max = 16, .candidates_max = 12};
  NameBook book(options);
  Rng rng(6);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    say_something(book, rng, i);
  }
  NameBook restored(options);
  const std::string bytes = encoded(book);
  ByteReader reader(bytes);
  ASSERT_TRUE(restored.decode(reader));
  EXPECT_TRUE(reader.at_end());
  EXPECT_EQ(encoded(restored), bytes);
  Rng same_rng = rng;
  for (std::uint64_t i = 2000; i < 4000; ++i) {
    say_something(book, rng, i);
    say_something(restored, same_rng, i);
  }
  EXPECT_EQ(encoded(restored), encoded(book));
}

TEST(NameBook, forgets_a_principal_and_its_part_in_words_and_still_reads_itself_back) {
  NameBook book;
  book.admit(PrincipalToken{7}, "u-7", 1);
  book.note(word(1), "of_two", use(7, 1));
  book.note(word(1), "of_two", use(8, 1));
  book.note(word(2), "of_one", use(7, 1));
  book.forget(PrincipalToken{7});
  EXPECT_FALSE(book.text(PrincipalToken{7}, UINT64_MAX).has_value());
  EXPECT_EQ(book.candidates(), 1U) << "nobody who is known has said the other word";
  const std::string bytes = encoded(book);
  std::string token(8, '\0');
  token[0] = 7;
  EXPECT_THAT(bytes, Not(HasSubstr(token)));
  EXPECT_THAT(bytes, Not(HasSubstr("u-7")));
  NameBook read;
  ByteReader reader(bytes);
  EXPECT_TRUE(read.decode(reader));
  // Its word needs three others now.
  for (std::uint64_t who = 8; who <= 10; ++who) {
    book.note(word(1), "of_two", use(who, 2));
  }
  EXPECT_TRUE(is_clear(book, word(1)));
}

TEST(NameBook, refuses_bytes_that_are_cut_or_changed_and_stays_as_it_was) {
  NameBook book;
  book.admit(TenantToken{5}, "acme", 7);
  book.note(word(1), "billing", use(1, 1));
  const std::string bytes = encoded(book);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    NameBook other;
    other.admit(TenantToken{9}, "other", 1);
    ByteReader reader(std::string_view(bytes).substr(0, size));
    EXPECT_FALSE(other.decode(reader)) << size;
    EXPECT_EQ(shown(other, TenantToken{9}, 1), "other");
  }
}

TEST(NameBook, does_not_take_a_terminal_escape_from_its_bytes) {
  NameBook book;
  book.admit(TenantToken{5}, "acme", 7);
  std::string bytes = encoded(book);
  bytes[bytes.find("acme")] = '\x1B';
  ByteReader reader(bytes);
  const auto decoded = NameBook().decode(reader);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Errc::bad_data);
  EXPECT_THAT(decoded.error().detail, Not(HasSubstr("cme")));
}

TEST(NameBook, survives_any_bytes) {
  NameBook book;
  book.admit(TenantToken{5}, "acme", 7);
  book.note(word(1), "billing", use(1, 1));
  const std::string bytes = encoded(book);
  Rng rng(8);
  for (int i = 0; i < 5000; ++i) {
    std::string changed = bytes;
    changed[rng.below(changed.size())] = static_cast<char>(rng.below(256));
    ByteReader reader(changed);
    NameBook other({.entries_max = 4, .candidates_max = 4});
    if (other.decode(reader)) {
      EXPECT_LE(other.size(), 16U);
    }
  }
}

}  // namespace
}  // namespace centinela::privacy
