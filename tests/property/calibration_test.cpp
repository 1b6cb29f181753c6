// Two ledgers (h): baselines learn winsorised and quarantined, calibrators take every score.
#include "centinela/base/rng.h"
#include "centinela/stats/conformal.h"
#include "centinela/stats/learning.h"

#include "null_model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace centinela::stats {
namespace {

constexpr std::uint64_t seed = 4'242;
constexpr GroupPrior team{.mean = 12, .between_variance = 20, .kappa = 6};
constexpr std::size_t entities = 150;
// A reservoir of 4 096 is taken in anew about every 82 scores; 30 whole turns of it.
constexpr std::size_t turns = 30;
constexpr std::size_t scores_judged = turns * 4096;
constexpr std::array<double, 3> levels{1e-1, 1e-2, 1e-3};

struct Entity {
  double rate = 0;
  CountModel model;
};

// Judges a window of an entity, then lets its baseline learn what the rules allow. The score.
double live_window(Entity& entity, Rng& rng) {
  const LearningRules rules;
  const std::int64_t x = test::draw_count(entity.rate, team, rng);
  const NegativeBinomial predictive = entity.model.predictive(1, team);
  const double p = predictive.randomised_pit_upper(x, rng.uniform());
  if (!is_quarantined(p, rules.quarantine_below)) {
    const double before = entity.model.mean();
    const bool is_mature = entity.model.maturity(team) >= rules.mature_from;
    const double learnt = winsorised(static_cast<double>(x), predictive, rules.winsorise_at);
    entity.model.learn(learnt, 1, team, forget_factor(1.0, count_half_life_days));
    if (is_mature) {
      entity.model.cap_drift(before, 1, rules.drift_per_day);
    }
  }
  return -std::log(p);
}

struct Realised {
  std::array<double, levels.size()> over_nominal{};
  double shape = 0;
};

// `takes` says which scores the calibrator is given: all of them, or those that were not alerted.
template <class Takes>
Realised run(const Takes& takes) {
  Rng rng(seed);
  std::vector<Entity> staff(entities);
  for (Entity& entity : staff) {
    entity = {test::draw_rate(team, rng), CountModel::from(team)};
  }
  ScoreCalibrator calibrator;
  Realised realised;
  for (std::size_t i = 0; i < scores_judged + 2 * 4096; ++i) {
    const double score = live_window(staff[i % entities], rng);
    const double p = calibrator.p_value(score);
    for (std::size_t level = 0; i >= 2 * 4096 && level < levels.size(); ++level) {
      const double hit = p <= levels[level] ? 1 : 0;
      realised.over_nominal[level] += hit / levels[level] / static_cast<double>(scores_judged);
    }
    if (takes(p)) {
      calibrator.add(score);
    }
  }
  realised.shape = calibrator.tail().shape;
  return realised;
}

TEST(Calibration, holds_after_30_refits_with_quarantine_on) {
  const Realised realised = run([](double /*p*/) { return true; });
  for (std::size_t level = 0; level < levels.size(); ++level) {
    RecordProperty("realised_" + std::to_string(level),
                   std::to_string(realised.over_nominal[level]));
    EXPECT_GE(realised.over_nominal[level], 0.8) << levels[level] << " seed " << seed;
    EXPECT_LE(realised.over_nominal[level], 1.25) << levels[level] << " seed " << seed;
  }
}

TEST(Calibration, would_eat_itself_if_the_calibrator_were_quarantined_too) {
  const Realised realised = run([](double p) { return p >= 1e-2; });
  RecordProperty("realised", std::to_string(realised.over_nominal[2]));
  EXPECT_GT(realised.over_nominal[2], 2) << " seed " << seed;
}

}  // namespace
}  // namespace centinela::stats
