// Control records: what people change, applied at its place in the log.
#include "centinela/pipeline/shard.h"
#include "centinela/state/apply_ruling.h"

#include <utility>

namespace centinela::pipeline {

// What came before it is decided first, wherever the batch began: a ruling stands at its place.
void Shard::take_control(const ControlRecord& record,
                         std::uint64_t sequence,
                         std::vector<alerting::Decision>& out) {
  finish_pass(out);
  last_position_ = record.position;
  state::advance_time(world_, world_.believe(record.received));
  note_day(sequence, record.position);
  judge_settled(sequence, record.position);
  finish_pass(out);
  ++counters_.controls;
  ++counters_.controls_by_kind[static_cast<std::size_t>(record.kind)];
  if (record.kind == ControlKind::erase) {
    erase(record, sequence, out);
  }
  if (record.kind != ControlKind::verdict) {
    return;  // counted by kind; a switch is the engine's
  }
  const alerting::AppliedRuling applied =
      alerter_.rule(record, {world_.log_time, record.position, sequence}, out);
  ++counters_.rulings[static_cast<std::size_t>(applied.ruling)];
  ++counters_.ruling_outcomes[static_cast<std::size_t>(applied.outcome)];
  if (applied.outcome == alerting::RulingOutcome::applied) {
    remember_ruling(applied);
  }
  rulings_.push_back(applied);
}

void Shard::remember_ruling(const alerting::AppliedRuling& applied) {
  const alerting::ToldAlert& told = applied.told;
  if (is_absent(told.principal)) {
    return;
  }
  const state::EntityKey principal{
      EntityType::principal, told.entity.tenant, told.principal.value()};
  if (applied.ruling != Ruling::ack) {
    state::keep_quarantine(world_, principal, alerter_.is_malicious(principal));
  }
  if (applied.ruling == Ruling::malicious) {
    for (EventTime hour = told.start; hour < told.end + one_hour; hour = hour + one_hour) {
      note_stretch(principal, hour, 0);
    }
  }
  if (applied.ruling == Ruling::benign) {
    const bool is_conversation = told.entity.type == EntityType::conversation;
    state::release_stretch(
        world_,
        {principal, told.start, told.end, ConversationToken{is_conversation ? told.entity.id : 0}});
  }
}

std::vector<alerting::AppliedRuling> Shard::take_rulings() {
  return std::exchange(rulings_, {});
}

}  // namespace centinela::pipeline
