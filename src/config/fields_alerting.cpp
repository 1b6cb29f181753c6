#include "config/checks.h"
#include "config/fields.h"

namespace centinela::config {

template <>
// NOLINTNEXTLINE(readability-function-size): a table
Fields fields_of<Alerting>() {
  static constexpr auto table = std::to_array<Field>({
      field<&Alerting::topic>("topic",
                              "Topic that alerts are written to; the durable sink.",
                              {.check = check_topic, .restarts = true}),
      field<&Alerting::format>("format",
                               "native: our own JSON. ocsf: OCSF Detection Finding "
                               "(2004).",
                               {.restarts = true}),
      field<&Alerting::alertmanagers>(
          "alertmanagers",
          "Base URLs of the Alertmanagers. Every member of a cluster is named, and every one gets "
          "every alert. Empty: none is told.",
          {.example = "[http://127.0.0.1:9093]", .check = check_urls, .restarts = true}),
      field<&Alerting::alertmanager_username>(
          "alertmanager_username", "User name for basic authentication there.", {.restarts = true}),
      field<&Alerting::alertmanager_password>("alertmanager_password",
                                              "Its password. Better in alertmanager_password_file.",
                                              {.is_secret = true, .restarts = true}),
      field<&Alerting::alertmanager_password_file>(
          "alertmanager_password_file",
          "File that holds the password; a newline at the end is dropped.",
          {.restarts = true}),
      field<&Alerting::alertmanager_bearer_token>(
          "alertmanager_bearer_token",
          "Bearer token, instead of user name and password. Better in "
          "alertmanager_bearer_token_file.",
          {.is_secret = true, .restarts = true}),
      field<&Alerting::alertmanager_bearer_token_file>(
          "alertmanager_bearer_token_file",
          "File that holds the bearer token; a newline at the end is dropped.",
          {.restarts = true}),
      field<&Alerting::alertmanager_ca_file>(
          "alertmanager_ca_file",
          "Certificate authorities (PEM) that the Alertmanagers' certificates are checked against.",
          {.default_note = "the system's", .restarts = true}),
      field<&Alerting::budget_per_day>(
          "budget_per_day",
          "Pages a day and tenant that people can handle. A ceiling, not a target; invariants and "
          "canaries are never throttled.",
          {.minimum = 0, .maximum = 10'000, .unit = "pages per day", .changes_alerts = true}),
      field<&Alerting::tickets_per_day>(
          "tickets_per_day",
          "The same for tickets.",
          {.minimum = 0, .maximum = 100'000, .unit = "tickets per day", .changes_alerts = true}),
      field<&Alerting::max_age>(
          "max_age",
          "Alerts older than this, by the log's time, go to the topic only "
          "and not to Alertmanager.",
          {.minimum = 60'000, .maximum = 30 * 86'400'000.0, .restarts = true}),
      field<&Alerting::active_max>(
          "active_max",
          "Most alerts kept firing in Alertmanager; the rest is folded into one overflow alert.",
          {.minimum = 1, .maximum = 100'000, .unit = "alerts", .restarts = true}),
      field<&Alerting::queue_max>(
          "queue_max",
          "Most alerts that wait for Alertmanager. When full, what does not fit is counted and "
          "goes to "
          "the topic only, which has every alert anyway.",
          {.minimum = 16, .maximum = 1'000'000, .unit = "alerts", .restarts = true}),
      field<&Alerting::runbook_base>(
          "runbook_base",
          "Start of the runbook link of an alert; the detector's name "
          "is added. Empty: no link.",
          {.example = "https://wiki.example.com/centinela/", .check = check_url, .restarts = true}),
      field<&Alerting::console_base>(
          "console_base",
          "Start of the console link of an alert; the alert's id is "
          "added. Empty: no link.",
          {.example = "https://console.example.com/alerts/", .check = check_url, .restarts = true}),
  });
  return table;
}

}  // namespace centinela::config
