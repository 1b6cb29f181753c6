#include "stratum_of.h"

namespace centinela::pipeline {

fusion::Stratum stratum_of(const state::ClosedOpportunity& closed) noexcept {
  using Track = state::ClosedOpportunity::Track;
  using detectors::DetectorId;
  switch (closed.track) {
    case Track::hour:
      return {DetectorId::excessive_subjects, 0, closed.kind};
    case Track::day:
      return {DetectorId::excessive_subjects, 1, closed.kind};
    case Track::justification:
      return {DetectorId::unjustified_access, 0, closed.kind};
    case Track::job_day:
      return {DetectorId::bulk_export, 0, closed.kind};
    case Track::producer_hour:
      return {DetectorId::audit_silence, 1, closed.kind};
    case Track::drift_reasons:
      return {DetectorId::slow_drip, 0, closed.kind};
    case Track::drift_volume:
      return {DetectorId::slow_drip, 1, closed.kind};
    case Track::rate_unmask:
      return {DetectorId::unmask_rate, 0, closed.kind};
    case Track::rate_denied:
      return {DetectorId::deny_then_allow, 0, closed.kind};
    case Track::rate_by_name:
      return {DetectorId::search_then_open, 0, closed.kind};
    case Track::rate_off_purpose:
      return {DetectorId::purpose_consent, 0, closed.kind};
    case Track::changes:
      return {DetectorId::bulk_change, 0, closed.kind};
    case Track::weighty_changes:
      return {DetectorId::bulk_change, 1, closed.kind};
  }
  return {};
}

}  // namespace centinela::pipeline
