// Alerter: worth saying? said already? why? Floor 7, confined to one thread, reads no clock.
//
// Takes judgements in the order of the log, keeps the episodes, fuses and calibrates them, and
// decides what is told to whom. A decision is a value with its reason; nothing is sent here.
#pragma once

#include "centinela/alerting/budget.h"
#include "centinela/alerting/decision.h"
#include "centinela/alerting/episode.h"
#include "centinela/alerting/invariant_account.h"
#include "centinela/alerting/judgement.h"
#include "centinela/alerting/routing.h"
#include "centinela/alerting/settings.h"
#include "centinela/fusion/calibration.h"
#include "centinela/privacy/name_book.h"
#include "centinela/state/entity_store.h"

#include <cstdint>
#include <vector>

namespace centinela::alerting {

// Where the log is when an alert is revised without an event of its own.
struct LogPoint {
  EventTime log_time;
  Position position;
  std::uint64_t sequence = 0;
};

class Alerter {
 public:
  // `names` must outlive it.
  Alerter(const Settings& settings, Provenance provenance, const privacy::NameBook& names);

  void judge(const Judgement& judgement, std::vector<Decision>& out);
  // Ends alerts whose entity has been quiet for the episode gap.
  void advance(const LogPoint& point, std::vector<Decision>& out);
  // Ends every open alert, as `replay --close` does.
  void close_all(const LogPoint& point, std::vector<Decision>& out);

  // One score of one closed opportunity, for the second ledger.
  void calibrate(TenantToken tenant, const fusion::Stratum& stratum, double p) {
    calibration_.add(tenant, stratum, p);
  }

  [[nodiscard]] std::size_t open_alerts() const noexcept { return open_.size(); }
  [[nodiscard]] std::size_t episodes() const noexcept { return episodes_.size(); }
  // None before the tenant's first judgement.
  [[nodiscard]] const Budget* budget(TenantToken tenant) noexcept;

 private:
  struct TenantBook {
    Budget budget;
    InvariantAccount account;
    bool is_started = false;
  };

  void judge_entity(const state::EntityKey& entity,
                    const Judgement& judgement,
                    std::span<const detectors::Evidence> evidence,
                    std::vector<Decision>& out);
  void take(Episode& episode, const Judgement& judgement, const detectors::Evidence& evidence);
  void decide(const state::EntityKey& entity,
              Episode& episode,
              const Judgement& judgement,
              std::vector<Decision>& out);
  // Where it really goes once budget and account are booked.
  [[nodiscard]] static Route book_route(const Routed& routed,
                                        const Episode& episode,
                                        const Judgement& judgement,
                                        TenantBook& tenant);
  void open(const state::EntityKey& entity,
            Episode& episode,
            const Routed& routed,
            const Judgement& judgement);
  void tell(const state::EntityKey& entity,
            Episode& episode,
            DecisionReason reason,
            const LogPoint& point,
            std::vector<Decision>& out);
  void close(const state::EntityKey& entity,
             Episode& episode,
             const LogPoint& point,
             std::vector<Decision>& out);
  [[nodiscard]] TenantBook& book(TenantToken tenant);

  Settings settings_;
  Provenance provenance_;
  const privacy::NameBook& names_;
  fusion::Calibration calibration_;
  state::EntityStore<Episode> episodes_;
  state::EntityStore<TenantBook> books_;
  std::vector<state::EntityKey> open_;  // with an alert that is not closed, oldest first
  std::int64_t minute_seen_ = INT64_MIN;
};

}  // namespace centinela::alerting
