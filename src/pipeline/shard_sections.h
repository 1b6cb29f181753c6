// The sections of a Shard for a checkpoint. Floor 8, private to pipeline; see
// state/world_sections.h.
#pragma once

#include "centinela/alerting/alerter_sections.h"
#include "centinela/pipeline/shard.h"
#include "centinela/state/world_sections.h"

namespace centinela::pipeline {

template <class Visitor>
void Shard::visit_state(Visitor& visit) {
  visit.blob(state::StateSection::shard, [this](auto& archive) {
    archive(counters_, last_position_, day_, day_start_, day_counters_);
  });
  visit.store(state::StateSection::tenant_days, day_events_);
  state::visit_state(world_, visit);
  alerter_.visit_state(visit);
}

}  // namespace centinela::pipeline
