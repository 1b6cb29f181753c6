#include "sink/alertmanager/protocol.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <charconv>
#include <map>

namespace centinela::sink {
namespace {

namespace dom = simdjson::dom;

constexpr std::string_view comment_prefix = "centinela:";

Error not_alertmanager(std::string_view what, simdjson::error_code code) {
  return Error{Errc::bad_data,
               fmt::format("Alertmanager: expected {}: {}", what, simdjson::error_message(code))};
}

std::optional<SilenceTag> tag_of(std::string_view comment) {
  if (!comment.starts_with(comment_prefix)) {
    return std::nullopt;
  }
  const std::string_view rest = comment.substr(comment_prefix.size());
  for (const SilenceTag tag : {SilenceTag::expected, SilenceTag::ack, SilenceTag::fp}) {
    const std::string_view word = to_string(tag);
    const bool ends =
        rest.size() == word.size() || (rest.size() > word.size() && rest[word.size()] == ' ');
    if (rest.starts_with(word) && ends) {
      return tag;
    }
  }
  return std::nullopt;
}

std::string_view text_of(const dom::element& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

EventTime time_of(const dom::element& object, std::string_view key) {
  const Result<EventTime> time = parse_rfc3339(text_of(object, key));
  return time ? *time : EventTime{};
}

std::optional<TaggedSilence> read_silence(const dom::element& silence) {
  std::string_view state;
  const bool is_active =
      silence["status"]["state"].get(state) == simdjson::SUCCESS && state == "active";
  const std::string_view comment = text_of(silence, "comment");
  const std::optional<SilenceTag> tag = tag_of(comment);
  if (!is_active || !tag) {
    return std::nullopt;
  }
  std::string_view words = comment.substr(comment_prefix.size() + to_string(*tag).size());
  words.remove_prefix(words.starts_with(' ') ? 1 : 0);
  return TaggedSilence{.id = std::string(text_of(silence, "id")),
                       .tag = *tag,
                       .comment = std::string(words),
                       .created_by = std::string(text_of(silence, "createdBy")),
                       .starts_at = time_of(silence, "startsAt"),
                       .ends_at = time_of(silence, "endsAt"),
                       .episodes = {}};
}

// Silence id → our episodes that it silences.
using Silenced = std::multimap<std::string, std::string, std::less<>>;

void add_alert(const dom::element& alert, Silenced& silenced) {
  std::string_view episode;
  dom::array by;
  if (alert["labels"]["episode"].get(episode) != simdjson::SUCCESS ||
      alert["status"]["silencedBy"].get(by) != simdjson::SUCCESS) {
    return;
  }
  for (const dom::element id : by) {
    std::string_view text;
    if (id.get(text) == simdjson::SUCCESS) {
      silenced.emplace(text, episode);
    }
  }
}

}  // namespace

PostOutcome classify_post(long status) noexcept {
  if (status >= 200 && status < 300) {
    return PostOutcome::accepted;
  }
  const bool is_content = status == 400 || status == 413 || status == 422;
  return is_content ? PostOutcome::refused : PostOutcome::failed;
}

std::string_view to_string(SilenceTag tag) noexcept {
  switch (tag) {
    case SilenceTag::fp:
      return "fp";
    case SilenceTag::expected:
      return "expected";
    case SilenceTag::ack:
      return "ack";
  }
  return "ack";
}

Result<std::vector<TaggedSilence>> join_silences(std::string_view silences_json,
                                                 std::string_view alerts_json) {
  dom::parser silence_parser;
  dom::parser alert_parser;
  dom::array silences;
  dom::array alerts;
  if (const auto code =
          silence_parser.parse(silences_json.data(), silences_json.size()).get(silences)) {
    return not_alertmanager("an array of silences", code);
  }
  if (const auto code = alert_parser.parse(alerts_json.data(), alerts_json.size()).get(alerts)) {
    return not_alertmanager("an array of alerts", code);
  }
  Silenced silenced;
  for (const dom::element alert : alerts) {
    add_alert(alert, silenced);
  }
  std::vector<TaggedSilence> tagged;
  for (const dom::element element : silences) {
    std::optional<TaggedSilence> silence = read_silence(element);
    if (!silence) {
      continue;
    }
    const auto [first, last] = silenced.equal_range(silence->id);
    for (auto it = first; it != last; ++it) {
      silence->episodes.push_back(it->second);
    }
    if (!silence->episodes.empty()) {
      tagged.push_back(*std::move(silence));
    }
  }
  return tagged;
}

Result<std::string> parse_version(std::string_view status_json) {
  dom::parser parser;
  dom::element status;
  if (const auto code = parser.parse(status_json.data(), status_json.size()).get(status)) {
    return not_alertmanager("a status object", code);
  }
  std::string_view version;
  if (const auto code = status["versionInfo"]["version"].get(version)) {
    return not_alertmanager("versionInfo.version", code);
  }
  return std::string(version);
}

std::optional<AlertId> parse_alert_id(std::string_view text) noexcept {
  AlertId id;
  if (text.size() != 32) {
    return std::nullopt;
  }
  const auto parse = [](std::string_view digits, std::uint64_t& out) {
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  const bool is_hex = parse(text.substr(0, 16), id.high) && parse(text.substr(16), id.low);
  return is_hex ? std::optional(id) : std::nullopt;
}

}  // namespace centinela::sink
