#include "naming.h"

#include "centinela/state/value_table.h"

#include <fmt/format.h>

namespace centinela::alerting {
namespace {

using detectors::DetectorId;
using detectors::Evidence;

std::string_view kind_words(PrincipalKind kind) noexcept {
  switch (kind) {
    case PrincipalKind::human:
      return "Employee";
    case PrincipalKind::bot:
      return "Chatbot";
    case PrincipalKind::agent:
      return "AI agent";
    case PrincipalKind::service:
      return "Service account";
    case PrincipalKind::api_key:
      return "API key";
    case PrincipalKind::vendor:
      return "Vendor client";
    default:
      return "Principal";
  }
}

// "p-7f3c91d20b44e8a1" → "p-7f3c"; a word in clear stays whole.
std::string shortened(std::string text, std::string_view prefix) {
  const std::size_t token_size = prefix.size() + 1 + 16;
  const bool is_token =
      text.size() == token_size && text.starts_with(prefix) && text[prefix.size()] == '-';
  return is_token ? text.substr(0, prefix.size() + 5) : text;
}

template <TokenKind K>
std::string short_shown(const RenderContext& context, Token<K> token) {
  if (is_absent(token)) {
    return {};
  }
  if constexpr (K == TokenKind::word || K == TokenKind::principal || K == TokenKind::tenant) {
    return shortened(privacy::shown(context.names, token, context.sequence), token_prefix(K));
  } else {
    return shortened(print(token), token_prefix(K));
  }
}

std::string principal_words(const PrincipalFacts& principal, const RenderContext& context) {
  std::string words =
      fmt::format("{} {}", kind_words(principal.kind), short_shown(context, principal.id));
  const std::string role = short_shown(context, principal.role);
  const std::string team = short_shown(context, principal.team);
  if (!role.empty() || !team.empty()) {
    words += fmt::format(" ({}{}{})", role, role.empty() || team.empty() ? "" : ", ", team);
  }
  return words;
}

// What Evidence::word means is the detector's own; so is how it prints.
std::string word_of(const Evidence& evidence, const RenderContext& context) {
  const bool is_device_or_client = evidence.detector == DetectorId::new_origin && evidence.leg == 0;
  if (evidence.word == 0 || evidence.detector == DetectorId::forest) {
    return {};
  }
  if (is_device_or_client) {
    const auto attribute = static_cast<state::Attribute>(static_cast<int>(evidence.facts[0]));
    if (attribute == state::Attribute::device) {
      return short_shown(context, DeviceToken{evidence.word});
    }
    if (attribute == state::Attribute::client) {
      return short_shown(context, ClientToken{evidence.word});
    }
  }
  if (evidence.detector == DetectorId::vendor_client_drift) {
    return short_shown(context, ClientToken{evidence.word});
  }
  if (evidence.detector == DetectorId::first_access &&
      static_cast<int>(evidence.facts[0]) == static_cast<int>(state::Attribute::destination)) {
    return short_shown(context, DestinationToken{evidence.word});
  }
  if (evidence.detector == DetectorId::relationship_snoop ||
      evidence.detector == DetectorId::community_misfit ||
      evidence.detector == DetectorId::unjustified_access) {
    return short_shown(context, DataSubjectToken{evidence.word});
  }
  return short_shown(context, WordToken{evidence.word});
}

std::string second_word_of(const Evidence& evidence, const RenderContext& context) {
  if (evidence.word_2 == 0) {
    return {};
  }
  if (evidence.detector == DetectorId::conversation_scope) {
    return short_shown(context, DataSubjectToken{evidence.word_2});
  }
  if (evidence.detector == DetectorId::over_collection ||
      evidence.detector == DetectorId::intent_mismatch) {
    return short_shown(context, WordToken{evidence.word_2});
  }
  return short_shown(context, DestinationToken{evidence.word_2});
}

std::string window_words(const Evidence& evidence) {
  if (evidence.unit == detectors::Unit::data_subjects_per_hour) {
    const std::int64_t hour = window_index(evidence.time, one_hour);
    return fmt::format(
        "between {:02}:00 and {:02}:00 UTC", ((hour % 24) + 24) % 24, ((hour % 24) + 25) % 24);
  }
  return fmt::format("on {}",
                     format_rfc3339(window_start(evidence.local_day, one_day)).substr(0, 10));
}

}  // namespace

std::string entity_id(const state::EntityKey& entity, const RenderContext& context) {
  switch (entity.type) {
    case EntityType::principal:
      return privacy::shown(context.names, PrincipalToken{entity.id}, context.sequence);
    case EntityType::conversation:
      return print(ConversationToken{entity.id});
    case EntityType::data_subject:
      return print(DataSubjectToken{entity.id});
    // Made of several words, which the sentence names: a number that is the same on every replay.
    case EntityType::cohort:
      return entity.id == 0 ? privacy::shown(context.names, entity.tenant, context.sequence)
                            : fmt::format("co-{:016x}", entity.id);
    case EntityType::release:
      return fmt::format("re-{:016x}", entity.id);
    default:
      return privacy::shown(context.names, WordToken{entity.id}, context.sequence);
  }
}

std::string entity_words(const state::EntityKey& entity,
                         const PrincipalFacts& principal,
                         const RenderContext& context) {
  if (entity.type == EntityType::conversation) {
    const std::string bot = short_shown(context, principal.id);
    std::string kind{kind_words(principal.kind)};
    return fmt::format(
        "{} {} in conversation {}", kind, bot, short_shown(context, ConversationToken{entity.id}));
  }
  if (entity.type == EntityType::producer) {
    return fmt::format("Producer {}", short_shown(context, WordToken{entity.id}));
  }
  if (entity.type == EntityType::data_subject) {
    return fmt::format("Customer {}", short_shown(context, DataSubjectToken{entity.id}));
  }
  if (entity.type == EntityType::cohort && entity.id == 0) {
    return fmt::format("Tenant {}", short_shown(context, entity.tenant));
  }
  return principal_words(principal, context);
}

namespace {

// A release is a version of its bot; the key alone does not tell which.
std::string release_words(const Evidence& evidence,
                          const PrincipalFacts& bot,
                          const RenderContext& context) {
  return fmt::format("Release {} of {} {}",
                     short_shown(context, WordToken{evidence.word}),
                     kind_words(bot.kind),
                     short_shown(context, bot.id));
}

}  // namespace

detectors::SentenceWords sentence_words(const state::EntityKey& entity,
                                        const Episode& episode,
                                        const Evidence& evidence,
                                        const RenderContext& context) {
  detectors::SentenceWords words;
  words.entity = entity.type == EntityType::release
                     ? release_words(evidence, episode.principal, context)
                     : entity_words(entity, episode.principal, context);
  words.principal = short_shown(context, episode.principal.id);
  words.kind = kind_words(episode.principal.kind);
  words.team = short_shown(context, episode.principal.team);
  words.word = word_of(evidence, context);
  words.word_2 = second_word_of(evidence, context);
  words.window = window_words(evidence);
  return words;
}

}  // namespace centinela::alerting
