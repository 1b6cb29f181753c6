// The catalogue: every detector as data. Floor 5.
//
// A detector answers one question in one file of src/detectors; this table is what docs, metrics,
// alerts and the pipeline know of it.
#pragma once

#include "centinela/detectors/evidence.h"
#include "centinela/detectors/input.h"
#include "centinela/detectors/words.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::detectors {

// The key whose state a detector reads.
enum class View : std::uint8_t {
  principal,
  conversation,
  producer,
  any,
  release,
  data_subject,
  cohort,
};

struct DetectorInfo {
  DetectorId id;
  std::string_view name;
  Family family;
  View view;
  std::string_view question;
  std::string_view attack;  // ATT&CK ids, separated by commas
  std::string_view owasp;   // OWASP ids, separated by commas
  // Most a detector speaks per event; 0 entries mean that it abstained.
  std::string (*sentence)(const Evidence&, const SentenceWords&);
};

[[nodiscard]] const std::array<DetectorInfo, detector_count>& catalogue() noexcept;
[[nodiscard]] inline const DetectorInfo& info(DetectorId id) noexcept {
  return catalogue()[static_cast<std::size_t>(id)];
}
[[nodiscard]] std::string_view name(DetectorId id) noexcept;
[[nodiscard]] std::string_view to_string(Family family) noexcept;
[[nodiscard]] std::string_view to_string(Unit unit) noexcept;

}  // namespace centinela::detectors
