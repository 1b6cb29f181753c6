// The closed vocabularies of metric labels. Floor 9, constant data.
//
// A word that is not listed is counted as `other` where the set has one. The detectors are those of
// the whole catalogue of docs/detectors.md, built or not, so that a new one needs no new page.
#pragma once

#include "centinela/codec/dead_letter_reason.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace centinela::telemetry::words {

using namespace std::string_view_literals;

inline constexpr std::array record_kind = {
    "access"sv, "context"sv, "control"sv, "tick"sv, "ignored"sv};
inline constexpr std::array event_outcome = {"scored"sv, "late"sv, "duplicate"sv};
// What codec refuses, and what is new.
inline constexpr auto dead_letter_reason = [] {
  std::array<std::string_view, codec::reason::all.size() + 1> words{};
  for (std::size_t i = 0; i < codec::reason::all.size(); ++i) {
    words[i] = codec::reason::all[i];
  }
  words[words.size() - 1] = "other";
  return words;
}();
inline constexpr std::array route = {"digest"sv, "ticket"sv, "page"sv};
inline constexpr std::array paging_route = {"ticket"sv, "page"sv};
inline constexpr std::array severity = {"none"sv, "low"sv, "medium"sv, "high"sv, "critical"sv};
inline constexpr std::array alert_state = {"open"sv, "update"sv, "closed"sv, "shadow"sv};
inline constexpr std::array ruling = {
    "benign"sv, "malicious"sv, "expected"sv, "duplicate"sv, "ack"sv, "other"sv};
inline constexpr std::array control_outcome = {"verdict,applied"sv,
                                               "verdict,repeated"sv,
                                               "verdict,unknown_alert"sv,
                                               "verdict,unknown_ruling"sv,
                                               "erase,applied"sv,
                                               "erase,not_applied"sv,
                                               "switch,applied"sv,
                                               "switch,not_applied"sv,
                                               "other,not_applied"sv};
inline constexpr std::array detector = {"excessive_subjects"sv,
                                        "bulk_export"sv,
                                        "slow_drip"sv,
                                        "unjustified_access"sv,
                                        "conversation_scope"sv,
                                        "id_enumeration"sv,
                                        "over_collection"sv,
                                        "intent_mismatch"sv,
                                        "tainted_chain"sv,
                                        "purpose_consent"sv,
                                        "first_access"sv,
                                        "unusual_time"sv,
                                        "new_origin"sv,
                                        "machine_cadence"sv,
                                        "service_account_human"sv,
                                        "vendor_client_drift"sv,
                                        "hot_record"sv,
                                        "relationship_snoop"sv,
                                        "community_misfit"sv,
                                        "unmask_rate"sv,
                                        "bulk_change"sv,
                                        "deny_then_allow"sv,
                                        "lifecycle_risk"sv,
                                        "cohort_surge"sv,
                                        "audit_silence"sv,
                                        "forest"sv,
                                        "cross_tenant"sv,
                                        "entity_risk"sv,
                                        "canary_touch"sv,
                                        "tool_surface"sv,
                                        "confused_deputy"sv,
                                        "retrieval_scope"sv,
                                        "prompt_log_access"sv,
                                        "search_then_open"sv,
                                        "pagination_sweep"sv,
                                        "shared_credential"sv,
                                        "takeover_chain"sv,
                                        "path_change"sv,
                                        "other"sv};
inline constexpr std::array view = {"principal"sv,
                                    "conversation"sv,
                                    "release"sv,
                                    "data_subject"sv,
                                    "producer"sv,
                                    "cohort"sv,
                                    "principal_class"sv};
inline constexpr std::array producer_state = {"active"sv, "silent"sv};
inline constexpr std::array delivery_sink = {"alerts_topic"sv, "dead_letters"sv};
inline constexpr std::array delivery_result = {"delivered"sv, "failed"sv};
inline constexpr std::array commit_result = {"ok"sv, "failed"sv};
inline constexpr std::array rebalance = {"assigned"sv, "revoked"sv, "lost"sv};
inline constexpr std::array broker_error = {"transient"sv, "fatal"sv};
inline constexpr std::array post_result = {"accepted"sv, "refused"sv, "failed"sv};
// Reason and whether it is meant to happen, always together.
inline constexpr std::array notifier_drop = {
    "too_old,true"sv, "shadow,true"sv, "digest,true"sv, "queue_full,false"sv, "refused,false"sv};
inline constexpr std::array silence_tag = {"fp"sv, "expected"sv, "ack"sv};
inline constexpr std::array log_level = {"debug"sv, "info"sv, "warn"sv, "error"sv};
inline constexpr std::array http_class = {"2xx"sv, "3xx"sv, "4xx"sv, "5xx"sv};
inline constexpr std::array io_target = {"state"sv, "name_book"sv};

}  // namespace centinela::telemetry::words
