#include "app/daemon/save_watch.h"

#include <gtest/gtest.h>

namespace centinela::app {
namespace {

using std::chrono::minutes;

TEST(SaveWatch, blocks_once_saving_has_failed_for_too_long_and_not_before) {
  SaveWatch watch(minutes{10});
  const SaveWatch::Time start{};
  EXPECT_FALSE(watch.is_blocked(start + minutes{100})) << "nothing has failed";
  watch.failed(start);
  watch.failed(start + minutes{9});
  EXPECT_FALSE(watch.is_blocked(start + minutes{9}));
  EXPECT_TRUE(watch.is_blocked(start + minutes{10})) << "counted from the first failure";
}

TEST(SaveWatch, is_free_again_with_the_first_checkpoint_that_is_written) {
  SaveWatch watch(minutes{10});
  const SaveWatch::Time start{};
  watch.failed(start);
  ASSERT_TRUE(watch.is_blocked(start + minutes{20}));
  watch.saved();
  EXPECT_FALSE(watch.is_blocked(start + minutes{20}));
  watch.failed(start + minutes{21});
  EXPECT_FALSE(watch.is_blocked(start + minutes{30}));
}

}  // namespace
}  // namespace centinela::app
