#include "config/checks.h"

#include "centinela/event/words.h"

#include "config/did_you_mean.h"
#include "config/sections.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace centinela::config {
namespace {

using namespace std::string_view_literals;

constexpr std::array detectors = {"conversation_scope"sv,  "unjustified_access"sv,
                                  "excessive_subjects"sv,  "bulk_export"sv,
                                  "first_access"sv,        "new_origin"sv,
                                  "unusual_time"sv,        "audit_silence"sv,
                                  "canary_touch"sv,        "slow_drip"sv,
                                  "vendor_client_drift"sv, "bulk_change"sv,
                                  "cross_tenant"sv,        "unmask_rate"sv,
                                  "deny_then_allow"sv,     "lifecycle_risk"sv,
                                  "purpose_consent"sv,     "pagination_sweep"sv,
                                  "search_then_open"sv,    "shared_credential"sv,
                                  "entity_risk"sv,         "service_account_human"sv,
                                  "machine_cadence"sv,     "path_change"sv,
                                  "tainted_chain"sv,       "over_collection"sv,
                                  "hot_record"sv,          "takeover_chain"sv,
                                  "cohort_surge"sv,        "tool_surface"sv,
                                  "confused_deputy"sv,     "retrieval_scope"sv,
                                  "id_enumeration"sv,      "intent_mismatch"sv,
                                  "relationship_snoop"sv,  "forest"sv,
                                  "community_misfit"sv};
constexpr std::array optional_detectors = {
    "machine_cadence"sv, "relationship_snoop"sv, "community_misfit"sv};
constexpr std::array weekdays = {"mon"sv, "tue"sv, "wed"sv, "thu"sv, "fri"sv, "sat"sv, "sun"sv};

const std::string& text_of(const void* value) {
  return *static_cast<const std::string*>(value);
}
const Words& texts_of(const void* value) {
  return *static_cast<const Words*>(value);
}

// The first complaint about an element, if there is one.
template <class CheckOne>
std::string first_complaint(const Words& words, CheckOne check_one) {
  for (const std::string& word : words) {
    if (std::string complaint = check_one(word); !complaint.empty()) {
      return complaint;
    }
  }
  return {};
}

std::string one_of(std::string_view word, std::span<const std::string_view> allowed) {
  if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) {
    return {};
  }
  const std::string_view meant = did_you_mean(word, allowed);
  return fmt::format("one of {}{}",
                     fmt::join(allowed, ", "),
                     meant.empty() ? "" : fmt::format("; did you mean {}", meant));
}

bool is_port(std::string_view text) noexcept {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port <= 65535;
}

struct OwnedProperty {
  std::string_view name;
  std::string_view instead;
};
constexpr std::array owned_properties = {
    OwnedProperty{"acks", "Centinela always waits for all in-sync replicas"},
    OwnedProperty{"allow.auto.create.topics", "create the topics before the start"},
    OwnedProperty{"auto.commit.enable", "see kafka.commit"},
    OwnedProperty{"auto.commit.interval.ms", "set kafka.commit_interval instead"},
    OwnedProperty{"auto.offset.reset", "set kafka.start instead"},
    OwnedProperty{"bootstrap.servers", "set kafka.bootstrap_servers instead"},
    OwnedProperty{"client.id", "Centinela names its clients itself"},
    OwnedProperty{"enable.auto.commit", "it commits after delivery; see kafka.commit"},
    OwnedProperty{"enable.auto.offset.store", "it commits after delivery; see kafka.commit"},
    OwnedProperty{"enable.idempotence", "it is always on"},
    OwnedProperty{"enable.partition.eof", "Centinela follows the watermarks itself"},
    OwnedProperty{"group.id", "set kafka.group_id instead"},
    OwnedProperty{"isolation.level", "Centinela reads committed records only"},
    OwnedProperty{"log.queue", "set log.level instead"},
    OwnedProperty{"log_level", "set log.level instead"},
    OwnedProperty{"metadata.broker.list", "set kafka.bootstrap_servers instead"},
    OwnedProperty{"queued.max.messages.kbytes", "set kafka.queue_size_max instead"},
    OwnedProperty{"request.required.acks", "Centinela always waits for all in-sync replicas"},
    OwnedProperty{"transactional.id", "see kafka.commit"}};

}  // namespace

