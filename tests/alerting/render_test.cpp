#include "centinela/codec/alert_encoder.h"
#include "centinela/detectors/words.h"

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

TEST(Render, says_in_the_sentence_the_odds_that_the_field_has) {
  Desk desk;
  Evidence loud = desk.volume(1e-3);
  loud.p_at_least = 1e-9;
  const auto told = desk.judge({desk.promise(Route::ticket), loud});
  ASSERT_EQ(told.size(), 1U);
  for (const AlertReason& reason : told[0].alert.reasons) {
    if (reason.family == "volume") {
      ASSERT_GT(reason.p_value, 1e-4);
      EXPECT_NE(reason.sentence.find(detectors::odds(reason.p_value)), std::string::npos)
          << reason.sentence;
    }
  }
  EXPECT_EQ(told[0].alert.summary.find("rarer than"), std::string::npos) << told[0].alert.summary;
}

}  // namespace
}  // namespace centinela::alerting
