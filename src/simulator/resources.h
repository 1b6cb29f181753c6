// What can be touched on the simulated platform, with what tools, and where data can go. Floor 9.
//
// Constant tables; a field set is a bit mask over a resource's own list of fields.
#pragma once

#include "simulator/words.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace centinela::simulator {

enum class ResourceId : std::uint8_t {
  none,
  customers,
  orders,
  tickets,
  invoices,
  payment_methods,
  payouts,
  identity_documents,
  consents,
  merchants,
  chat_transcripts,
  recordings,
  voice_transcripts,
  prompt_logs,
  articles,
  customer_profiles,
  sales,
  integration_tokens,
  export_jobs,
};

struct Resource {
  std::string_view name;
  std::string_view kind;
  std::string_view record_class;
  std::string_view sensitivity;
  std::span<const std::string_view> fields;
};

[[nodiscard]] const Resource& resource(ResourceId id) noexcept;

enum class Tool : std::uint8_t {
  none,
  lookup_customer,
  read_order,
  read_ticket,
  draft_reply,
  send_mail,
  search_articles,
  query_store,
};
[[nodiscard]] std::string_view name(Tool tool) noexcept;

enum class Destination : std::uint8_t {
  none,
  reports_share,
  warehouse,
  customer_mail,
  campaign_tool,
  privacy_portal,
  personal_cloud,
  ticket_thread,
  partner_bucket,
};
[[nodiscard]] std::string_view name(Destination destination) noexcept;

enum class App : std::uint8_t {
  none,
  agent_desktop,
  web_console,
  chat_runtime,
  agent_runtime,
  voice_runtime,
  job_runner,
  oauth_api,
  browser,
  python_client,
  sql_client,
  macro_client,
  data_loader,
};
[[nodiscard]] std::string_view name(App app) noexcept;

// The lowest `count` fields of a resource, as a mask.
[[nodiscard]] constexpr std::uint64_t first_fields(unsigned count) noexcept {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace centinela::simulator
