#include "centinela/forest/forest_file.h"

#include "centinela/base/sha256.h"
#include "centinela/forest/scoring.h"

#include "forest/container.h"
#include "forest/forest_builder.h"
#include "forest/forest_sections.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

namespace centinela::forest {
namespace {

const std::string golden_path =
    std::string(CENTINELA_SOURCE_DIR) + "/tests/forest/data/forest-v1.model";

const Forest& small_forest() {
  static const Forest forest = [] {
    const std::vector<float> rows = normal_rows(64, 3);
    return std::move(
               fit({.values = rows, .n_columns = 3},
                   {.trees = 5, .sample = 16, .seed = 3, .schema_hash = 77, .origin = "golden"}))
        .value();
  }();
  return forest;
}

TEST(ForestFile, gives_back_the_forest_it_was_given) {
  for (const Forest& forest : {Forest(small_forest()), fit_normal(20)}) {
    const std::string bytes = encode(forest);
    const auto again = decode(bytes);
    ASSERT_TRUE(again.has_value()) << again.error().detail;
    EXPECT_EQ(again->parts(), forest.parts());
    EXPECT_EQ(encode(*again), bytes);
  }
}

TEST(ForestFile, takes_ten_bytes_a_split_and_six_a_leaf) {
  const Forest forest = fit_normal(20);
  std::size_t expected = 4 + 4 * forest.n_trees();
  for (const Tree& tree : forest.parts().trees) {
    for (const Node& node : tree) {
      expected += node.is_leaf() ? 6 : 10;
    }
  }
  EXPECT_EQ(write_trees(forest.parts()).size(), expected);
}

// Released files must load for ever. CENTINELA_UPDATE_GOLDEN=1 writes the file when a *new* version
// of the format gets its own; this one stays as it is.
TEST(ForestFile, still_loads_the_file_of_version_1) {
  if (std::getenv("CENTINELA_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(golden_path, std::ios::binary) << encode(small_forest());
  }
  std::ifstream in(golden_path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  const auto forest = decode(bytes.str());
  ASSERT_TRUE(forest.has_value()) << forest.error().detail;
  EXPECT_EQ(forest->parts().feature_names, (std::vector<std::string>{"f0", "f1", "f2"}));
  EXPECT_EQ(forest->parts().schema_hash, 77U);
  EXPECT_EQ(forest->parts().facts, (TrainingFacts{.seed = 3, .rows = 64, .origin = "golden"}));
  const std::vector<float> rows{0, 0, 0, 5, -5, 5};
  std::vector<double> scores(2);
  anomaly_scores(*forest, rows, scores);
  EXPECT_NEAR(scores[0], 0.50092899748350805, 1e-12);
  EXPECT_NEAR(scores[1], 0.55068250985238532, 1e-12);
}

TEST(ForestFile, is_the_same_byte_for_byte_when_trained_again) {
  std::ifstream in(golden_path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  EXPECT_EQ(bytes.str(), encode(small_forest()));
}

std::string with_trees(const std::string& trees) {
  const ForestParts& parts = small_forest().parts();
  const std::string facts = write_facts(parts);
  const std::string names = write_names(parts);
  return write_container({{facts_tag, facts}, {names_tag, names}, {trees_tag, trees}});
}

TEST(ForestFile, refuses_trees_that_lie_about_their_size) {
  const std::string trees = write_trees(small_forest().parts());
  EXPECT_TRUE(decode(with_trees(trees)).has_value());
  std::string many_trees = trees;
  many_trees[2] = 1;
  EXPECT_THAT(decode(with_trees(many_trees)).error().detail, testing::HasSubstr("at most 4096"));
  std::string many_nodes = trees;
  many_nodes[6] = 1;
  EXPECT_THAT(decode(with_trees(many_nodes)).error().detail, testing::HasSubstr("at most 16383"));
  EXPECT_THAT(decode(with_trees(trees + "x")).error().detail, testing::HasSubstr("too many"));
  EXPECT_THAT(decode(with_trees("")).error().detail, testing::HasSubstr("more bytes"));
}

// Behind a right checksum, so that every byte reaches the checks of nodes and trees.
TEST(ForestFile, survives_every_single_byte_forged_in_the_trees) {
  const std::string trees = write_trees(small_forest().parts());
  const std::vector<float> row{0, 0, 0};
  double score = 0;
  int refused = 0;
  for (std::size_t i = 0; i < trees.size(); ++i) {
    for (const int flip : {1, 0x80, 0xFF}) {
      std::string forged = trees;
      forged[i] = static_cast<char>(forged[i] ^ flip);
      const auto forest = decode(with_trees(forged));
      refused += forest.has_value() ? 0 : 1;
      if (forest.has_value()) {
        anomaly_scores(*forest, row, std::span(&score, 1));
        EXPECT_TRUE(score > 0 && score <= 1) << "byte " << i;
      }
    }
  }
  EXPECT_GT(refused, static_cast<int>(trees.size()));
}

TEST(ForestFile, refuses_a_forest_that_lacks_a_section) {
  const std::string trees = write_trees(small_forest().parts());
  EXPECT_THAT(decode(write_container({{trees_tag, trees}})).error().detail,
              testing::HasSubstr("expected a section FACT"));
}

}  // namespace
}  // namespace centinela::forest
