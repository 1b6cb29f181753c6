// FieldCensus: which fields the events of an input carry, and which detectors that feeds. Floor 10,
// pure; counts only, never a value.
#pragma once

#include "centinela/detectors/needs.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace centinela::app {

// T0 who, action, records; T1 and data subjects; T2 and conversation with acting_for; T3 and
// context records.
enum class DataTier : std::uint8_t { t0, t1, t2, t3 };

class FieldCensus {
 public:
  void add(FieldSet present, double events = 1);
  void add_context_record() noexcept { has_context_records_ = true; }

  [[nodiscard]] double events() const noexcept { return events_; }
  [[nodiscard]] DataTier tier() const noexcept;
  // Which tier it is, and what the next one needs.
  [[nodiscard]] std::string tier_words() const;
  // Share of the events that have the field, 0 to 1.
  [[nodiscard]] double share(Field field) const noexcept;
  // Share of the events that feed the detector, 0 to 1.
  [[nodiscard]] double fed(const detectors::DetectorNeeds& needs) const noexcept;
  // The fields that it lacks in every event, the cheapest choice of each.
  [[nodiscard]] std::vector<Field> missing(const detectors::DetectorNeeds& needs) const;

 private:
  double events_ = 0;
  std::array<double, field_count> with_field_{};
  // How many events have just this set of fields: few producers, few sets.
  std::map<std::uint64_t, double> sets_;
  bool has_context_records_ = false;
};

// "context.ticket, producer.sequence".
[[nodiscard]] std::string paths_of(const std::vector<Field>& fields);

}  // namespace centinela::app
