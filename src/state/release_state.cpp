#include "centinela/state/release_state.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {

void MassMoments::add(double log_mass, double field_count) noexcept {
  constexpr double turns_max = 8192;
  if (n >= turns_max) {
    n /= 2;
    sum /= 2;
    squares /= 2;
    fields /= 2;
  }
  n += 1;
  sum += log_mass;
  squares += log_mass * log_mass;
  fields += field_count;
}

double MassMoments::variance() const noexcept {
  if (n < 2) {
    return 0;
  }
  const double centre = sum / n;
  return std::max(0.0, squares / n - centre * centre) * n / (n - 1);
}

double mass_of(const Event& event) noexcept {
  constexpr double special_weight = 3;
  const double weight = event.resource.sensitivity == Sensitivity::special ? special_weight : 1;
  const auto records = static_cast<double>(std::max<std::int64_t>(event.records, 1));
  return weight * records * static_cast<double>(event.resource.field_total);
}

}  // namespace centinela::state
