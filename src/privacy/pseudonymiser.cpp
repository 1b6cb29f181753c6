#include "centinela/privacy/pseudonymiser.h"

#include "privacy/event_values.h"
#include "privacy/identifiers.h"

#include <algorithm>
#include <utility>

namespace centinela::privacy {
namespace {

void tokenise_principal(const RawEvent& raw, const WordUse& use, Identifiers& ids, Event& out) {
  PrincipalRef& principal = out.principal;
  principal.id = use.principal;
  principal.role = ids.place(raw.role, use);
  principal.team = ids.place(raw.team, use);
  principal.site = ids.place(raw.site, use);
  principal.since = raw.since;
  principal.until = raw.until;
  principal.time_zone = ids.zone(raw.time_zone);
  principal.kind = raw.kind;
  principal.on_behalf_of.clear();
  for (const std::string_view id : raw.on_behalf_of) {
    if (!principal.on_behalf_of.push_back(ids.principal(id, use.sequence))) {
      break;
    }
  }
}

void tokenise_resource(const RawEvent& raw, const WordUse& use, Identifiers& ids, Event& out) {
  ResourceRef& resource = out.resource;
  resource.name = ids.resource(raw.resource_name, use);
  resource.record_class = ids.word(raw.resource_class, use);
  resource.kind = raw.resource_kind;
  resource.sensitivity = raw.sensitivity;
  resource.field_total = count_fields(raw);
  resource.fields.clear();
  for (const std::string_view field : raw.resource_fields) {
    if (!resource.fields.push_back(ids.word(field, use))) {
      break;
    }
  }
  const ToolParts tool = split_tool(raw.tool);
  out.tool = ids.word(tool.name, use);
  out.tool_version = ids.token<TokenKind::word>(tool.version);
}

void tokenise_context(const RawEvent& raw, const WordUse& use, Identifiers& ids, Event& out) {
  ContextFacts& context = out.context;
  context.conversation = ids.token<TokenKind::conversation>(raw.conversation);
  context.acting_for = ids.token<TokenKind::data_subject>(raw.acting_for);
  context.ticket = ids.token<TokenKind::ticket>(raw.ticket);
  context.ticket_subject = ids.token<TokenKind::data_subject>(raw.ticket_subject);
  context.queue = ids.word(raw.queue, use);
  context.handover_from = ids.principal(raw.handover_from, use.sequence);
  context.purpose = ids.word(raw.purpose, use);
  context.intent = ids.word(raw.intent, use);
  context.version = ids.word(raw.version, use);
  context.automation = ids.token<TokenKind::automation>(raw.automation);
  context.change = ids.token<TokenKind::change>(raw.change);
  context.incident = ids.token<TokenKind::incident>(raw.incident);
  context.turn = raw.turn;
  context.without_consent = raw.without_consent;
  context.assigned = raw.assigned;
  context.callback = raw.callback;
  context.untrusted_input = raw.untrusted_input;
  context.linked.clear();
  for (const std::string_view id : raw.linked) {
    if (!context.linked.push_back(ids.token<TokenKind::data_subject>(id))) {
      break;
    }
  }
}

void tokenise_origin(const RawEvent& raw, const WordUse& use, Identifiers& ids, Event& out) {
  OriginFacts& origin = out.origin;
  origin.ip = ids.token<TokenKind::ip>(raw.ip);
  origin.device = ids.token<TokenKind::device>(raw.device);
  origin.session = ids.token<TokenKind::session>(raw.session);
  origin.client = ids.token<TokenKind::client>(raw.client);
  origin.app = ids.word(raw.app, use);
  origin.city = ids.place(raw.city, use);
  copy_origin_values(raw, out);
}

// The identifiers of which there are many: their entries are seldom in the CPU's cache, so all of
// them are asked for before the first is needed.
void prefetch_identifiers(const RawEvent& raw, const Identifiers& ids) noexcept {
  constexpr std::size_t data_subjects_ahead = 8;
  for (const std::string_view id :
       raw.data_subjects.first(std::min(raw.data_subjects.size(), data_subjects_ahead))) {
    ids.prefetch(TokenKind::data_subject, id);
  }
  ids.prefetch(TokenKind::principal, raw.principal_id);
  ids.prefetch(TokenKind::conversation, raw.conversation);
  ids.prefetch(TokenKind::data_subject, raw.acting_for);
  ids.prefetch(TokenKind::ticket, raw.ticket);
  ids.prefetch(TokenKind::ip, raw.ip);
  ids.prefetch(TokenKind::device, raw.device);
  ids.prefetch(TokenKind::session, raw.session);
}

void prefetch_identifiers(const RawContext& raw, const Identifiers& ids) noexcept {
  ids.prefetch(TokenKind::data_subject, raw.data_subject);
  ids.prefetch(TokenKind::principal, raw.principal);
  ids.prefetch(TokenKind::conversation, raw.conversation);
  ids.prefetch(TokenKind::ticket, raw.ticket);
}

void tokenise_data_subjects(const RawEvent& raw, Identifiers& ids, Event& out) {
  out.data_subject_total =
      std::max(raw.data_subject_total, static_cast<std::uint32_t>(raw.data_subjects.size()));
  out.data_subjects.clear();
  out.ordinals.clear();
  if (raw.data_subjects.empty()) {
    return;
  }
  const std::uint32_t blind = ids.blind_of(out.tenant);
  for (const std::string_view id : raw.data_subjects) {
    if (!out.data_subjects.push_back(ids.token<TokenKind::data_subject>(id))) {
      break;
    }
    out.ordinals.push_back(blinded_ordinal(id, blind));
  }
}

}  // namespace

struct Pseudonymiser::State {
  Identifiers ids;
  std::string fingerprint;
};

Pseudonymiser::Pseudonymiser(const TokenKey& key,
                             const PseudonymiserOptions& options,
                             const TimeZones& zones)
    : state_(std::make_unique<State>(State{Identifiers(key, options, zones), key.fingerprint()})) {}
Pseudonymiser::Pseudonymiser(Pseudonymiser&&) noexcept = default;
Pseudonymiser& Pseudonymiser::operator=(Pseudonymiser&&) noexcept = default;
Pseudonymiser::~Pseudonymiser() = default;

void Pseudonymiser::tokenise(const RawEvent& raw,
                             Position position,
                             std::uint64_t sequence,
                             Event& out) noexcept {
  Identifiers& ids = state_->ids;
  prefetch_identifiers(raw, ids);
  const EventTime received = received_time(raw.received, raw.time);
  const WordUse use{ids.principal(raw.principal_id, sequence), utc_day(received), sequence};

  out.position = position;
  out.time = judged_time(raw.time, received);
  out.received = received;
  out.tenant = ids.tenant(raw.tenant, sequence);
  out.producer = {ids.word(raw.producer_name, use), raw.producer_boot, raw.producer_sequence};
  out.id = ids.event_id(out.tenant, out.producer.name, raw.id);
  copy_values(raw, out);
  out.destination = ids.token<TokenKind::destination>(raw.destination);
  tokenise_principal(raw, use, ids, out);
  tokenise_resource(raw, use, ids, out);
  tokenise_context(raw, use, ids, out);
  tokenise_origin(raw, use, ids, out);
  tokenise_data_subjects(raw, ids, out);
}

ContextRecord Pseudonymiser::tokenise(const RawContext& raw,
                                      Position position,
                                      std::uint64_t sequence) noexcept {
  prefetch_identifiers(raw, state_->ids);
  Identifiers& ids = state_->ids;
  const EventTime received = received_time(raw.received, raw.time);
  const WordUse use{ids.principal(raw.principal, sequence), utc_day(received), sequence};

  ContextRecord out;
  out.position = position;
  out.time = judged_time(raw.time, received);
  out.received = received;
  out.tenant = ids.tenant(raw.tenant, sequence);
  out.kind = raw.kind;
  out.issued_by = raw.issued_by;
  out.principal = use.principal;
  out.data_subject = ids.token<TokenKind::data_subject>(raw.data_subject);
  out.conversation = ids.token<TokenKind::conversation>(raw.conversation);
  out.valid_from = raw.valid_from == EventTime{} ? out.time : raw.valid_from;
  out.valid_to = raw.valid_to;
  out.ticket = ids.token<TokenKind::ticket>(raw.ticket);
  out.change = ids.token<TokenKind::change>(raw.change);
  out.incident = ids.token<TokenKind::incident>(raw.incident);
  out.from = ids.principal(raw.from, sequence);
  out.queue = ids.word(raw.queue, use);
  out.team = ids.place(raw.team, use);
  out.role = ids.place(raw.role, use);
  out.record_class = ids.word(raw.record_class, use);
  out.since = raw.since;
  out.until = raw.until;
  out.is_closed = raw.is_closed;
  return out;
}

namespace {

// "sha256:…": its first 64 bits; 0 for anything else.
std::uint64_t hash_prefix(std::string_view text) noexcept {
  constexpr std::string_view scheme = "sha256:";
  constexpr std::size_t digits = 16;
  if (!text.starts_with(scheme) || text.size() < scheme.size() + digits) {
    return 0;
  }
  std::uint64_t value = 0;
  for (const char digit : text.substr(scheme.size(), digits)) {
    const bool is_number = digit >= '0' && digit <= '9';
    if (!is_number && (digit < 'a' || digit > 'f')) {
      return 0;
    }
    value = value * 16 + static_cast<std::uint64_t>(is_number ? digit - '0' : digit - 'a' + 10);
  }
  return value;
}

}  // namespace

ControlRecord Pseudonymiser::tokenise(const RawControl& raw, Position position) noexcept {
  Identifiers& ids = state_->ids;
  ControlRecord out;
  out.position = position;
  out.received = received_time(raw.received, raw.time);
  out.time = judged_time(raw.time, out.received);
  out.tenant = ids.token<TokenKind::tenant>(raw.tenant);
  out.kind = raw.kind;
  out.ruling = raw.ruling;
  const AlertId alert = parse_alert_id(raw.alert);
  out.alert_high = alert.high;
  out.alert_low = alert.low;
  out.expires = raw.expires;
  out.author = ids.token<TokenKind::principal>(raw.author);
  // Whoever asks for an erasure need not name anybody: an alert's token will do.
  const auto named = [&ids]<TokenKind K>(std::string_view text, Token<K> /*of*/) {
    const std::optional<std::uint64_t> printed = parse_token(K, text);
    return printed ? Token<K>{*printed} : ids.token<K>(text);
  };
  out.model = hash_prefix(raw.model);
  out.config = hash_prefix(raw.config);
  out.principal = named(raw.principal, out.principal);
  out.data_subject = named(raw.data_subject, out.data_subject);
  return out;
}

std::uint64_t Pseudonymiser::token_value(TokenKind kind, std::string_view text) const noexcept {
  return state_->ids.compute(kind, text);
}

EventIdToken Pseudonymiser::event_id(TenantToken tenant,
                                     WordToken producer,
                                     std::string_view id) const noexcept {
  return state_->ids.event_id(tenant, producer, id);
}

WordToken Pseudonymiser::resource(std::string_view name) const noexcept {
  return state_->ids.compute_resource(name);
}

const NameBook& Pseudonymiser::names() const noexcept {
  return state_->ids.names();
}

Result<void> Pseudonymiser::restore_names(ByteReader& reader) {
  return state_->ids.restore_names(reader);
}

void Pseudonymiser::forget(PrincipalToken principal) noexcept {
  state_->ids.forget(principal);
}

const std::string& Pseudonymiser::key_fingerprint() const noexcept {
  return state_->fingerprint;
}

}  // namespace centinela::privacy
