#include "centinela/features/features.h"

#include "centinela/base/rng.h"

#include "support/watched_world.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace centinela::features {
namespace {

using testing_support::EventBuilder;
using testing_support::WatchedWorld;

TEST(Schema, names_every_feature_once) {
  std::set<std::string_view> names;
  for (const FeatureInfo& feature : schema()) {
    names.insert(feature.name);
    EXPECT_FALSE(feature.unit.empty()) << feature.name;
    EXPECT_FALSE(feature.short_words.empty()) << feature.name;
  }
  EXPECT_EQ(names.size(), feature_count);
  EXPECT_GE(feature_count, 20U);
}

// A model is bound to this: a changed hash means that every model is to be trained anew.
TEST(Schema, has_the_hash_that_shipped_models_are_bound_to) {
  EXPECT_EQ(schema_hash(),
            "sha256:e06f1fb803cd9a60013adfa553f4c605842e58a3c9253c88640bf5305afdea6e");
}

TEST(Extract, gives_finite_values_whatever_comes) {
  Rng rng(41);
  WatchedWorld watched;
  EventTime now = testing_support::at("2026-06-01T06:00:00Z");
  for (int i = 0; i < 3000; ++i) {
    now = now + Duration{static_cast<std::int64_t>(rng.below(900'000))};
    EventBuilder event(now);
    event.by(1 + rng.below(5)).subjects_from(1 + rng.below(3000), rng.below(60));
    event.resource(rng.below(3), static_cast<std::int64_t>(rng.below(1'000'000'000)));
    event.action(static_cast<Action>(rng.below(word_count<Action>)));
    event.kind(static_cast<PrincipalKind>(rng.below(word_count<PrincipalKind>)));
    state::Scene scene = watched.observe(event);
    const FeatureVector values = extract(scene, appraise(scene));
    for (std::size_t at = 0; at < feature_count; ++at) {
      ASSERT_TRUE(std::isfinite(values[at])) << schema()[at].name;
    }
    state::learn(watched.world, scene, rng.uniform());
  }
}

TEST(Novelty, is_judged_at_the_first_sight_of_a_day_only) {
  WatchedWorld watched;
  const EventTime now = testing_support::at("2026-06-01T09:00:00Z");
  const auto is_first = [&](EventTime when) {
    EventBuilder event(when);
    event.resource(33, 1);
    state::Scene scene = watched.observe(event);
    const Novelty novelty = novelty_of(scene, {state::Attribute::record_class, 33});
    state::learn(watched.world, scene, 1);
    return novelty.is_first_today;
  };
  EXPECT_TRUE(is_first(now));
  EXPECT_FALSE(is_first(now + std::chrono::hours{2}));
  EXPECT_TRUE(is_first(now + one_day));
}

}  // namespace
}  // namespace centinela::features
