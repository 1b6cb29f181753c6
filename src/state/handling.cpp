#include "centinela/state/handling.h"

#include "centinela/stats/decay.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

double cosine(const Accessor& a, const Accessor& b) noexcept {
  return stats::set_cosine(stats::jaccard(a.signature, b.signature),
                           static_cast<double>(a.handled),
                           static_cast<double>(b.handled));
}

constexpr double scale = stats::LogQuantiles::bin_width * stats::LogQuantiles::bins / 2;

}  // namespace

void AccessorTrack::note(const Accessor& accessor) {
  std::erase_if(latest, [&](const Accessor& known) {
    return known.principal == accessor.principal || known.day <= accessor.day - days_kept;
  });
  if (latest.size() >= accessors_max) {
    latest.erase(latest.begin());
  }
  latest.reserve(latest.size() + 1);  // most have few: no room for twice as many
  latest.push_back(accessor);
}

Likeness AccessorTrack::likeness(const Accessor& coming) const noexcept {
  FixedVector<const Accessor*, accessors_max> others;
  for (const Accessor& known : latest) {
    if (known.principal != coming.principal && known.day > coming.day - days_kept &&
        static_cast<double>(known.handled) >= handled_min) {
      others.push_back(&known);
    }
  }
  if (others.size() < others_min || static_cast<double>(coming.handled) < handled_min) {
    return {};
  }
  double among = 0;
  double with = 0;
  for (std::size_t i = 0; i < others.size(); ++i) {
    with += cosine(coming, *others[i]);
    for (std::size_t j = 0; j < i; ++j) {
      among += cosine(*others[i], *others[j]);
    }
  }
  const auto n = static_cast<double>(others.size());
  return {static_cast<std::int64_t>(others.size()), among / (n * (n - 1) / 2), with / n};
}

Accessor HandledTrack::summary(PrincipalToken principal, std::int64_t day) const noexcept {
  const stats::MinHash known = data_subjects.on(day);
  return {principal,
          static_cast<std::int32_t>(day),
          static_cast<float>(known.estimate()),
          known.bytes()};
}

void HandledTrack::learn_difference(double difference, std::int64_t day, double weight) noexcept {
  constexpr double half_life_days = 90;
  if (faded_day != INT64_MIN && day > faded_day) {
    usual.decay(stats::forget_factor(static_cast<double>(day - faded_day), half_life_days));
  }
  faded_day = std::max(faded_day, day);
  usual.add(log_scaled(difference), weight);
}

double HandledTrack::log_scaled(double difference) noexcept {
  return std::expm1((difference + 1) * scale);
}

double HandledTrack::difference_of(double scaled) noexcept {
  return std::log1p(scaled) / scale - 1;
}

}  // namespace centinela::state
