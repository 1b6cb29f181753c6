#include "simulator/resources.h"

#include "centinela/base/check.h"

#include <array>

namespace centinela::simulator {
namespace {

using Word = std::string_view;

constexpr std::array<Word, 41> customer_fields{"name",
                                               "email",
                                               "phone",
                                               "city",
                                               "language",
                                               "segment",
                                               "address",
                                               "postcode",
                                               "country",
                                               "birth_date",
                                               "id_number",
                                               "tax_number",
                                               "nationality",
                                               "gender",
                                               "marital_status",
                                               "employer",
                                               "income_band",
                                               "loyalty_tier",
                                               "loyalty_points",
                                               "marketing_opt_in",
                                               "preferred_shop",
                                               "device_list",
                                               "login_history",
                                               "household",
                                               "emergency_contact",
                                               "bank_last4",
                                               "card_last4",
                                               "credit_limit",
                                               "credit_score",
                                               "complaints",
                                               "notes",
                                               "risk_flag",
                                               "referrer",
                                               "social_handle",
                                               "profile_photo",
                                               "signature",
                                               "consent_date",
                                               "delivery_notes",
                                               "alternate_phone",
                                               "previous_address",
                                               "voice_print"};
constexpr std::array<Word, 8> order_fields{"order_number",
                                           "status",
                                           "items",
                                           "total",
                                           "delivery_address",
                                           "carrier",
                                           "merchant",
                                           "gift_note"};
constexpr std::array<Word, 6> ticket_fields{
    "subject_line", "status", "queue", "body", "attachments", "history"};
constexpr std::array<Word, 6> invoice_fields{
    "number", "amount", "due_date", "tax", "billing_address", "status"};
constexpr std::array<Word, 5> payment_fields{
    "brand", "last4", "expiry", "holder", "account_number"};
constexpr std::array<Word, 4> payout_fields{"account_number", "bank", "holder", "currency"};
constexpr std::array<Word, 4> identity_fields{"document_number", "type", "scan", "expiry"};
constexpr std::array<Word, 3> consent_fields{"marketing", "profiling", "sharing"};
constexpr std::array<Word, 5> merchant_fields{
    "name", "owner", "orders", "revenue", "payout_account"};
constexpr std::array<Word, 3> text_fields{"text", "summary", "language"};
constexpr std::array<Word, 2> audio_fields{"audio", "duration"};
constexpr std::array<Word, 3> prompt_fields{"prompt", "completion", "tools"};
constexpr std::array<Word, 2> article_fields{"title", "body"};
constexpr std::array<Word, 6> profile_fields{
    "email", "phone", "segment", "lifetime_value", "churn_score", "last_contact"};
constexpr std::array<Word, 4> sales_fields{"order_number", "total", "items", "segment"};
constexpr std::array<Word, 3> credential_fields{"name", "token", "scope"};
constexpr std::array<Word, 3> job_fields{"status", "owner", "rows"};

constexpr std::array<Resource, 19> resource_table{{
    {"", "", "", "", {}},
    {"crm.customers", "table", "contact", "personal", customer_fields},
    {"crm.orders", "table", "order", "personal", order_fields},
    {"crm.tickets", "table", "ticket", "personal", ticket_fields},
    {"billing.invoices", "table", "invoice", "personal", invoice_fields},
    {"billing.payment_methods", "table", "payment", "personal", payment_fields},
    {"billing.payouts", "table", "payout", "personal", payout_fields},
    {"identity.documents", "file", "identity_document", "special", identity_fields},
    {"crm.consents", "table", "consent", "personal", consent_fields},
    {"crm.merchants", "table", "merchant", "internal", merchant_fields},
    {"chat.transcripts", "transcript", "conversation_text", "personal", text_fields},
    {"voice.recordings", "recording", "recording", "personal", audio_fields},
    {"voice.transcripts", "transcript", "conversation_text", "personal", text_fields},
    {"ai.prompt_log", "prompt_log", "prompt", "personal", prompt_fields},
    {"kb.articles", "index", "knowledge", "public", article_fields},
    {"warehouse.customer_profiles", "table", "profile", "personal", profile_fields},
    {"warehouse.sales", "table", "order", "internal", sales_fields},
    {"platform.integration_tokens", "table", "credential", "internal", credential_fields},
    {"platform.export_jobs", "job", "job", "internal", job_fields},
}};

constexpr std::array<Word, 8> tool_names{"",
                                         "crm/lookup_customer@5e1f",
                                         "crm/read_order@5e1f",
                                         "tickets/read_ticket@90ac",
                                         "tickets/draft_reply@90ac",
                                         "mail/send@17d4",
                                         "kb/search@3b02",
                                         "store/query@c7e9"};
constexpr std::array<Word, 9> destination_names{"",
                                                "reports-share",
                                                "warehouse",
                                                "customer-mail",
                                                "campaign-tool",
                                                "privacy-portal",
                                                "personal-cloud",
                                                "ticket-thread",
                                                "partner-bucket"};
constexpr std::array<Word, 13> app_names{"",
                                         "agent-desktop/4.1",
                                         "web-console/2.8",
                                         "chat-runtime/11.2",
                                         "agent-runtime/1.9",
                                         "voice-runtime/3.0",
                                         "job-runner/7.4",
                                         "oauth-api/2",
                                         "browser/chrome",
                                         "python-requests/2.31",
                                         "sql-client/9.1",
                                         "desktop-macro/1.3",
                                         "data-loader/60"};

template <class Table, class Index>
const auto& at(const Table& table, Index index) noexcept {
  const auto i = static_cast<std::size_t>(index);
  CENTINELA_CHECK(i < table.size());
  return table[i];
}

}  // namespace

const Resource& resource(ResourceId id) noexcept {
  return at(resource_table, id);
}
std::string_view name(Tool tool) noexcept {
  return at(tool_names, tool);
}
std::string_view name(Destination destination) noexcept {
  return at(destination_names, destination);
}
std::string_view name(App app) noexcept {
  return at(app_names, app);
}

}  // namespace centinela::simulator
