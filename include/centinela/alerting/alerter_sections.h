// The sections of an Alerter for a checkpoint. Floor 7; see state/world_sections.h.
#pragma once

#include "centinela/alerting/alerter.h"
#include "centinela/state/section.h"

namespace centinela::alerting {

template <class Visitor>
void Alerter::visit_state(Visitor& visit) {
  visit.blob(state::StateSection::calibration,
             [this](auto& archive) { archive(calibration_.all()); });
  visit.blob(state::StateSection::alerter, [this](auto& archive) {
    archive(ledger_, suppressions_, last_rulings_, suppressed_, withheld_, guarded_);
    archive(last_heartbeat_, open_, minute_seen_, pages_withheld_);
  });
  visit.store(state::StateSection::episodes, episodes_);
  visit.store(state::StateSection::tenant_books, books_);
  visit.store(state::StateSection::malicious, malicious_);
  visit.store(state::StateSection::tenant_calibrations, calibration_.tenants());
}

}  // namespace centinela::alerting
