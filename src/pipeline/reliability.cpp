#include "centinela/pipeline/reliability.h"

namespace centinela::pipeline {

void Reliability::observe(std::int64_t day,
                          TenantToken tenant,
                          const fusion::Stratum& stratum,
                          double p) {
  // Judged by the past only: read before it is added.
  const double calibrated = calibration_.p_value(tenant, stratum, p);
  calibration_.add(tenant, stratum, p);
  const Key key{day, stratum.index()};
  const bool is_full = counts_.size() >= days_max * fusion::stratum_count;
  if (is_full && !counts_.contains(key)) {
    return;
  }
  Entry& entry = counts_[key];
  entry.stratum = stratum;
  ++entry.count.opportunities;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    entry.count.at_most[i] += calibrated <= levels[i] ? 1 : 0;
  }
}

}  // namespace centinela::pipeline
