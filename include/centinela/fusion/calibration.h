// Calibration: from a detector's p to a rate that means the same everywhere. Floor 6, one thread.
//
// The second ledger: every closed opportunity is taken in, whatever its p, but those of entities
// ruled malicious. Strata are (detector, leg, kind of principal), a tenant's own first, backed off
// to all tenants; both are ScoreCalibrators of stats over −ln p.
#pragma once

#include "centinela/detectors/evidence.h"
#include "centinela/event/words.h"
#include "centinela/state/entity_store.h"
#include "centinela/stats/conformal.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

namespace centinela::fusion {

inline constexpr std::size_t legs_max = 2;
inline constexpr std::size_t kind_count = word_count<PrincipalKind>;

struct Stratum {
  detectors::DetectorId detector = detectors::DetectorId::forest;
  detectors::Leg leg = 0;
  PrincipalKind kind = PrincipalKind::absent;

  [[nodiscard]] std::size_t index() const noexcept {
    const std::size_t of_detector =
        static_cast<std::size_t>(detector) * legs_max + (leg < legs_max ? leg : legs_max - 1);
    return of_detector * kind_count + static_cast<std::size_t>(kind);
  }
};
inline constexpr std::size_t stratum_count = detectors::detector_count * legs_max * kind_count;

// One calibrator per stratum, made when its first score comes.
class CalibratorTable {
 public:
  void add(const Stratum& stratum, double score);
  // Without a calibrator the fallback stands.
  [[nodiscard]] double p_value(const Stratum& stratum, double score, double fallback) const;

  template <class Archive>
  void describe(Archive& archive) {
    archive(calibrators_);
  }

 private:
  std::array<std::unique_ptr<stats::ScoreCalibrator>, stratum_count> calibrators_;
};

class Calibration {
 public:
  // Tenants beyond the bound speak with the voice of all.
  explicit Calibration(std::size_t tenants_max = 256) : tenants_(tenants_max) {}

  // One score of one closed opportunity.
  void add(TenantToken tenant, const Stratum& stratum, double p);
  // Calibrated p of a live opportunity; in (0, 1].
  [[nodiscard]] double p_value(TenantToken tenant, const Stratum& stratum, double p);

  template <class Archive>
  void describe(Archive& archive) {
    archive(all_, tenants_);
  }
  [[nodiscard]] CalibratorTable& all() noexcept { return all_; }
  [[nodiscard]] state::EntityStore<CalibratorTable>& tenants() noexcept { return tenants_; }

 private:
  CalibratorTable all_;
  state::EntityStore<CalibratorTable> tenants_;
};

}  // namespace centinela::fusion
