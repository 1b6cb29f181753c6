// InputSurvey: what a sample of events holds: counts only, never a value. Floor 10, pure.
#pragma once

#include "centinela/codec/decoder.h"

#include "app/check_command.h"
#include "app/field_census.h"

#include <map>
#include <vector>

namespace centinela::app {

class InputSurvey {
 public:
  void take(const codec::Decoded& decoded);

  [[nodiscard]] const FieldCensus& fields() const noexcept { return fields_; }
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
  FieldCensus fields_;
};

}  // namespace centinela::app
