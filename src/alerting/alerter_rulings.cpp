// What an analyst's ruling changes in the alerter.
#include "centinela/alerting/alerter.h"

#include <array>

namespace centinela::alerting {

std::string_view to_string(RulingOutcome outcome) noexcept {
  constexpr std::array<std::string_view, ruling_outcome_count> words = {
      "applied", "repeated", "unknown_alert", "unknown_ruling"};
  return words[static_cast<std::size_t>(outcome)];
}

namespace {

bool is_ruling(Ruling ruling) noexcept {
  return ruling != Ruling::absent && ruling != Ruling::other;
}

bool is_repeat(const ToldAlert& told, const ControlRecord& record) noexcept {
  if (record.ruling == Ruling::ack) {
    return told.is_acknowledged || told.ruling != Ruling::absent;
  }
  return told.ruling == record.ruling &&
         (record.ruling != Ruling::expected || told.expires == record.expires);
}

// A bot is many conversations: one of them that was misused says nothing against the others.
bool stands_for_its_principal(PrincipalKind kind) noexcept {
  return kind != PrincipalKind::bot && kind != PrincipalKind::agent;
}

}  // namespace

AppliedRuling Alerter::rule(const ControlRecord& record,
                            const LogPoint& point,
                            std::vector<Decision>& out) {
  AppliedRuling applied;
  applied.ruling = record.ruling;
  applied.alert = {record.alert_high, record.alert_low};
  applied.author = record.author;
  applied.time = point.log_time;
  ToldAlert* told = ledger_.find(applied.alert);
  if (!is_ruling(record.ruling)) {
    applied.outcome = RulingOutcome::unknown_ruling;
  } else if (told != nullptr) {
    applied.before = told->ruling;
    applied.outcome = is_repeat(*told, record) ? RulingOutcome::repeated : RulingOutcome::applied;
    if (applied.outcome == RulingOutcome::applied) {
      settle(*told, record, point);
      tell_ruling(*told, record.ruling, point, out);
    }
    applied.told = *told;
  }
  if (applied.outcome != RulingOutcome::repeated) {
    if (last_rulings_.size() == rulings_shown) {
      last_rulings_.pop_front();
    }
    last_rulings_.push_back(applied);
  }
  return applied;
}

void Alerter::settle(ToldAlert& told, const ControlRecord& record, const LogPoint& point) {
  if (record.ruling == Ruling::ack) {
    told.is_acknowledged = true;
    return;
  }
  told.ruling = record.ruling;
  told.ruled_at = point.log_time;
  told.expires = record.expires;
  mark_malicious(told, record.ruling == Ruling::malicious);
  suppressions_.forget(told.id);
  if (record.ruling == Ruling::malicious && told.account != 0) {
    book(told.entity.tenant).account.forgive(told.account);
  }
  if (record.ruling == Ruling::expected) {
    suppressions_.expect({told.entity, told.detectors, record.expires, told.id}, point.log_time);
  }
}

// A later ruling on the same alert takes the mark back; one on another alert does not.
void Alerter::mark_malicious(const ToldAlert& told, bool is_malicious) {
  const auto mark = [&](const state::EntityKey& entity) {
    if (is_malicious) {
      malicious_.touch(entity).ruled = told.id;
    } else if (const MaliciousMark* known = malicious_.find(entity);
               known != nullptr && known->ruled == told.id) {
      malicious_.erase(entity);
    }
  };
  mark(told.entity);
  if (stands_for_its_principal(told.kind) && !is_absent(told.principal)) {
    mark({EntityType::principal, told.entity.tenant, told.principal.value()});
  }
}

void Alerter::tell_ruling(const ToldAlert& told,
                          Ruling ruling,
                          const LogPoint& point,
                          std::vector<Decision>& out) {
  Episode* episode = episodes_.find(told.entity);
  const bool is_same = episode != nullptr && episode->is_active && episode->is_told() &&
                       episode->alert_id == told.id;
  if (!is_same) {
    return;  // it has ended: there is nothing left to revise
  }
  episode->ruling = ruling;
  if (closes(ruling)) {
    close(told.entity, *episode, DecisionReason::ruled, point, out);
  } else {
    tell(told.entity, *episode, DecisionReason::ruled, point, out);
  }
}

}  // namespace centinela::alerting
