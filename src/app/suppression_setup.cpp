#include "app/suppression_setup.h"

#include "centinela/detectors/catalogue.h"

#include <algorithm>
#include <charconv>

namespace centinela::app {
namespace {

using Tokens = privacy::Pseudonymiser;

struct NamedEntity {
  std::optional<EntityType> type;
  std::uint64_t id = 0;
};

std::optional<EntityType> type_of(std::string_view prefix) noexcept {
  if (prefix == "p") {
    return EntityType::principal;
  }
  if (prefix == "cv") {
    return EntityType::conversation;
  }
  return prefix == "ds" ? std::optional{EntityType::data_subject} : std::nullopt;
}

// A token as alerts print it; else a principal that they show in clear.
NamedEntity entity_of(std::string_view text, const Tokens& tokens) {
  constexpr std::size_t digits = 16;
  const std::size_t dash = text.find('-');
  const std::string_view hex =
      dash == std::string_view::npos ? std::string_view{} : text.substr(dash + 1);
  std::uint64_t id = 0;
  if (hex.size() == digits) {
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), id, 16);
    if (error == std::errc{} && end == hex.data() + hex.size()) {
      return {type_of(text.substr(0, dash)), id};
    }
  }
  return {EntityType::principal, tokens.token<TokenKind::principal>(text).value()};
}

std::optional<WordToken> word_of(const std::string& text, const Tokens& tokens) {
  return text.empty() ? std::nullopt : std::optional{tokens.token<TokenKind::word>(text)};
}

std::optional<TenantToken> tenant_of(const std::string& text, const Tokens& tokens) {
  return text.empty() ? std::nullopt : std::optional{tokens.token<TokenKind::tenant>(text)};
}

const detectors::DetectorInfo* detector_of(std::string_view name) noexcept {
  const auto& all = detectors::catalogue();
  const auto* const found = std::find_if(
      all.begin(), all.end(), [&](const detectors::DetectorInfo& one) { return one.name == name; });
  return found == all.end() ? nullptr : found;
}

}  // namespace

std::vector<alerting::SuppressionRule> suppressions_of(const config::Config& config,
                                                       const Tokens& tokens) {
  std::vector<alerting::SuppressionRule> rules;
  for (const config::Suppression& from : config.suppressions) {
    alerting::SuppressionRule rule;
    rule.tenant = tenant_of(from.tenant, tokens);
    if (!from.detector.empty()) {
      const detectors::DetectorInfo* detector = detector_of(from.detector);
      if (detector == nullptr) {
        continue;  // nothing of it will ever be told, so nothing of it need be withheld
      }
      rule.detector = detector->id;
    }
    if (!from.entity.empty()) {
      const NamedEntity entity = entity_of(from.entity, tokens);
      rule.entity_type = entity.type;
      rule.entity = entity.id;
    }
    rule.role = word_of(from.role, tokens);
    rule.team = word_of(from.team, tokens);
    rule.record_class = word_of(from.record_class, tokens);
    rule.expires = from.expires;
    rule.owner = from.owner;
    rule.reason = from.reason;
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::vector<state::PlannedEvent> planned_of(const config::Config& config, const Tokens& tokens) {
  std::vector<state::PlannedEvent> planned;
  planned.reserve(config.reference.calendar.events.size());
  for (const config::PlannedEvent& from : config.reference.calendar.events) {
    planned.push_back({tenant_of(from.tenant, tokens),
                       word_of(from.team, tokens),
                       from.start,
                       from.end,
                       from.factor});
  }
  return planned;
}

}  // namespace centinela::app
