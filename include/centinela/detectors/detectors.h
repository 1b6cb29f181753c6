// The detectors, one question each. Floor 5, pure functions; each has a file of its own.
//
// A detector appends the evidence of every opportunity that the event gives it. Appending nothing
// is to abstain: too little history or a missing input, which is not the same as "normal".
#pragma once

#include "centinela/detectors/input.h"
#include "centinela/detectors/words.h"
#include "centinela/state/observe.h"

#include <string>

namespace centinela::detectors {

void conversation_scope(const Input& input, EvidenceList& out) noexcept;
void excessive_subjects(const Input& input, EvidenceList& out) noexcept;
void bulk_export(const Input& input, EvidenceList& out) noexcept;
void first_access(const Input& input, EvidenceList& out) noexcept;
void new_origin(const Input& input, EvidenceList& out) noexcept;
void unusual_time(const Input& input, EvidenceList& out) noexcept;
void audit_silence(const Input& input, EvidenceList& out) noexcept;
void canary_touch(const Input& input, EvidenceList& out) noexcept;
void path_change(const Input& input, EvidenceList& out) noexcept;
void machine_cadence(const Input& input, EvidenceList& out) noexcept;
void service_account_human(const Input& input, EvidenceList& out) noexcept;
void entity_risk(const Input& input, EvidenceList& out) noexcept;
void shared_credential(const Input& input, EvidenceList& out) noexcept;
void search_then_open(const Input& input, EvidenceList& out) noexcept;
void pagination_sweep(const Input& input, EvidenceList& out) noexcept;
void purpose_consent(const Input& input, EvidenceList& out) noexcept;
void lifecycle_risk(const Input& input, EvidenceList& out) noexcept;
void deny_then_allow(const Input& input, EvidenceList& out) noexcept;
void unmask_rate(const Input& input, EvidenceList& out) noexcept;
void cross_tenant(const Input& input, EvidenceList& out) noexcept;
void bulk_change(const Input& input, EvidenceList& out) noexcept;
void vendor_client_drift(const Input& input, EvidenceList& out) noexcept;
void slow_drip(const Input& input, EvidenceList& out) noexcept;
void community_misfit(const Input& input, EvidenceList& out) noexcept;

// Works out what only words need (expectation, odds, silence line) of evidence that its detector
// left unfinished: most of it is never told, and those tails cost more than the verdict.
void finish(Evidence& evidence) noexcept;
void finish_excessive_subjects(Evidence& evidence) noexcept;
void finish_unjustified_access(Evidence& evidence) noexcept;
void tainted_chain(const Input& input, EvidenceList& out) noexcept;
void over_collection(const Input& input, EvidenceList& out) noexcept;
void takeover_chain(const Input& input, EvidenceList& out) noexcept;
void tool_surface(const Input& input, EvidenceList& out) noexcept;
void confused_deputy(const Input& input, EvidenceList& out) noexcept;
void retrieval_scope(const Input& input, EvidenceList& out) noexcept;
void id_enumeration(const Input& input, EvidenceList& out) noexcept;
void intent_mismatch(const Input& input, EvidenceList& out) noexcept;

// Judged when an access is settled without an explanation, half an hour after it happened.
struct JustificationInput {
  const state::ResolvedAccess& resolved;
  const state::PrincipalState& principal;
  const state::PeerGroup& group;
  const Settings& settings;
  EventTime log_time;
  bool is_retraction = false;  // an explanation came late: the words replace what was said before
};
void unjustified_access(const JustificationInput& input, EvidenceList& out) noexcept;
// The open day on top of a rise that is under way.
void slow_drip_today(const JustificationInput& input, EvidenceList& out) noexcept;
void hot_record(const JustificationInput& input, EvidenceList& out) noexcept;
void relationship_snoop(const JustificationInput& input, EvidenceList& out) noexcept;

// Judged when a day of the log is over.
void cohort_surge(const state::CohortSurge& surge, EventTime log_time, EvidenceList& out) noexcept;

// The forest scores rows after the pass over a batch, so its evidence is begun with the event and
// completed with the score; the features only when the reason is kept.
struct ForestScore {
  double anomaly_score = 0;
  double p_value = 1;     // by the model's own training scores
  double usual_high = 0;  // anomaly score that 1 in 20 training events reaches
  std::array<std::uint8_t, 3> top_features{};
  std::array<double, 3> top_shares{};
};
[[nodiscard]] Evidence begin_forest(const state::Scene& scene) noexcept;
void complete_forest(Evidence& evidence, const ForestScore& score) noexcept;

std::string conversation_scope_sentence(const Evidence& evidence, const SentenceWords& words);
std::string unjustified_access_sentence(const Evidence& evidence, const SentenceWords& words);
std::string excessive_subjects_sentence(const Evidence& evidence, const SentenceWords& words);
std::string bulk_export_sentence(const Evidence& evidence, const SentenceWords& words);
std::string first_access_sentence(const Evidence& evidence, const SentenceWords& words);
std::string new_origin_sentence(const Evidence& evidence, const SentenceWords& words);
std::string unusual_time_sentence(const Evidence& evidence, const SentenceWords& words);
std::string audit_silence_sentence(const Evidence& evidence, const SentenceWords& words);
std::string canary_touch_sentence(const Evidence& evidence, const SentenceWords& words);
std::string slow_drip_sentence(const Evidence& evidence, const SentenceWords& words);
std::string vendor_client_drift_sentence(const Evidence& evidence, const SentenceWords& words);
std::string bulk_change_sentence(const Evidence& evidence, const SentenceWords& words);
std::string cross_tenant_sentence(const Evidence& evidence, const SentenceWords& words);
std::string unmask_rate_sentence(const Evidence& evidence, const SentenceWords& words);
std::string deny_then_allow_sentence(const Evidence& evidence, const SentenceWords& words);
std::string lifecycle_risk_sentence(const Evidence& evidence, const SentenceWords& words);
std::string purpose_consent_sentence(const Evidence& evidence, const SentenceWords& words);
std::string pagination_sweep_sentence(const Evidence& evidence, const SentenceWords& words);
std::string search_then_open_sentence(const Evidence& evidence, const SentenceWords& words);
std::string shared_credential_sentence(const Evidence& evidence, const SentenceWords& words);
std::string entity_risk_sentence(const Evidence& evidence, const SentenceWords& words);
std::string service_account_human_sentence(const Evidence& evidence, const SentenceWords& words);
std::string machine_cadence_sentence(const Evidence& evidence, const SentenceWords& words);
std::string path_change_sentence(const Evidence& evidence, const SentenceWords& words);
std::string tainted_chain_sentence(const Evidence& evidence, const SentenceWords& words);
std::string over_collection_sentence(const Evidence& evidence, const SentenceWords& words);
std::string hot_record_sentence(const Evidence& evidence, const SentenceWords& words);
std::string takeover_chain_sentence(const Evidence& evidence, const SentenceWords& words);
std::string cohort_surge_sentence(const Evidence& evidence, const SentenceWords& words);
std::string tool_surface_sentence(const Evidence& evidence, const SentenceWords& words);
std::string confused_deputy_sentence(const Evidence& evidence, const SentenceWords& words);
std::string retrieval_scope_sentence(const Evidence& evidence, const SentenceWords& words);
std::string id_enumeration_sentence(const Evidence& evidence, const SentenceWords& words);
std::string intent_mismatch_sentence(const Evidence& evidence, const SentenceWords& words);
std::string relationship_snoop_sentence(const Evidence& evidence, const SentenceWords& words);
std::string community_misfit_sentence(const Evidence& evidence, const SentenceWords& words);
std::string forest_sentence(const Evidence& evidence, const SentenceWords& words);

// Takes back what the settings switch off.
void drop_disabled(const Settings& settings, EvidenceList& out) noexcept;

// All that one event gives to the per-event detectors, in the order of the catalogue.
void judge(const Input& input, EvidenceList& out) noexcept;

// Evidence filled with what is the same for every detector: who, where and when.
[[nodiscard]] Evidence begin_evidence(DetectorId detector,
                                      const state::Scene& scene,
                                      const state::EntityKey& entity,
                                      std::uint64_t opportunity) noexcept;
// The same with one opportunity a session for each leg, of the conversation of a bot, else of the
// principal. The scene has a session.
[[nodiscard]] Evidence begin_session(DetectorId detector,
                                     const state::Scene& scene,
                                     Leg leg) noexcept;
// The same with one opportunity a day for each leg.
[[nodiscard]] Evidence begin_daily(DetectorId detector,
                                   const state::Scene& scene,
                                   Leg leg) noexcept;
// u of n under a rate's model: p, expected interval, observation.
void tell_rate(Evidence& evidence, const stats::BetaBinomial& model, double hits) noexcept;
// The same for what is judged at every hit: once or twice a day is no habit and no surprise,
// whatever its share, else "1 of 1" on the first attempt would lead the day's sentence.
void tell_habit(Evidence& evidence, const stats::BetaBinomial& model, double hits) noexcept;
// (n + ½)/(N + 1): how likely a day shows what n of N days showed (Krichevsky, Trofimov 1981).
[[nodiscard]] double share_of_days(double days_with, double days) noexcept;
// Weighs the evidence of accounts whose circumstances call for it (D23): a p-value divided by a
// weight that is 1 on average stays a p-value (Genovese, Roeder, Wasserman 2006).
void weigh_by_lifecycle(const Input& input, EvidenceList& out) noexcept;
// Quotes the team only where it is large enough.
void quote_peers(Evidence& evidence, double members, double highest, double told_min) noexcept;

}  // namespace centinela::detectors
