#include "app/series_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

class SeriesCommand : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("series_command_") + test->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] fs::path write(const std::string& text) const {
    std::ofstream(folder_ / "series.csv") << text;
    return folder_ / "series.csv";
  }
  static std::string scored(const fs::path& input) {
    std::ostringstream out;
    const auto done = series_score({.input = input, .output = "-"}, out);
    EXPECT_TRUE(done.has_value()) << done.error().detail;
    return out.str();
  }

  fs::path folder_;
};

TEST_F(SeriesCommand, writes_a_score_a_row_under_the_names_and_times_of_the_input) {
  const fs::path input =
      write("series,timestamp,value\n\"a, \"\"b\"\"\",2026-01-05 00:00:00,1\nc,1767571200000,2\n");
  EXPECT_EQ(scored(input),
            "series,timestamp,score\n\"a, \"\"b\"\"\",2026-01-05 00:00:00,0\nc,1767571200000,0\n");
}

TEST_F(SeriesCommand, writes_a_file_and_says_so) {
  const fs::path input = write("series,timestamp,value\na,2026-01-05 00:00:00,1\n");
  std::ostringstream out;
  ASSERT_TRUE(series_score({.input = input, .output = folder_ / "scores.csv"}, out));
  EXPECT_THAT(out.str(), StartsWith("1 rows of 1 series scored to "));
  std::ostringstream text;
  text << std::ifstream(folder_ / "scores.csv").rdbuf();
  EXPECT_EQ(text.str(), scored(input));
}

TEST_F(SeriesCommand, does_not_let_one_series_see_another) {
  std::string alone = "series,timestamp,value\n";
  std::string mixed = alone;
  for (int i = 0; i < 400; ++i) {
    const std::string rest = "," + std::to_string(1'767'571'200'000 + i * 300'000LL) + ",";
    alone += "a" + rest + std::to_string(i * 7 % 23) + "\n";
    mixed += "b" + rest + std::to_string(i * i) + "\na" + rest + std::to_string(i * 7 % 23) + "\n";
  }
  const std::string expected = scored(write(alone));
  std::istringstream lines(scored(write(mixed)));
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    kept += line.starts_with("b,") ? "" : line + "\n";
  }
  EXPECT_EQ(kept, expected);
}

TEST_F(SeriesCommand, names_the_file_in_what_it_refuses) {
  std::ostringstream out;
  const auto done = series_score({.input = write("a,b\n1,2\n"), .output = "-"}, out);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Errc::bad_data);
  EXPECT_THAT(done.error().detail, HasSubstr("series.csv: line 1: expected a column series"));
  EXPECT_FALSE(series_score({.input = folder_ / "absent", .output = "-"}, out));
}

}  // namespace
}  // namespace centinela::app
