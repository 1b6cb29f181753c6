// ClassState: one principal's amounts in one resource class. Floor 3, plain data.
//
// Heavy-tailed: judged on a logarithmic scale against its own past and the role's.
#pragma once

#include "centinela/event/token.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/heavy_tail.h"

#include <cstdint>

namespace centinela::state {

// What a distribution of days says, read out once and used by every event until it changes.
struct AmountScale {
  double median_log = 0;  // of ln(1 + records)
  double mad_log = 0;
  double usual = 0;  // median, in records
  double high = 0;   // 95 % quantile
  double days = 0;   // weight behind it; 0 = nothing to say

  template <class Archive>
  void describe(Archive& archive) {
    archive(median_log, mad_log, usual, high, days);
  }
};

struct ClassState {
  PrincipalToken owner;
  std::int64_t day = no_window;  // local day of the open sums
  double records_today = 0;
  double bytes_today = 0;
  double largest_job_today = 0;
  bool exports_today = false;
  double smallest_p = 1;
  double days = 0;         // closed active days, decayed
  double export_days = 0;  // of those, with an export
  double jobs = 0;         // jobs learnt, decayed
  stats::LogQuantiles records_per_job;
  stats::LogQuantiles records_per_day;
  std::int64_t decayed_day = no_window;
  AmountScale own;  // of records_per_day, renewed when a day closes

  [[nodiscard]] bool is_proven() const noexcept { return days > 0; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, records_today, bytes_today, largest_job_today, exports_today, smallest_p);
    archive(days, export_days, jobs, records_per_job, records_per_day, decayed_day, own, owner);
  }
};

}  // namespace centinela::state
