#include "centinela/fusion/fuse.h"

#include "centinela/base/fixed_vector.h"
#include "centinela/base/numbers.h"
#include "centinela/stats/combine.h"

#include <algorithm>
#include <cmath>

namespace centinela::fusion {
namespace {

using detectors::Family;
using detectors::family_count;

// The forest sees the features of the others, risk is their sum: beside them both say it again.
bool repeats_others(std::size_t family) noexcept {
  return family == static_cast<std::size_t>(Family::forest) ||
         family == static_cast<std::size_t>(Family::risk);
}

bool counts(const Tallies& tallies, std::size_t family) noexcept {
  if (tallies[family].judged == 0) {
    return false;
  }
  if (!repeats_others(family)) {
    return true;
  }
  for (std::size_t other = 0; other < family_count; ++other) {
    if (!repeats_others(other) && tallies[other].judged > 0 &&
        tallies[other].p_value() < surprising_p) {
      return false;
    }
  }
  return true;
}

struct Knot {
  double log10_p;
  double score;
};
constexpr std::array<Knot, 8> knots = {
    {{0, 0}, {-1, 20}, {-2, 50}, {-3, 75}, {-4, 90}, {-5, 97}, {-6, 99}, {-8, 100}}};

}  // namespace

double FamilyTally::p_value() const noexcept {
  return judged == 0 ? 1 : stats::sidak(smallest_p, static_cast<double>(judged));
}

Fused fuse(const Tallies& tallies) noexcept {
  Fused fused;
  FixedVector<double, family_count> p;
  FixedVector<double, family_count> weights;
  for (std::size_t family = 0; family < family_count; ++family) {
    if (!counts(tallies, family)) {
      continue;
    }
    const double p_family = tallies[family].p_value();
    p.push_back(p_family);
    weights.push_back(1);
    ++fused.families_spoken;
    if (p_family < surprising_p) {
      ++fused.families_surprising;
      fused.active |= 1U << family;
    }
  }
  if (!p.empty()) {
    fused.p_value = stats::capped_cauchy(p.span(), weights.span());
  }
  return fused;
}

std::array<double, family_count> shares(const Tallies& tallies) noexcept {
  std::array<double, family_count> shares{};
  double sum = 0;
  for (std::size_t family = 0; family < family_count; ++family) {
    const double p = counts(tallies, family) ? tallies[family].p_value() : 1;
    shares[family] = p < 0.2 ? -std::log(p) : 0;
    sum += shares[family];
  }
  for (double& share : shares) {
    share = sum > 0 ? share / sum : 0;
  }
  return shares;
}

double score_of(double p) noexcept {
  const double x = std::log10(std::clamp(p, 1e-300, 1.0));
  for (std::size_t i = 1; i < knots.size(); ++i) {
    if (x >= knots[i].log10_p) {
      const double t = (knots[i - 1].log10_p - x) / (knots[i - 1].log10_p - knots[i].log10_p);
      return knots[i - 1].score + t * (knots[i].score - knots[i - 1].score);
    }
  }
  return 100;
}

Severity severity_of(double score) noexcept {
  const double printed = rounded(score);
  if (printed >= 97) {
    return Severity::critical;
  }
  if (printed >= 90) {
    return Severity::high;
  }
  return printed >= 75 ? Severity::medium : Severity::low;
}

}  // namespace centinela::fusion
