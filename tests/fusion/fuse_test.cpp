#include "centinela/fusion/fuse.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace centinela::fusion {
namespace {

using detectors::Family;
using detectors::family_count;

FamilyTally& of(Tallies& tallies, Family family) {
  return tallies[static_cast<std::size_t>(family)];
}

Tallies said(Family family, double p, std::uint32_t judged = 1) {
  Tallies tallies{};
  of(tallies, family) = {p, judged};
  return tallies;
}

TEST(FamilyTally, corrects_the_smallest_p_for_how_often_it_could_have_been_small) {
  EXPECT_EQ((FamilyTally{1e-3, 0}).p_value(), 1);
  EXPECT_NEAR((FamilyTally{1e-3, 1}).p_value(), 1e-3, 1e-15);
  EXPECT_NEAR((FamilyTally{1e-3, 100}).p_value(), 1 - std::pow(0.999, 100), 1e-12);
  EXPECT_NEAR((FamilyTally{1e-15, 1000}).p_value(), 1e-12, 1e-15) << "without cancellation";
}

TEST(FamilyTally, rises_with_the_number_of_looks) {
  double before = 0;
  for (std::uint32_t judged = 1; judged < 100'000; judged *= 3) {
    const double p = FamilyTally{1e-4, judged}.p_value();
    EXPECT_GT(p, before);
    EXPECT_LE(p, 1);
    before = p;
  }
}

TEST(Fuse, says_nothing_where_nobody_spoke) {
  const Fused fused = fuse({});
  EXPECT_EQ(fused.p_value, 1);
  EXPECT_EQ(fused.families_spoken, 0);
  EXPECT_EQ(fused.active, 0U);
}

TEST(Fuse, leaves_a_single_family_as_it_is) {
  EXPECT_NEAR(fuse(said(Family::volume, 1e-5)).p_value, 1e-5, 1e-9);
}

TEST(Fuse, weakens_one_family_by_every_other_that_saw_nothing) {
  Tallies tallies = said(Family::volume, 1e-5);
  of(tallies, Family::novelty) = {0.9, 3};
  EXPECT_NEAR(fuse(tallies).p_value, 2e-5, 1e-7);
  EXPECT_EQ(fuse(tallies).families_spoken, 2);
  EXPECT_EQ(fuse(tallies).families_surprising, 1);
}

TEST(Fuse, finds_two_surprised_families_rarer_than_one_beside_a_calm_one) {
  Tallies both = said(Family::volume, 1e-3);
  of(both, Family::justification) = {1e-3, 1};
  Tallies one = said(Family::volume, 1e-3);
  of(one, Family::justification) = {0.7, 1};
  EXPECT_LT(fuse(both).p_value, fuse(one).p_value);
  EXPECT_EQ(fuse(both).families_surprising, 2);
}

TEST(Fuse, hears_the_forest_only_where_it_stands_alone) {
  Tallies alone = said(Family::forest, 1e-4);
  EXPECT_EQ(fuse(alone).families_surprising, 1);
  Tallies beside = said(Family::forest, 1e-4);
  of(beside, Family::volume) = {1e-3, 1};
  const Fused fused = fuse(beside);
  EXPECT_EQ(fused.families_surprising, 1) << "the forest is no second family";
  EXPECT_NEAR(fused.p_value, fuse(said(Family::volume, 1e-3)).p_value, 1e-12);
  Tallies beside_calm = said(Family::forest, 1e-4);
  of(beside_calm, Family::volume) = {0.5, 1};
  EXPECT_EQ(fuse(beside_calm).families_spoken, 2);
}

TEST(Fuse, hears_risk_only_beside_families_that_are_calm) {
  Tallies beside = said(Family::risk, 1e-4);
  of(beside, Family::volume) = {1e-3, 1};
  EXPECT_EQ(fuse(beside).families_surprising, 1) << "risk is the sum of what the others said";
  Tallies calm = said(Family::risk, 1e-4);
  of(calm, Family::volume) = {0.5, 1};
  EXPECT_EQ(fuse(calm).families_surprising, 1);
  Tallies with_forest = said(Family::risk, 1e-4);
  of(with_forest, Family::forest) = {1e-4, 1};
  EXPECT_EQ(fuse(with_forest).families_surprising, 2) << "neither is part of the other";
}

TEST(Fuse, falls_with_every_p_it_is_given) {
  Rng rng(61);
  for (int i = 0; i < 3000; ++i) {
    Tallies tallies{};
    for (std::size_t family = 0; family < family_count; ++family) {
      const bool repeats = family == static_cast<std::size_t>(Family::forest) ||
                           family == static_cast<std::size_t>(Family::risk);
      if (!repeats && rng.below(2) == 0) {
        tallies[family] = {std::pow(10, -8 * rng.uniform()),
                           1 + static_cast<std::uint32_t>(rng.below(5))};
      }
    }
    const double before = fuse(tallies).p_value;
    ASSERT_GT(before, 0);
    ASSERT_LE(before, 1);
    FamilyTally& one = tallies[rng.below(family_count)];
    if (one.judged > 0) {
      one.smallest_p /= 10;
      ASSERT_LE(fuse(tallies).p_value, before * (1 + 1e-9));
    }
  }
}

TEST(Shares, add_up_to_one_among_the_surprised) {
  Tallies tallies = said(Family::volume, 1e-6);
  of(tallies, Family::novelty) = {1e-3, 1};
  of(tallies, Family::cadence) = {0.6, 1};
  const auto parts = shares(tallies);
  EXPECT_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0), 1, 1e-12);
  EXPECT_NEAR(parts[static_cast<std::size_t>(Family::volume)], 2.0 / 3, 1e-3);
  EXPECT_EQ(parts[static_cast<std::size_t>(Family::cadence)], 0);
  const auto none = shares({});
  EXPECT_EQ(std::accumulate(none.begin(), none.end(), 0.0), 0);
}

