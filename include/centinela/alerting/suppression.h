// Suppression: rules of ours that withhold an alert, always counted with their reason. Floor 7.
//
// Two kinds: those of the configuration, with owner, reason and expiry, and those that an
// `expected` ruling makes, for one entity and the detectors of the alert that was ruled on. Both
// end by log time. Invariants and canaries are withheld by neither. Plain data, one thread.
#pragma once

#include "centinela/alerting/episode.h"
#include "centinela/state/entity_key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace centinela::alerting {

// From the configuration. Every part of the scope that is given must match.
struct SuppressionRule {
  std::optional<TenantToken> tenant;
  std::optional<detectors::DetectorId> detector;  // that gave the first reason
  std::optional<EntityType> entity_type;
  std::optional<std::uint64_t> entity;
  std::optional<WordToken> role;
  std::optional<WordToken> team;
  std::optional<WordToken> record_class;  // of the access behind the first reason
  EventTime expires;
  std::string owner;
  std::string reason;
};

// From a ruling: holds as long as no detector speaks that the ruled alert did not have.
struct ExpectedWork {
  state::EntityKey entity;
  std::uint64_t detectors = 0;
  EventTime expires;
  AlertId ruled;

  template <class Archive>
  void describe(Archive& archive) {
    archive(entity.type, entity.tenant, entity.id, detectors, expires, ruled.high, ruled.low);
  }
};

// Who withholds: the number of a rule of the configuration, or an analyst's ruling.
struct SuppressedBy {
  static constexpr std::size_t ruling = SIZE_MAX;
  std::size_t rule = ruling;
};

[[nodiscard]] std::uint64_t detectors_of(const EpisodeDetail& detail) noexcept;
// The reason that an alert would name first; detail holds at least one.
[[nodiscard]] const Reason& first_reason(const EpisodeDetail& detail) noexcept;

class Suppressions {
 public:
  // An expiry that a ruling leaves out, and the longest that it may ask for.
  static constexpr Duration expected_default = std::chrono::hours{7 * 24};
  static constexpr Duration expected_max = std::chrono::hours{90 * 24};

  Suppressions() = default;
  explicit Suppressions(std::vector<SuppressionRule> rules) : rules_(std::move(rules)) {}

  // Bounded to 4096; the oldest makes room. Replaces what the same alert was ruled before.
  void expect(ExpectedWork work, EventTime now);
  // The ruling was taken back.
  void forget(const AlertId& ruled);

  [[nodiscard]] bool is_empty() const noexcept { return rules_.empty() && expected_.empty(); }
  [[nodiscard]] std::optional<SuppressedBy> find(const state::EntityKey& entity,
                                                 const Episode& episode,
                                                 EventTime now) const noexcept;
  [[nodiscard]] const std::vector<SuppressionRule>& rules() const noexcept { return rules_; }
  [[nodiscard]] std::size_t expected() const noexcept { return expected_.size(); }

  // The rules are the configuration's, not state.
  template <class Archive>
  void describe(Archive& archive) {
    archive(expected_);
  }

 private:
  std::vector<SuppressionRule> rules_;
  std::vector<ExpectedWork> expected_;
};

}  // namespace centinela::alerting
