// Trees grown by scikit-learn 1.2.1 give scikit-learn's scores (data/make_sklearn_fixtures.py).
#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include "forest/forest_builder.h"
#include "forest/gzip_fixture.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

namespace centinela::forest {
namespace {

struct Fixture {
  std::string model;
  std::vector<float> rows;
  std::vector<double> scores;
};

Fixture load(const std::string& name) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text(read_fixture(name));
  const simdjson::dom::element document = parser.parse(text).value();
  Fixture fixture;
  fixture.model = simdjson::minify(document["model"].value());
  for (const auto row : document["rows"].get_array()) {
    for (const auto value : row.get_array()) {
      fixture.rows.push_back(static_cast<float>(value.get_double().value()));
    }
  }
  for (const auto score : document["scores"].get_array()) {
    fixture.scores.push_back(score.get_double().value());
  }
  return fixture;
}

class SklearnForest : public testing::TestWithParam<const char*> {};

TEST_P(SklearnForest, scores_as_scikit_learn_to_a_part_in_a_trillion) {
  const Fixture fixture = load(GetParam());
  ASSERT_GE(fixture.scores.size(), 60U);
  const auto forest = import_sklearn_json(fixture.model);
  ASSERT_TRUE(forest.has_value()) << forest.error().detail;
  for (const Kernel kernel : {Kernel::scalar, Kernel::avx2, Kernel::avx512}) {
    std::vector<double> scores(fixture.scores.size());
    anomaly_scores(*forest, fixture.rows, scores, kernel);
    EXPECT_THAT(scores, testing::Pointwise(testing::DoubleNear(1e-12), fixture.scores));
  }
}

TEST_P(SklearnForest, survives_our_own_format) {
  const auto forest = import_sklearn_json(load(GetParam()).model);
  const auto again = decode(encode(*forest));
  ASSERT_TRUE(again.has_value()) << again.error().detail;
  EXPECT_EQ(again->parts(), forest->parts());
  EXPECT_EQ(again->parts().facts.origin, "scikit-learn 1.2.1");
}

INSTANTIATE_TEST_SUITE_P(Fixtures,
                         SklearnForest,
                         testing::Values("sklearn_small.json.gz", "sklearn_full.json.gz"));

// One split; every argument replaces one part of the text.
struct Text {
  std::string left = "[1,-1,-1]";
  std::string right = "[2,-1,-1]";
  std::string feature = "[0,-2,-2]";
  std::string threshold = "[0.5,-2,-2]";
  std::string rows = "[4,3,1]";
  std::string features = "[1]";
  std::string format = "centinela-forest";
  std::string sample = "4";
};

std::string json_of(const Text& text) {
  return fmt::format(
      R"({{"format":"{}","version":1,"origin":"test","sample_size":{},"feature_names":["a","b"],)"
      R"("trees":[{{"features":{},"children_left":{},"children_right":{},"feature":{},)"
      R"("threshold":{},"n_node_samples":{}}}]}})",
      text.format,
      text.sample,
      text.features,
      text.left,
      text.right,
      text.feature,
      text.threshold,
      text.rows);
}

TEST(SklearnJson, maps_the_features_of_a_tree_to_the_columns_of_the_table) {
  const auto forest = import_sklearn_json(json_of({}));
  ASSERT_TRUE(forest.has_value()) << forest.error().detail;
  EXPECT_EQ(forest->parts().trees[0][0].feature, 1);
  EXPECT_EQ(forest->parts().trees[0][1].rows, 3U);
}

TEST(SklearnJson, puts_nodes_of_any_order_into_preorder) {
  const auto forest =
      import_sklearn_json(json_of({.left = "[2,-1,-1]", .right = "[1,-1,-1]", .rows = "[4,1,3]"}));
  ASSERT_TRUE(forest.has_value()) << forest.error().detail;
  EXPECT_EQ(forest->parts().trees[0][1].rows, 3U);
  EXPECT_EQ(forest->parts().trees[0][2].rows, 1U);
}

TEST(SklearnJson, rounds_thresholds_down_so_that_no_comparison_changes) {
  // 0.1f is above 0.1: kept as it is, the float 0.1f would go left, which it does not in Python.
  const auto forest = import_sklearn_json(json_of({.threshold = "[0.1,-2,-2]"}));
  EXPECT_LT(forest->parts().trees[0][0].threshold, 0.1F);
  const auto exact = import_sklearn_json(json_of({.threshold = "[0.25,-2,-2]"}));
  EXPECT_EQ(exact->parts().trees[0][0].threshold, 0.25F);
}

TEST(SklearnJson, refuses_what_is_no_forest) {
  const std::string bad[] = {"",
                             "{",
                             "[]",
                             "null",
                             R"({"format":1})",
                             json_of({.format = "other"}),
                             json_of({.sample = "0"}),
                             json_of({.sample = "-1"}),
                             json_of({.sample = "9000"}),
                             json_of({.left = "[0,-1,-1]"}),
                             json_of({.left = "[3,-1,-1]"}),
                             json_of({.left = "[-2,-1,-1]"}),
                             json_of({.left = "[1,-1]"}),
                             json_of({.left = "[]"}),
                             json_of({.left = "[1,0,-1]", .right = "[2,0,-1]"}),
                             json_of({.right = "[1,-1,-1]"}),
                             json_of({.feature = "[1,-2,-2]"}),
                             json_of({.feature = "[-2,-2,-2]"}),
                             json_of({.features = "[2]"}),
                             json_of({.features = "[-1]"}),
                             json_of({.features = "[]"}),
                             json_of({.threshold = "[-1e39,-2,-2]"}),
                             json_of({.threshold = R"(["x",0,0])"}),
                             json_of({.rows = "[4,3,2]"}),
                             json_of({.rows = "[0,0,0]"}),
                             json_of({.rows = "[4.5,3,1]"}),
                             json_of({.rows = "[4,-3,7]"})};
  for (const std::string& text : bad) {
    const auto forest = import_sklearn_json(text);
    ASSERT_FALSE(forest.has_value()) << text;
    EXPECT_EQ(forest.error().code, Errc::bad_data);
    EXPECT_FALSE(forest.error().detail.empty());
  }
}

}  // namespace
}  // namespace centinela::forest
