#include "app/forest_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::MatchesRegex;

const fs::path public_table = fs::path(CENTINELA_SOURCE_DIR) / "tests/data/breastw.csv.gz";

class ForestCommand : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("forest_command_") + test->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  static std::string read(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }
  [[nodiscard]] fs::path model() const { return folder_ / "model"; }

  // Fits on the table with its label left out.
  void fit(const fs::path& input, bool ensemble = false) {
    std::ostringstream out;
    const auto done =
        forest_fit({.input = input, .label = "label", .ensemble = ensemble, .model = model()}, out);
    ASSERT_TRUE(done.has_value()) << done.error().detail;
    fit_said_ = out.str();
  }

  fs::path folder_;
  std::string fit_said_;
};

TEST_F(ForestCommand, fits_and_judges_a_public_table) {
  fit(public_table);
  EXPECT_THAT(fit_said_, HasSubstr("forest of 100 trees on 683 rows of 9 features"));
  std::ostringstream out;
  const auto done =
      forest_score({.input = public_table, .label = "label", .model = model(), .output = {}}, out);
  ASSERT_TRUE(done.has_value()) << done.error().detail;
  EXPECT_THAT(out.str(), MatchesRegex("AUROC 0\\.9[0-9]+\nAP 0\\.9[0-9]+\n"));
}

TEST_F(ForestCommand, fits_an_ensemble_that_score_knows_by_its_file) {
  fit(public_table, true);
  EXPECT_THAT(fit_said_, HasSubstr("ensemble"));
  std::ostringstream out;
  ASSERT_TRUE(
      forest_score({.input = public_table, .label = "label", .model = model(), .output = {}}, out)
          .has_value());
  EXPECT_THAT(out.str(), MatchesRegex("AUROC 0\\.9[0-9]+\nAP 0\\.9[0-9]+\n"));
}

TEST_F(ForestCommand, writes_one_score_a_row_that_reads_back_exactly) {
  const fs::path input = write("t.csv", "a,b,label\n1,2,0\n1.1,2.1,0\n0.9,2.2,0\n9,9,1\n");
  fit(input);
  std::ostringstream out;
  const fs::path output = folder_ / "scores.csv";
  ASSERT_TRUE(forest_score({.input = input, .label = {}, .model = model(), .output = output}, out)
                  .has_value());
  EXPECT_EQ(out.str(), "");
  std::ostringstream again;
  ASSERT_TRUE(forest_score({.input = input, .label = {}, .model = model(), .output = {}}, again)
                  .has_value());
  EXPECT_EQ(again.str(), read(output));
  std::istringstream lines(again.str());
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "score");
  std::vector<double> scores;
  while (std::getline(lines, line)) {
    scores.push_back(std::stod(line));
    EXPECT_TRUE(scores.back() > 0 && scores.back() < 1);
  }
  ASSERT_EQ(scores.size(), 4U);
  EXPECT_GT(scores[3], scores[0]);
}

TEST_F(ForestCommand, gives_the_same_file_for_the_same_seed) {
  fit(public_table);
  const std::string first = read(model());
  fit(public_table);
  EXPECT_EQ(read(model()), first);
}

TEST_F(ForestCommand, finds_columns_by_name_whatever_their_order) {
  const fs::path input = write("t.csv", "a,b,label\n1,20,0\n2,21,0\n3,22,0\n4,29,1\n");
  const fs::path mixed =
      write("m.csv", "extra,label,b,a\n0,0,20,1\n0,0,21,2\n0,0,22,3\n0,1,29,4\n");
  fit(input);
  std::ostringstream one;
  std::ostringstream other;
  ASSERT_TRUE(
      forest_score({.input = input, .label = {}, .model = model(), .output = {}}, one).has_value());
  ASSERT_TRUE(forest_score({.input = mixed, .label = {}, .model = model(), .output = {}}, other)
                  .has_value());
  EXPECT_EQ(one.str(), other.str());
}

TEST_F(ForestCommand, takes_every_column_as_a_feature_without_a_label) {
  const fs::path input = write("t.csv", "a,label\n1,0\n2,0\n3,1\n");
  std::ostringstream out;
  ASSERT_TRUE(forest_fit({.input = input, .label = {}, .model = model()}, out).has_value());
  EXPECT_THAT(out.str(), HasSubstr("3 rows of 2 features"));
}

TEST_F(ForestCommand, bears_missing_and_huge_values) {
  const fs::path input = write("t.csv", "a,b\n1,\n,2\n1e300,-1e300\n3,4\n");
  for (const bool ensemble : {false, true}) {
    std::ostringstream out;
    ASSERT_TRUE(
        forest_fit({.input = input, .label = {}, .ensemble = ensemble, .model = model()}, out)
            .has_value());
    const auto done =
        forest_score({.input = input, .label = {}, .model = model(), .output = {}}, out);
    EXPECT_TRUE(done.has_value());
    EXPECT_THAT(out.str(), testing::Not(HasSubstr("nan")));
  }
}

TEST_F(ForestCommand, says_which_column_is_missing) {
  const fs::path input = write("t.csv", "a,b\n1,2\n2,3\n");
  std::ostringstream out;
  EXPECT_THAT(forest_fit({.input = input, .label = "label", .model = model()}, out).error().detail,
              HasSubstr("no column \"label\""));
  ASSERT_TRUE(forest_fit({.input = input, .label = {}, .model = model()}, out).has_value());
  const fs::path other = write("o.csv", "a,c\n1,2\n");
  EXPECT_THAT(forest_score({.input = other, .label = {}, .model = model(), .output = {}}, out)
                  .error()
                  .detail,
              HasSubstr("no column \"b\", which the model takes as a feature"));
}

TEST_F(ForestCommand, refuses_labels_other_than_zero_and_one) {
  const fs::path input = write("t.csv", "a,label\n1,0\n2,7\n");
  fit(input);
  std::ostringstream out;
  const auto done =
      forest_score({.input = input, .label = "label", .model = model(), .output = {}}, out);
  EXPECT_EQ(done.error().code, Errc::bad_data);
  EXPECT_THAT(done.error().detail, HasSubstr("row 2 of the table, column 2 (label)"));
}

TEST_F(ForestCommand, refuses_a_model_that_is_none) {
  const fs::path input = write("t.csv", "a\n1\n");
  std::ostringstream out;
  const auto done = forest_score({.input = input, .label = {}, .model = input, .output = {}}, out);
  EXPECT_THAT(done.error().detail, HasSubstr("expected a forest model"));
}

}  // namespace
}  // namespace centinela::app
