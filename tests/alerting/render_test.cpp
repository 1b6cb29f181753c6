#include "centinela/codec/alert_encoder.h"

#include "desk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::alerting {
namespace {

// What stands behind "key": in the encoded alert, a number.
double printed(const std::string& line, std::string_view key, std::size_t& from) {
  from = line.find("\"" + std::string{key} + "\":", from) + key.size() + 3;
  return std::stod(line.substr(from));
}

TEST(Render, says_no_count_below_zero_however_much_was_read) {
  Desk desk;
  desk.records = std::numeric_limits<std::int64_t>::max();
  const auto opened = desk.judge({desk.promise(Route::page)});
  const auto grown = desk.judge({desk.promise(Route::page)}, 30);
  ASSERT_EQ(opened.size(), 1U);
  ASSERT_EQ(grown.size(), 1U);
  EXPECT_EQ(grown[0].alert.episode.records, desk.records);
}

TEST(Render, prints_shares_that_add_up_to_one) {
  for (const double p : {1e-5, 3e-6, 7.7e-7, 2.3e-3, 0.11}) {
    Desk desk;
    const auto told =
        desk.judge({desk.promise(Route::ticket), desk.volume(p), desk.unjustified(p / 3)});
    ASSERT_EQ(told.size(), 1U);
    const std::string line = codec::encode_alert(told[0].alert);
    std::size_t from = 0;
    double in_ten_thousandths = 0;
    for (std::size_t i = 0; i < told[0].alert.reasons.size(); ++i) {
      const double share = printed(line, "share", from) * 1e4;
      EXPECT_NEAR(share, std::round(share), 1e-6) << line;
      in_ten_thousandths += std::round(share);
    }
    EXPECT_EQ(in_ten_thousandths, 1e4) << line;
  }
}

}  // namespace
}  // namespace centinela::alerting
