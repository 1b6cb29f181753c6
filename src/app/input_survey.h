// InputSurvey: what a sample of events holds: counts only, never a value. Floor 10, pure.
#pragma once

#include "centinela/codec/decoder.h"
#include "centinela/detectors/needs.h"

#include "app/check_command.h"

#include <map>
#include <vector>

namespace centinela::app {

// T0 who, action, records; T1 and data subjects; T2 and conversation with acting_for; T3 and
// context records.
enum class DataTier : std::uint8_t { t0, t1, t2, t3 };

class InputSurvey {
 public:
  void take(const codec::Decoded& decoded);

  [[nodiscard]] std::uint64_t events() const noexcept { return events_; }
  [[nodiscard]] DataTier tier() const noexcept;
  // Share of the events that have the field, 0 to 1.
  [[nodiscard]] double share(Field field) const noexcept;
  // Share of the events that feed the detector, 0 to 1.
  [[nodiscard]] double fed(const detectors::DetectorNeeds& needs) const noexcept;
  // The fields that it lacks in every event, the cheapest choice of each.
  [[nodiscard]] std::vector<Field> missing(const detectors::DetectorNeeds& needs) const;

  // All of it in words; `ignored`: what was no access.
  [[nodiscard]] std::vector<CheckLine> report(std::uint64_t ignored) const;

 private:
  [[nodiscard]] CheckLine count_line(std::uint64_t ignored) const;
  [[nodiscard]] CheckLine tier_line() const;
  void add_field_lines(std::vector<CheckLine>& lines) const;
  [[nodiscard]] std::string presence_of(std::string_view group) const;
  void add_detector_lines(std::vector<CheckLine>& lines) const;
  void add_advice(std::vector<CheckLine>& lines) const;

  std::uint64_t events_ = 0;
  std::uint64_t contexts_ = 0;
  std::uint64_t controls_ = 0;
  std::map<std::string_view, std::uint64_t> dead_letters_;  // by reason
  std::array<std::uint64_t, field_count> with_field_{};
  // How many events have just this set of fields: few producers, few sets.
  std::map<std::uint64_t, std::pair<FieldSet, std::uint64_t>> sets_;
};

}  // namespace centinela::app
