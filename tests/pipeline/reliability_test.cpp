#include "centinela/pipeline/reliability.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

namespace centinela::pipeline {
namespace {

constexpr fusion::Stratum stratum{
    .detector = detectors::DetectorId::excessive_subjects, .leg = 0, .kind = PrincipalKind::human};
constexpr TenantToken tenant{7};

double realised(const Reliability& reliability, std::int64_t from, std::size_t level) {
  double opportunities = 0;
  double at_most = 0;
  for (const auto& [key, entry] : reliability.counts()) {
    if (key.first >= from) {
      opportunities += static_cast<double>(entry.count.opportunities);
      at_most += static_cast<double>(entry.count.at_most.at(level));
    }
  }
  return at_most / opportunities;
}

TEST(Reliability, shows_realised_at_nominal_even_where_the_analytic_p_is_wrong) {
  Reliability reliability;
  Rng rng(41);
  for (std::int64_t i = 0; i < 60'000; ++i) {
    // Too sure of itself: the square of a uniform p.
    const double u = rng.uniform();
    reliability.observe(i / 1000, tenant, stratum, u * u);
  }
  for (std::size_t level = 0; level <= 8; ++level) {
    const double nominal = Reliability::levels.at(level);
    EXPECT_GT(realised(reliability, 10, level), 0.75 * nominal) << nominal;
    EXPECT_LT(realised(reliability, 10, level), 1.33 * nominal) << nominal;
  }
}

TEST(Reliability, counts_by_day_and_stratum) {
  Reliability reliability;
  fusion::Stratum other = stratum;
  other.kind = PrincipalKind::bot;
  reliability.observe(3, tenant, stratum, 0.5);
  reliability.observe(3, tenant, stratum, 0.9);
  reliability.observe(4, tenant, stratum, 0.5);
  reliability.observe(3, tenant, other, 0.5);
  ASSERT_EQ(reliability.counts().size(), 3U);
  EXPECT_EQ(reliability.counts().at({3, stratum.index()}).count.opportunities, 2U);
  EXPECT_EQ(reliability.counts().at({3, other.index()}).stratum.kind, PrincipalKind::bot);
}

}  // namespace
}  // namespace centinela::pipeline
