#include "centinela/detectors/catalogue.h"

#include <gtest/gtest.h>

#include <set>

namespace centinela::detectors {
namespace {

TEST(Catalogue, lists_every_detector_once_at_its_place) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < detector_count; ++i) {
    EXPECT_EQ(static_cast<std::size_t>(catalogue()[i].id), i);
    names.insert(catalogue()[i].name);
  }
  EXPECT_EQ(names.size(), detector_count);
}

TEST(Catalogue, asks_one_question_per_detector_and_can_put_it_in_words) {
  for (const DetectorInfo& detector : catalogue()) {
    EXPECT_TRUE(detector.question.ends_with('?')) << detector.name;
    EXPECT_EQ(detector.question.find('?'), detector.question.size() - 1) << detector.name;
    EXPECT_NE(detector.sentence, nullptr) << detector.name;
    // No technique of ATT&CK is about purpose or consent; that is law.
    EXPECT_TRUE(!detector.attack.empty() || detector.id == DetectorId::purpose_consent)
        << detector.name;
  }
}

TEST(Catalogue, gives_each_family_and_unit_a_word_of_its_own) {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < family_count; ++i) {
    words.insert(to_string(static_cast<Family>(i)));
  }
  EXPECT_EQ(words.size(), family_count);
  EXPECT_EQ(to_string(Unit::anomaly_score), "anomaly score");
  EXPECT_EQ(to_string(Unit::percentage_points), "percentage points") << "the last of the table";
}

}  // namespace
}  // namespace centinela::detectors