std::string check_not_empty(const void* text) {
  return text_of(text).empty() ? "text that is not empty" : "";
}

std::string check_topic(const void* text) {
  constexpr std::size_t topic_size_max = 249;  // Kafka's own limit
  const std::string& name = text_of(text);
  const bool is_legal = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  const bool is_fine =
      is_legal && !name.empty() && name.size() <= topic_size_max && name != "." && name != "..";
  return is_fine ? "" : "a topic name: 1 to 249 of letters, digits, '.', '_' and '-'";
}

std::string check_topics(const void* texts) {
  if (texts_of(texts).empty()) {
    return "at least one topic";
  }
  return first_complaint(texts_of(texts),
                         [](const std::string& name) { return check_topic(&name); });
}

std::string check_listen(const void* text) {
  const std::string& listen = text_of(text);
  const std::size_t colon = listen.rfind(':');
  const std::string host = listen.substr(0, std::min(colon, listen.size()));
  const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
  const bool is_fine = colon != std::string::npos && is_port(listen.substr(colon + 1)) &&
                       (is_bracketed || host.find(':') == std::string::npos);
  return is_fine ? "" : "host:port, such as 127.0.0.1:9464 or [::1]:9464";
}

std::string check_url(const void* text) {
  const std::string& url = text_of(text);
  const auto rest_after = [&url](std::string_view scheme) {
    return url.starts_with(scheme) && url.size() > scheme.size() && url[scheme.size()] != '/';
  };
  const bool is_plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c != 0x7F; });
  const bool is_fine =
      url.empty() || (is_plain && (rest_after("http://") || rest_after("https://")));
  return is_fine ? "" : "a URL that starts with http:// or https://";
}

std::string check_urls(const void* texts) {
  return first_complaint(texts_of(texts), [](const std::string& url) {
    return url.empty() ? "a URL that starts with http:// or https://" : check_url(&url);
  });
}

std::string check_detector(const void* text) {
  return text_of(text).empty() ? "" : one_of(text_of(text), detectors);
}

std::string check_detectors(const void* texts) {
  return first_complaint(texts_of(texts),
                         [](const std::string& name) { return one_of(name, detectors); });
}

std::string check_optional_detectors(const void* texts) {
  return first_complaint(texts_of(texts),
                         [](const std::string& name) { return one_of(name, optional_detectors); });
}

std::string check_actions(const void* texts) {
  constexpr auto names = std::span(centinela::Words<Action>::names).subspan<2>();
  return first_complaint(texts_of(texts),
                         [names](const std::string& name) { return one_of(name, names); });
}

std::string check_days(const void* texts) {
  return first_complaint(texts_of(texts),
                         [](const std::string& name) { return one_of(name, weekdays); });
}

std::string check_vocabulary(const void* texts) {
  constexpr std::size_t word_size_max = 64;
  return first_complaint(texts_of(texts), [](const std::string& word) -> std::string {
    const bool is_fine = !word.empty() && word.size() <= word_size_max;
    return is_fine ? "" : "words of 1 to 64 bytes";
  });
}

std::string check_kafka_property(std::string_view name) {
  for (const OwnedProperty& owned : owned_properties) {
    if (owned.name == name) {
      return fmt::format("a librdkafka property that Centinela does not set itself; {}",
                         owned.instead);
    }
  }
  return name.empty() ? "a librdkafka property name" : "";
}

bool is_secret_property(std::string_view name) noexcept {
  const auto has = [name](std::string_view part) { return name.find(part) != name.npos; };
  return has("password") || has("secret") || has(".pem") || has("ssl.key") || has("jaas") ||
         has("oauthbearer.config");
}

}  // namespace centinela::config
