#include "app/revealed_alerts.h"

#include "centinela/codec/alert_decoder.h"

#include "app/token_resolver.h"

#include <algorithm>
#include <istream>
#include <sstream>
#include <string_view>
#include <tuple>

namespace centinela::app {
namespace {

constexpr std::size_t input_bytes_max = std::size_t{64} << 20U;

Error bad_alert(std::size_t number, std::string_view why) {
  return {Errc::bad_data,
          "standard input, alert " + std::to_string(number) +
              ": expected an alert in native JSON: " + std::string(why)};
}

// Takes one JSON object off the front by its braces; what is in it the decoder checks.
std::string_view take_object(std::string_view& text) noexcept {
  std::size_t depth = 0;
  bool is_in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_in_string) {
      i += c == '\\' ? 1U : 0U;
      is_in_string = c != '"';
      continue;
    }
    is_in_string = c == '"';
    depth += c == '{' ? 1U : 0U;
    if (c == '}' && depth > 0 && --depth == 0) {
      const std::string_view object = text.substr(0, i + 1);
      text.remove_prefix(i + 1);
      return object;
    }
  }
  const std::string_view rest = text;
  text = {};
  return rest;
}

void skip_space(std::string_view& text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

bool comes_before(const Position& a, const Position& b) noexcept {
  return std::tie(a.topic, a.partition, a.offset, a.index) <
         std::tie(b.topic, b.partition, b.offset, b.index);
}

// Evidence is printed without its topic, which is that of the alert's own position.
std::uint16_t topic_index(const std::string& topic, std::vector<std::string>& topics) {
  const auto at = std::find(topics.begin(), topics.end(), topic);
  const auto index = static_cast<std::uint16_t>(at - topics.begin());
  if (at == topics.end()) {
    topics.push_back(topic);
  }
  return index;
}

Result<void> add_alert(std::string_view json, RevealedAlerts& alerts) {
  const auto alert = codec::decode_alert(json);
  if (!alert) {
    return bad_alert(alerts.ids.size() + 1, alert.error().detail);
  }
  alerts.ids.push_back(print(alert->id));
  alerts.keys.push_back(alert->key);
  for (Position position : alert->evidence) {
    position.topic = topic_index(alert->topic, alerts.topics);
    alerts.evidence.push_back(position);
  }
  alerts.tokens.merge(find_tokens(json));
  return {};
}

}  // namespace

Result<RevealedAlerts> read_alerts(std::istream& in) {
  std::ostringstream content;
  content << in.rdbuf();
  const std::string bytes = content.str();
  if (bytes.size() > input_bytes_max) {
    return Error{Errc::bad_data, "standard input: expected at most 64 MiB of alerts"};
  }
  RevealedAlerts alerts;
  std::string_view text = bytes;
  for (skip_space(text); !text.empty(); skip_space(text)) {
    CENTINELA_TRY(add_alert(take_object(text), alerts));
  }
  if (alerts.ids.empty()) {
    return bad_alert(1, "there is nothing");
  }
  auto& evidence = alerts.evidence;
  std::sort(evidence.begin(), evidence.end(), comes_before);
  evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
  return alerts;
}

}  // namespace centinela::app
