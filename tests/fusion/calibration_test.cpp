#include "centinela/fusion/calibration.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <set>

namespace centinela::fusion {
namespace {

using detectors::DetectorId;

constexpr TenantToken acme{1};
constexpr TenantToken other{2};
constexpr Stratum volume{DetectorId::excessive_subjects, 0, PrincipalKind::human};

TEST(Stratum, has_a_place_of_its_own) {
  std::set<std::size_t> places;
  for (std::size_t detector = 0; detector < detectors::detector_count; ++detector) {
    for (std::size_t leg = 0; leg < legs_max; ++leg) {
      for (std::size_t kind = 0; kind < kind_count; ++kind) {
        places.insert(Stratum{static_cast<DetectorId>(detector),
                              static_cast<detectors::Leg>(leg),
                              static_cast<PrincipalKind>(kind)}
                          .index());
      }
    }
  }
  EXPECT_EQ(places.size(), stratum_count);
  EXPECT_LT(*places.rbegin(), stratum_count);
}

TEST(Calibration, believes_a_detector_before_it_has_seen_any_of_its_scores) {
  Calibration calibration;
  EXPECT_DOUBLE_EQ(calibration.p_value(acme, volume, 1e-3), 1e-3);
}

TEST(Calibration, tones_down_a_detector_that_cries_too_often) {
  Rng rng(62);
  Calibration calibration;
  for (int i = 0; i < 4000; ++i) {
    const double honest = 1 - rng.uniform();
    calibration.add(acme, volume, honest * honest);  // claims 1e-4 once in a hundred
  }
  EXPECT_GT(calibration.p_value(acme, volume, 1e-4), 3e-3);
  EXPECT_LT(calibration.p_value(acme, volume, 1e-4), 3e-2);
}

TEST(Calibration, of_one_kind_says_nothing_of_another) {
  Rng rng(63);
  Calibration calibration;
  for (int i = 0; i < 4000; ++i) {
    const double honest = 1 - rng.uniform();
    calibration.add(acme, volume, honest * honest);
  }
  constexpr Stratum bots{DetectorId::excessive_subjects, 0, PrincipalKind::bot};
  EXPECT_DOUBLE_EQ(calibration.p_value(acme, bots, 1e-4), 1e-4);
}

TEST(Calibration, lends_a_new_tenant_the_voice_of_all) {
  Rng rng(64);
  Calibration calibration;
  for (int i = 0; i < 4000; ++i) {
    const double honest = 1 - rng.uniform();
    calibration.add(acme, volume, honest * honest);
  }
  EXPECT_GT(calibration.p_value(other, volume, 1e-4), 3e-3);
}

TEST(Calibration, stays_a_probability_that_grows_with_what_it_is_given) {
  Rng rng(65);
  Calibration calibration;
  for (int i = 0; i < 3000; ++i) {
    calibration.add(acme, volume, 1 - rng.uniform());
  }
  double before = 0;
  for (double p = 1e-9; p <= 1; p *= 3) {
    const double calibrated = calibration.p_value(acme, volume, p);
    EXPECT_GT(calibrated, 0);
    EXPECT_LE(calibrated, 1);
    EXPECT_GE(calibrated, before);
    before = calibrated;
  }
}

}  // namespace
}  // namespace centinela::fusion
