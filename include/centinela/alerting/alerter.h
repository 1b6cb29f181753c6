// Alerter: worth saying? said already? why? Floor 7, confined to one thread, reads no clock.
//
// Takes judgements in the order of the log, keeps the episodes, fuses and calibrates them, and
// decides what is told to whom. A decision is a value with its reason; nothing is sent here.
#pragma once

#include "centinela/alerting/budget.h"
#include "centinela/alerting/day_book.h"
#include "centinela/alerting/decision.h"
#include "centinela/alerting/episode.h"
#include "centinela/alerting/flood_guard.h"
#include "centinela/alerting/inspection.h"
#include "centinela/alerting/invariant_account.h"
#include "centinela/alerting/judgement.h"
#include "centinela/alerting/ledger.h"
#include "centinela/alerting/routing.h"
#include "centinela/alerting/ruling.h"
#include "centinela/alerting/settings.h"
#include "centinela/alerting/suppression.h"
#include "centinela/event/context_record.h"
#include "centinela/fusion/calibration.h"
#include "centinela/privacy/name_book.h"
#include "centinela/state/entity_store.h"
#include "centinela/state/erasure.h"

#include <array>
#include <cstdint>
#include <deque>
#include <vector>

namespace centinela::alerting {

// Where the log is when an alert is revised without an event of its own.
struct LogPoint {
  EventTime log_time;
  Position position;
  std::uint64_t sequence = 0;
};

struct OwnerNotice;

class Alerter {
 public:
  // `names` must outlive it.
  Alerter(const Settings& settings, Provenance provenance, const privacy::NameBook& names);

  void judge(const Judgement& judgement, std::vector<Decision>& out);
  // Ends alerts whose entity has been quiet for the episode gap.
  void advance(const LogPoint& point, std::vector<Decision>& out);
  // Ends every open alert, as `replay --close` does.
  void close_all(const LogPoint& point, std::vector<Decision>& out);

  // An analyst's word on an alert, at its place in the log.
  AppliedRuling rule(const ControlRecord& record,
                     const LogPoint& point,
                     std::vector<Decision>& out);

  // Closes what is open about the entities that are to be forgotten. The alerts about them that
  // the ledger knows; what is remembered of them is the caller's to erase.
  [[nodiscard]] std::vector<AlertId> part_with(const state::Erasure& erasure,
                                               const LogPoint& point,
                                               std::vector<Decision>& out);

  // A day of the log is over for a tenant: its digest and its heartbeat.
  void end_day(const DayFacts& facts, const LogPoint& point, std::vector<Decision>& out);

  // One score of one closed opportunity of an entity, for the second ledger; whoever was ruled
  // malicious is left out of it.
  void calibrate(const state::EntityKey& entity, const fusion::Stratum& stratum, double p) {
    if (!is_malicious(entity)) {
      calibration_.add(entity.tenant, stratum, p);
    }
  }

  // How an entity's episode stands to the lines; none when it has no open one.
  [[nodiscard]] std::optional<Inspection> inspect(const state::EntityKey& entity,
                                                  const LogPoint& point);
  [[nodiscard]] std::string sentence_of(const state::EntityKey& entity,
                                        const PrincipalFacts& principal,
                                        const detectors::Evidence& evidence,
                                        const LogPoint& point) const;
  [[nodiscard]] double calibrated(PrincipalKind kind, const detectors::Evidence& evidence);

  [[nodiscard]] std::size_t open_alerts() const noexcept { return open_.size(); }
  [[nodiscard]] std::size_t episodes() const noexcept { return episodes_.size(); }
  // Of every tenant that was judged.
  template <class Visitor>
  void for_each_budget(Visitor&& visit) const {
    books_.for_each_read([&](const state::EntityKey& key, const TenantBook& tenant) {
      visit(key.tenant, tenant.budget);
    });
  }
  [[nodiscard]] const Ledger& ledger() const noexcept { return ledger_; }
  [[nodiscard]] const Suppressions& suppressions() const noexcept { return suppressions_; }
  // Oldest first.
  [[nodiscard]] const std::deque<AppliedRuling>& last_rulings() const noexcept {
    return last_rulings_;
  }
  [[nodiscard]] bool is_malicious(const state::EntityKey& entity) noexcept {
    return malicious_.size() > 0 && malicious_.find(entity) != nullptr;
  }
  // Episodes that a suppression withheld.
  [[nodiscard]] std::uint64_t suppressed() const noexcept { return suppressed_; }
  // Episodes that were kept back, by the first reason; each once a day.
  [[nodiscard]] std::uint64_t withheld(Withheld why) const noexcept {
    return withheld_[static_cast<std::size_t>(why)];
  }
  // Episodes that were no page because the ceiling of the day was reached.
  [[nodiscard]] std::uint64_t pages_withheld() const noexcept { return pages_withheld_; }
  [[nodiscard]] std::uint64_t guarded(detectors::DetectorId detector) const noexcept {
    return guarded_[static_cast<std::size_t>(detector)];
  }
  [[nodiscard]] EventTime last_heartbeat() const noexcept { return last_heartbeat_; }