TEST(ScoreOf, passes_through_its_knots) {
  EXPECT_NEAR(score_of(1), 0, 1e-9);
  EXPECT_NEAR(score_of(0.1), 20, 1e-9);
  EXPECT_NEAR(score_of(0.01), 50, 1e-9);
  EXPECT_NEAR(score_of(1e-3), 75, 1e-9);
  EXPECT_NEAR(score_of(1e-4), 90, 1e-9);
  EXPECT_NEAR(score_of(1e-5), 97, 1e-9);
  EXPECT_NEAR(score_of(1e-6), 99, 1e-9);
  EXPECT_NEAR(score_of(1e-8), 100, 1e-9);
  EXPECT_EQ(score_of(0), 100);
  EXPECT_EQ(score_of(2), 0);
}

TEST(ScoreOf, never_rises_with_p) {
  double before = 100;
  for (double log10_p = -12; log10_p <= 0; log10_p += 0.01) {
    const double score = score_of(std::pow(10, log10_p));
    ASSERT_LE(score, before + 1e-9);
    before = score;
  }
}

TEST(SeverityOf, has_the_bands_of_the_contract) {
  EXPECT_EQ(severity_of(97), Severity::critical);
  EXPECT_EQ(severity_of(96.99), Severity::high);
  EXPECT_EQ(severity_of(90), Severity::high);
  EXPECT_EQ(severity_of(89.99), Severity::medium);
  EXPECT_EQ(severity_of(75), Severity::medium);
  EXPECT_EQ(severity_of(74.99), Severity::low);
}

TEST(SeverityOf, is_that_of_the_score_as_it_is_printed) {
  EXPECT_EQ(severity_of(96.996), Severity::critical);  // printed as 97
  EXPECT_EQ(severity_of(96.994), Severity::high);
  EXPECT_EQ(severity_of(89.996), Severity::high);
  EXPECT_EQ(severity_of(74.996), Severity::medium);
}

}  // namespace
}  // namespace centinela::fusion
