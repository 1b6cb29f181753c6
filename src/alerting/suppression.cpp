#include "centinela/alerting/suppression.h"

#include "rules.h"

#include <algorithm>

namespace centinela::alerting {
namespace {

constexpr std::size_t expected_kept = 4096;
static_assert(detectors::detector_count <= 64, "a set of detectors is one word of 64 bits");

template <class T>
bool is_within(const std::optional<T>& scope, const T& value) noexcept {
  return !scope || *scope == value;
}

bool matches(const SuppressionRule& rule,
             const state::EntityKey& entity,
             const Episode& episode) noexcept {
  const Reason& first = first_reason(*episode.detail);
  return is_within(rule.tenant, entity.tenant) && is_within(rule.entity_type, entity.type) &&
         is_within(rule.entity, entity.id) && is_within(rule.detector, first.evidence.detector) &&
         is_within(rule.role, episode.principal.role) &&
         is_within(rule.team, episode.principal.team) &&
         is_within(rule.record_class, first.record_class);
}

}  // namespace

std::uint64_t detectors_of(const EpisodeDetail& detail) noexcept {
  std::uint64_t detectors = 0;
  for (const Reason& reason : detail.reasons) {
    detectors |= std::uint64_t{1} << static_cast<unsigned>(reason.evidence.detector);
  }
  return detectors;
}

// The forest repeats what others said, so it is first only where it stands alone.
const Reason& first_reason(const EpisodeDetail& detail) noexcept {
  const auto is_forest = [](const Reason& reason) {
    return reason.evidence.detector == detectors::DetectorId::forest;
  };
  return *std::min_element(
      detail.reasons.begin(), detail.reasons.end(), [&](const Reason& a, const Reason& b) {
        return is_forest(a) == is_forest(b) ? comes_before(a, b) : is_forest(b);
      });
}

void Suppressions::expect(ExpectedWork work, EventTime now) {
  std::erase_if(expected_, [&](const ExpectedWork& known) {
    return known.expires <= now || known.ruled == work.ruled;
  });
  if (expected_.size() == expected_kept) {
    expected_.erase(expected_.begin());
  }
  const EventTime wanted = work.expires == EventTime{} ? now + expected_default : work.expires;
  work.expires = std::min(wanted, now + expected_max);
  expected_.push_back(work);
}

void Suppressions::forget(const AlertId& ruled) {
  std::erase_if(expected_, [&](const ExpectedWork& known) { return known.ruled == ruled; });
}

std::optional<SuppressedBy> Suppressions::find(const state::EntityKey& entity,
                                               const Episode& episode,
                                               EventTime now) const noexcept {
  if (is_empty() || episode.detail == nullptr || episode.detail->reasons.empty()) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (now < rules_[i].expires && matches(rules_[i], entity, episode)) {
      return SuppressedBy{i};
    }
  }
  const std::uint64_t speaking = detectors_of(*episode.detail);
  for (const ExpectedWork& work : expected_) {
    if (work.entity == entity && now < work.expires && (speaking & ~work.detectors) == 0) {
      return SuppressedBy{};
    }
  }
  return std::nullopt;
}

}  // namespace centinela::alerting