  // Its sections of a checkpoint, by alerting/alerter_sections.h.
  template <class Visitor>
  void visit_state(Visitor& visit);
  // After a checkpoint was read: what the settings say is not state.
  void settle_restored();

 private:
  static constexpr std::size_t rulings_shown = 10;

  struct MaliciousMark {
    AlertId ruled;

    template <class Archive>
    void describe(Archive& archive) {
      archive(ruled);
    }
  };
  struct TenantBook {
    Budget budget;
    InvariantAccount account;
    FloodGuard guard;
    DayBook day;
    bool is_started = false;

    template <class Archive>
    void describe(Archive& archive) {
      archive(budget, account, guard, day, is_started);
    }
  };

  void judge_entity(const state::EntityKey& entity,
                    const Judgement& judgement,
                    std::span<const detectors::Evidence> evidence,
                    std::vector<Decision>& out);
  // An explanation came late: what the episode said of it is said anew, as an update with a lower
  // score, or as its end where nothing is left.
  void revise(const detectors::Evidence& evidence,
              const Judgement& judgement,
              std::vector<Decision>& out);
  void take(Episode& episode, const Judgement& judgement, const detectors::Evidence& evidence);
  void decide(const state::EntityKey& entity,
              Episode& episode,
              const Judgement& judgement,
              std::vector<Decision>& out);
  // Where it really goes once budget and account are booked.
  [[nodiscard]] static Route book_route(const Routed& routed,
                                        Episode& episode,
                                        const Judgement& judgement,
                                        TenantBook& tenant);
  void raise(const state::EntityKey& entity,
             Episode& episode,
             const Routed& routed,
             const Judgement& judgement,
             std::vector<Decision>& out);
  void open(const state::EntityKey& entity,
            Episode& episode,
            const Routed& routed,
            const Judgement& judgement);
  void tell(const state::EntityKey& entity,
            Episode& episode,
            DecisionReason reason,
            const LogPoint& point,
            std::vector<Decision>& out);
  void settle(ToldAlert& told, const ControlRecord& record, const LogPoint& point);
  void mark_malicious(const ToldAlert& told, bool is_malicious);
  void tell_ruling(const ToldAlert& told,
                   Ruling ruling,
                   const LogPoint& point,
                   std::vector<Decision>& out);
  void note_withheld(const state::EntityKey& entity,
                     Episode& episode,
                     Withheld why,
                     const LogPoint& point,
                     double p_value);
  void note_opened(const state::EntityKey& entity, Episode& episode, EventTime log_time);
  [[nodiscard]] bool is_flood(const state::EntityKey& entity,
                              Episode& episode,
                              const LogPoint& point,
                              std::vector<Decision>& out);
  void tell_account(const state::EntityKey& entity,
                    const Episode& episode,
                    const LogPoint& point,
                    std::vector<Decision>& out);
  void tell_owner(const OwnerNotice& notice, const LogPoint& point, std::vector<Decision>& out);
  // What the alerts of the last day about a bot's conversations say it opened, and how loudly.
  struct ToldConversations {
    double data_subjects = 0;
    Route route = Route::digest;
  };
  [[nodiscard]] ToldConversations told_conversations(const state::EntityKey& principal,
                                                     EventTime now) noexcept;
  void withhold_conversations(Routed& routed,
                              const state::EntityKey& entity,
                              const Episode& episode,
                              EventTime now) noexcept;
  [[nodiscard]] bool is_withheld(const state::EntityKey& entity,
                                 Episode& episode,
                                 EventTime log_time);
  // How long an entity may be quiet within one episode.
  [[nodiscard]] Duration gap_of(const state::EntityKey& entity,
                                const Episode& episode) const noexcept;
  void close(const state::EntityKey& entity,
             Episode& episode,
             DecisionReason reason,
             const LogPoint& point,
             std::vector<Decision>& out);
  [[nodiscard]] TenantBook& book(TenantToken tenant);

  Settings settings_;
  Provenance provenance_;
  const privacy::NameBook& names_;
  fusion::Calibration calibration_;
  state::EntityStore<Episode> episodes_;
  state::EntityStore<TenantBook> books_;
  Ledger ledger_;
  Suppressions suppressions_;
  state::EntityStore<MaliciousMark> malicious_{4096};
  std::deque<AppliedRuling> last_rulings_;
  std::uint64_t suppressed_ = 0;
  std::uint64_t pages_withheld_ = 0;
  std::array<std::uint64_t, withheld_count> withheld_{};
  std::array<std::uint64_t, detectors::detector_count> guarded_{};
  EventTime last_heartbeat_;
  std::vector<state::EntityKey> open_;  // with an alert that is not closed, oldest first
  std::int64_t minute_seen_ = INT64_MIN;
};

}  // namespace centinela::alerting
