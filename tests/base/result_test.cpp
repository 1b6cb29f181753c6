#include "centinela/base/result.h"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <set>

namespace centinela {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) {
    return Error{Errc::bad_data, "expected an even number"};
  }
  return value / 2;
}

Result<void> must_be_even(int value) {
  CENTINELA_TRY(half(value));
  return {};
}

Result<int> quarter(int value) {
  CENTINELA_TRY(const int once, half(value));
  CENTINELA_TRY(const int twice, half(once));
  return twice;
}

TEST(Result, is_either_a_value_or_an_error) {
  EXPECT_EQ(*half(8), 4);
  ASSERT_FALSE(half(7).has_value());
  EXPECT_EQ(half(7).error(), (Error{Errc::bad_data, "expected an even number"}));
}

TEST(Try, returns_the_first_error_from_the_calling_function) {
  EXPECT_EQ(*quarter(12), 3);
  EXPECT_FALSE(quarter(7).has_value());
  EXPECT_FALSE(quarter(6).has_value()) << "the second step fails";
  EXPECT_TRUE(must_be_even(2).has_value());
  EXPECT_EQ(must_be_even(3).error().code, Errc::bad_data);
}

Result<int> unwrap(Result<std::unique_ptr<int>> boxed) {
  CENTINELA_TRY(const std::unique_ptr<int> owned, std::move(boxed));
  return *owned;
}

TEST(Try, moves_values_that_cannot_be_copied) {
  EXPECT_EQ(*unwrap(std::make_unique<int>(5)), 5);
  EXPECT_EQ(unwrap(Error{Errc::io, "gone"}).error().code, Errc::io);
}

TEST(ResultDeathTest, aborts_when_the_wrong_side_is_asked_for) {
  const Result<int> bad = Error{};
  const Result<int> good = 1;
  EXPECT_DEATH(static_cast<void>(bad.value()), "internal error");
  EXPECT_DEATH(static_cast<void>(good.error()), "internal error");
  const Result<void> done;
  EXPECT_DEATH(static_cast<void>(done.error()), "internal error");
}

TEST(ErrorClasses, have_distinct_words_and_the_exit_codes_of_sysexits) {
  constexpr std::array all = {Errc::usage,
                              Errc::bad_data,
                              Errc::unavailable,
                              Errc::internal,
                              Errc::io,
                              Errc::fenced,
                              Errc::config};
  constexpr std::array codes = {64, 65, 69, 70, 74, 75, 78};
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(exit_code(all[i]), codes[i]) << to_string(all[i]);
    words.insert(to_string(all[i]));
  }
  EXPECT_EQ(words.size(), all.size());
}

}  // namespace
}  // namespace centinela
