#include "centinela/fusion/calibration.h"

#include <algorithm>
#include <cmath>

namespace centinela::fusion {
namespace {

double negative_log(double p) noexcept {
  return -std::log(std::clamp(p, 1e-300, 1.0));
}

state::EntityKey key_of(TenantToken tenant) noexcept {
  return {EntityType::cohort, tenant, 0};
}

}  // namespace

void CalibratorTable::add(const Stratum& stratum, double score) {
  std::unique_ptr<stats::ScoreCalibrator>& calibrator = calibrators_[stratum.index()];
  if (!calibrator) {
    calibrator = std::make_unique<stats::ScoreCalibrator>();
  }
  calibrator->add(score);
}

double CalibratorTable::p_value(const Stratum& stratum, double score, double fallback) const {
  const auto& calibrator = calibrators_[stratum.index()];
  return calibrator ? calibrator->ranking_p(score, fallback) : fallback;
}

void Calibration::add(TenantToken tenant, const Stratum& stratum, double p) {
  const double score = negative_log(p);
  all_.add(stratum, score);
  tenants_.touch(key_of(tenant)).add(stratum, score);
}

double Calibration::p_value(TenantToken tenant, const Stratum& stratum, double p) {
  const double score = negative_log(p);
  const double of_all = all_.p_value(stratum, score, p);
  const CalibratorTable* own = tenants_.find(key_of(tenant));
  return own == nullptr ? of_all : own->p_value(stratum, score, of_all);
}

}  // namespace centinela::fusion
