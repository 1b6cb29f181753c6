#include "config/did_you_mean.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace centinela::config {
namespace {

using namespace std::string_view_literals;

constexpr std::array names = {"lateness"sv, "threads"sv, "batch_size"sv, "warm_up"sv};

TEST(DidYouMean, finds_a_name_one_slip_away) {
  EXPECT_EQ(did_you_mean("latenes", names), "lateness");
  EXPECT_EQ(did_you_mean("latenesss", names), "lateness");
  EXPECT_EQ(did_you_mean("laetness", names), "lateness");
  EXPECT_EQ(did_you_mean("Threads", names), "threads");
  EXPECT_EQ(did_you_mean("batchsize", names), "batch_size");
}

TEST(DidYouMean, stays_silent_when_nothing_is_near) {
  EXPECT_EQ(did_you_mean("colour", names), "");
  EXPECT_EQ(did_you_mean("", names), "");
  EXPECT_EQ(did_you_mean("x", names), "");
  EXPECT_EQ(did_you_mean(std::string(100'000, 'a'), names), "");
}

TEST(DidYouMean, prefers_the_first_of_equally_near_names) {
  constexpr std::array pair = {"aab"sv, "aac"sv};
  EXPECT_EQ(did_you_mean("aad", pair), "aab");
}

}  // namespace
}  // namespace centinela::config
