// The vocabulary of the simulated platform: enums and the words that events carry. Floor 9, pure.
//
// Each enum's words stand in its order; `word(value)` is the only way from one to the other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace centinela::simulator {

enum class Kind : std::uint8_t { human, bot, agent, service, api_key, vendor };

enum class Role : std::uint8_t {
  agent_l1,
  agent_l2,
  billing_agent,
  fraud_analyst,
  quality_reviewer,
  privacy_officer,
  marketing_analyst,
  engineer,
  manager,
  chatbot,
  assistant,
  voice_pipeline,
  hourly_sync,
  nightly_job,
  partner_key,
  vendor_client,
  vendor_engineer,
  producer_daemon,
};
inline constexpr std::size_t role_count = 18;

enum class Action : std::uint8_t {
  read,
  list,
  search,
  query,
  retrieve,
  unmask,
  export_records,
  download,
  share,
  create,
  update,
  delete_records,
  consent_change,
  tool_call,
  grant,
  login,
  heartbeat,
};

enum class Outcome : std::uint8_t { ok, denied, not_found, error };
enum class Listing : std::uint8_t { absent, listed, opened };
enum class Shape : std::uint8_t { absent, by_id, by_name, wildcard, filter, semantic, count };
enum class ContextKind : std::uint8_t {
  ticket,
  assignment,
  conversation,
  handover,
  callback,
  roster,
  link,
  grant,
  approval,
  employment,
  consent,
  event,
};
enum class Issuer : std::uint8_t { customer, system, third_person, self };
enum class Queue : std::uint8_t { none, orders, delivery, returns, billing, accounts, general };
enum class Purpose : std::uint8_t {
  none,
  support,
  billing,
  fraud_prevention,
  quality,
  privacy_request,
  marketing,
  maintenance,
  analytics,
  remediation,
};
enum class Intent : std::uint8_t {
  none,
  order_status,
  delivery_slot,
  refund,
  account_update,
  invoice_question,
  summarise_ticket,
  draft_reply,
  general_question,
};

[[nodiscard]] std::string_view word(Kind kind) noexcept;
[[nodiscard]] std::string_view word(Role role) noexcept;
[[nodiscard]] std::string_view word(Action action) noexcept;
[[nodiscard]] std::string_view word(Outcome outcome) noexcept;
[[nodiscard]] std::string_view word(Listing listing) noexcept;
[[nodiscard]] std::string_view word(Shape shape) noexcept;
[[nodiscard]] std::string_view word(ContextKind kind) noexcept;
[[nodiscard]] std::string_view word(Issuer issuer) noexcept;
[[nodiscard]] std::string_view word(Queue queue) noexcept;
[[nodiscard]] std::string_view word(Purpose purpose) noexcept;
[[nodiscard]] std::string_view word(Intent intent) noexcept;

// Short tags that a producer knows about an access; a set of bits.
namespace label {
inline constexpr std::uint8_t vip = 1;
inline constexpr std::uint8_t canary = 2;
inline constexpr std::uint8_t coworker = 4;
inline constexpr std::uint8_t household = 8;
inline constexpr std::uint8_t self = 16;
inline constexpr std::array<std::string_view, 5> words{
    "vip", "canary", "coworker", "household", "self"};
}  // namespace label

}  // namespace centinela::simulator
