#include "simulator/words.h"

#include "centinela/base/check.h"

namespace centinela::simulator {
namespace {

template <std::size_t N, class Enum>
std::string_view pick(const std::array<std::string_view, N>& words, Enum value) noexcept {
  const auto at = static_cast<std::size_t>(value);
  CENTINELA_CHECK(at < N);
  return words[at];  // NOLINT(cppcoreguidelines-pro-bounds-constant-array-index): checked above
}

constexpr std::array<std::string_view, 6> kinds{
    "human", "bot", "agent", "service", "api_key", "vendor"};
constexpr std::array<std::string_view, role_count> roles{"agent_l1",
                                                         "agent_l2",
                                                         "billing_agent",
                                                         "fraud_analyst",
                                                         "quality_reviewer",
                                                         "privacy_desk",
                                                         "marketing",
                                                         "engineer",
                                                         "manager",
                                                         "chatbot",
                                                         "assistant",
                                                         "voice",
                                                         "hourly_sync",
                                                         "nightly_job",
                                                         "partner_key",
                                                         "vendor",
                                                         "vendor_engineer",
                                                         "producer"};
constexpr std::array<std::string_view, 17> actions{"read",
                                                   "list",
                                                   "search",
                                                   "query",
                                                   "retrieve",
                                                   "unmask",
                                                   "export",
                                                   "download",
                                                   "share",
                                                   "create",
                                                   "update",
                                                   "delete",
                                                   "consent_change",
                                                   "tool_call",
                                                   "grant",
                                                   "login",
                                                   "heartbeat"};
constexpr std::array<std::string_view, 4> outcomes{"ok", "denied", "not_found", "error"};
constexpr std::array<std::string_view, 3> listings{"", "listed", "opened"};
constexpr std::array<std::string_view, 7> shapes{
    "", "by_id", "by_name", "wildcard", "filter", "semantic", "count"};
constexpr std::array<std::string_view, 12> context_kinds{"ticket",
                                                         "assignment",
                                                         "conversation",
                                                         "handover",
                                                         "callback",
                                                         "roster",
                                                         "link",
                                                         "grant",
                                                         "approval",
                                                         "employment",
                                                         "consent",
                                                         "event"};
constexpr std::array<std::string_view, 4> issuers{"customer", "system", "third_person", "self"};
constexpr std::array<std::string_view, 7> queues{
    "", "orders", "delivery", "returns", "billing", "accounts", "general"};
constexpr std::array<std::string_view, 10> purposes{"",
                                                    "support",
                                                    "billing",
                                                    "fraud_prevention",
                                                    "quality",
                                                    "privacy_request",
                                                    "marketing",
                                                    "maintenance",
                                                    "analytics",
                                                    "remediation"};
constexpr std::array<std::string_view, 9> intents{"",
                                                  "order_status",
                                                  "delivery_slot",
                                                  "refund",
                                                  "account_update",
                                                  "invoice_question",
                                                  "summarise_ticket",
                                                  "draft_reply",
                                                  "general_question"};

}  // namespace

std::string_view word(Kind kind) noexcept {
  return pick(kinds, kind);
}
std::string_view word(Role role) noexcept {
  return pick(roles, role);
}
std::string_view word(Action action) noexcept {
  return pick(actions, action);
}
std::string_view word(Outcome outcome) noexcept {
  return pick(outcomes, outcome);
}
std::string_view word(Listing listing) noexcept {
  return pick(listings, listing);
}
std::string_view word(Shape shape) noexcept {
  return pick(shapes, shape);
}
std::string_view word(ContextKind kind) noexcept {
  return pick(context_kinds, kind);
}
std::string_view word(Issuer issuer) noexcept {
  return pick(issuers, issuer);
}
std::string_view word(Queue queue) noexcept {
  return pick(queues, queue);
}
std::string_view word(Purpose purpose) noexcept {
  return pick(purposes, purpose);
}
std::string_view word(Intent intent) noexcept {
  return pick(intents, intent);
}

}  // namespace centinela::simulator
