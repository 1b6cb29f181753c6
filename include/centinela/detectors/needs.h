// Needs: which fields of the events each detector lives on. Floor 5, constant data.
//
// `centinela check --input` tells from this table which detectors a stream can feed. A detector
// without a row does not compile.
#pragma once

#include "centinela/detectors/evidence.h"
#include "centinela/event/field.h"

#include <array>
#include <initializer_list>
#include <span>

namespace centinela::detectors {

// Any one of these is enough; the first is the one to ask for.
class AnyOf {
 public:
  constexpr AnyOf() noexcept = default;
  constexpr AnyOf(std::initializer_list<Field> fields, bool or_context_records = false) noexcept
      : or_context_records_(or_context_records) {
    for (const Field field : fields) {
      fields_.insert(field);
      first_ = size_++ == 0 ? field : first_;
    }
  }

  [[nodiscard]] constexpr bool is_empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr Field first() const noexcept { return first_; }
  [[nodiscard]] constexpr bool is_met(FieldSet present, bool has_context_records) const noexcept {
    return is_empty() || (fields_.bits() & present.bits()) != 0 ||
           (or_context_records_ && has_context_records);
  }

 private:
  FieldSet fields_;
  Field first_ = Field::id;
  int size_ = 0;
  bool or_context_records_ = false;
};

inline constexpr std::size_t needs_max = 4;

// All of `needs` must be met by an event for it to feed the detector. Fields that every event has
// (id, time, principal, action) are no need.
struct DetectorNeeds {
  DetectorId id;
  std::array<AnyOf, needs_max> needs;

  [[nodiscard]] constexpr bool are_met(FieldSet present, bool has_context_records) const noexcept {
    for (const AnyOf& need : needs) {
      if (!need.is_met(present, has_context_records)) {
        return false;
      }
    }
    return true;
  }
};

// In the order of DetectorId.
[[nodiscard]] std::span<const DetectorNeeds> detector_needs() noexcept;

}  // namespace centinela::detectors
