#include "app/resend_mark.h"

#include <gtest/gtest.h>

#include <limits>

namespace centinela::app {
namespace {

TEST(ResendMark, knows_what_a_run_for_all_has_sent) {
  ResendMark mark;
  pass(mark, "", 10);
  EXPECT_TRUE(was_sent(mark, "bad_json", 9));
  EXPECT_FALSE(was_sent(mark, "bad_json", 10));
  EXPECT_EQ(first_unsent(mark, ""), 10);
}

TEST(ResendMark, leaves_other_reasons_unsent_behind_a_run_for_one) {
  ResendMark mark;
  pass(mark, "bad_json", 10);
  EXPECT_TRUE(was_sent(mark, "bad_json", 9));
  EXPECT_FALSE(was_sent(mark, "crash", 9));
  EXPECT_EQ(first_unsent(mark, ""), 0) << "a run for all begins with those";
  EXPECT_EQ(first_unsent(mark, "bad_json"), 10);
}

TEST(ResendMark, forgets_a_reason_that_a_run_for_all_has_caught_up_with) {
  ResendMark mark;
  pass(mark, "bad_json", 10);
  pass(mark, "crash", 30);
  pass(mark, "", 20);
  EXPECT_EQ(mark, (ResendMark{20, {{"crash", 30}}}));
}

TEST(ResendMark, never_goes_back) {
  ResendMark mark{20, {{"crash", 30}}};
  pass(mark, "", 5);
  pass(mark, "crash", 25);
  pass(mark, "bad_json", 15);
  EXPECT_EQ(mark, (ResendMark{20, {{"crash", 30}}}));
}

TEST(ResendMark, comes_back_from_its_metadata_as_it_was) {
  const ResendMark mark{20, {{"bad_json", 120}, {"crash", 30}}};
  EXPECT_EQ(metadata_of(mark), "bad_json=120 crash=30");
  EXPECT_EQ(mark_of(20, metadata_of(mark), 120), mark);
  EXPECT_EQ(mark_of(7, "", 7), (ResendMark{7, {}}));
}

TEST(ResendMark, takes_nothing_from_metadata_of_another_program) {
  for (const char* text : {"x",
                           "=",
                           "a=",
                           "a=b",
                           "A=9",
                           "a=9x",
                           "  ",
                           "a =9",
                           "=9 =9",
                           "a=99999999999999999999",
                           "a=-5",
                           "a=3"}) {
    EXPECT_EQ(mark_of(5, text, 100), (ResendMark{5, {}})) << text;
  }
}

TEST(ResendMark, begins_anew_where_the_topic_was_made_anew) {
  EXPECT_EQ(mark_of(20, "crash=30", 10), (ResendMark{0, {}}));
  EXPECT_EQ(mark_of(5, "crash=30", 10), (ResendMark{5, {}}));
}

TEST(ResendMark, fits_into_the_metadata_of_an_offset_whatever_was_sent) {
  ResendMark mark;
  for (int i = 0; i < 100; ++i) {
    std::string reason = "r" + std::to_string(i);
    reason.resize(reason_bytes_most, '_');
    ASSERT_TRUE(is_reason(reason));
    pass(mark, reason, 9'000'000'000'000'000'000 + i);
  }
  EXPECT_LE(metadata_of(mark).size(), 4096U);
  EXPECT_EQ(mark_of(0, metadata_of(mark), std::numeric_limits<std::int64_t>::max()), mark);
}

}  // namespace
}  // namespace centinela::app
