#include "app/token_resolver.h"

#include "centinela/privacy/word_shape.h"

#include <algorithm>
#include <utility>

namespace centinela::app {
namespace {

constexpr std::size_t hex_digits = 16;

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}
bool is_word(char c) noexcept {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_';
}

bool is_prefix(std::string_view text) noexcept {
  for (std::size_t i = 0; i < token_kind_count; ++i) {
    if (token_prefix(static_cast<TokenKind>(i)) == text) {
      return true;
    }
  }
  return false;
}

bool is_token(std::string_view word) noexcept {
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || word.size() != dash + 1 + hex_digits) {
    return false;
  }
  return is_prefix(word.substr(0, dash)) &&
         std::all_of(word.begin() + static_cast<std::ptrdiff_t>(dash) + 1, word.end(), is_hex);
}

}  // namespace

std::set<std::string> find_tokens(std::string_view text) {
  std::set<std::string> tokens;
  while (!text.empty()) {
    const auto* end = std::find_if_not(text.begin(), text.end(), is_word);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (is_token(word)) {
      tokens.emplace(word);
    }
    text.remove_prefix(std::min(word.size() + 1, text.size()));
  }
  return tokens;
}

TokenResolver::TokenResolver(const privacy::Pseudonymiser& pseudonymiser,
                             std::set<std::string> wanted)
    : pseudonymiser_(pseudonymiser), wanted_(std::move(wanted)) {}

void TokenResolver::keep(std::string token, std::string_view text) {
  if (wanted_.contains(token)) {
    found_.insert_or_assign(std::move(token), std::string(text));
  }
}

template <TokenKind K>
void TokenResolver::look_at(std::string_view text) {
  if (!text.empty()) {
    keep(print(pseudonymiser_.token<K>(text)), text);
  }
}

template <TokenKind K>
void TokenResolver::look_at_all(std::span<const std::string_view> texts) {
  for (const std::string_view text : texts) {
    look_at<K>(text);
  }
}

void TokenResolver::look_at_resource(std::string_view name) {
  if (name.empty()) {
    return;
  }
  // A name that is configured stands for itself.
  look_at<TokenKind::word>(name);
  privacy::TemplateBuffer buffer;
  keep(print(pseudonymiser_.resource(name)), privacy::resource_template(name, buffer));
}

void TokenResolver::look_at_words(const RawEvent& raw) {
  look_at_resource(raw.resource_name);
  look_at_all<TokenKind::word>(raw.resource_fields);
  const std::size_t at = std::min(raw.tool.rfind('@'), raw.tool.size());
  look_at<TokenKind::word>(raw.tool.substr(0, at));
  look_at<TokenKind::word>(raw.tool.substr(std::min(at + 1, raw.tool.size())));
  for (const std::string_view word : {raw.resource_class,
                                      raw.role,
                                      raw.team,
                                      raw.site,
                                      raw.city,
                                      raw.queue,
                                      raw.purpose,
                                      raw.intent,
                                      raw.version,
                                      raw.app,
                                      raw.producer_name}) {
    look_at<TokenKind::word>(word);
  }
}

void TokenResolver::look_at(const RawEvent& raw) {
  look_at<TokenKind::tenant>(raw.tenant);
  look_at<TokenKind::principal>(raw.principal_id);
  look_at_all<TokenKind::principal>(raw.on_behalf_of);
  look_at<TokenKind::principal>(raw.handover_from);
  look_at_all<TokenKind::data_subject>(raw.data_subjects);
  look_at_all<TokenKind::data_subject>(raw.linked);
  look_at<TokenKind::data_subject>(raw.acting_for);
  look_at<TokenKind::data_subject>(raw.ticket_subject);
  look_at<TokenKind::conversation>(raw.conversation);
  look_at<TokenKind::ticket>(raw.ticket);
  look_at<TokenKind::change>(raw.change);
  look_at<TokenKind::incident>(raw.incident);
  look_at<TokenKind::automation>(raw.automation);
  look_at<TokenKind::ip>(raw.ip);
  look_at<TokenKind::device>(raw.device);
  look_at<TokenKind::session>(raw.session);
  look_at<TokenKind::client>(raw.client);
  look_at<TokenKind::destination>(raw.destination);
  look_at_words(raw);
}

void TokenResolver::look_at(const RawContext& raw) {
  look_at<TokenKind::tenant>(raw.tenant);
  look_at<TokenKind::principal>(raw.principal);
  look_at<TokenKind::principal>(raw.from);
  look_at<TokenKind::data_subject>(raw.data_subject);
  look_at<TokenKind::conversation>(raw.conversation);
  look_at<TokenKind::ticket>(raw.ticket);
  look_at<TokenKind::change>(raw.change);
  look_at<TokenKind::incident>(raw.incident);
  for (const std::string_view word : {raw.queue, raw.team, raw.role, raw.record_class}) {
    look_at<TokenKind::word>(word);
  }
}

void TokenResolver::look_at(const RawControl& raw) {
  look_at<TokenKind::tenant>(raw.tenant);
  look_at<TokenKind::principal>(raw.principal);
  look_at<TokenKind::data_subject>(raw.data_subject);
}

std::set<std::string> TokenResolver::missing() const {
  std::set<std::string> missing;
  for (const std::string& token : wanted_) {
    if (!found_.contains(token)) {
      missing.insert(token);
    }
  }
  return missing;
}

}  // namespace centinela::app
