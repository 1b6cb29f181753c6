// Alertmanager's API v2 as text: paths, answers, silences. Floor 9, pure.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include "sink/alertmanager/signal.h"

#include <string>
#include <string_view>
#include <vector>

namespace centinela::sink {

inline constexpr std::string_view alerts_path = "/api/v2/alerts";
inline constexpr std::string_view silences_path = "/api/v2/silences";
inline constexpr std::string_view status_path = "/api/v2/status";
// Ours that are silenced, whatever their state.
inline constexpr std::string_view silenced_alerts_path =
    "/api/v2/"
    "alerts?filter=service%3D%22centinela%22&active=false&inhibited=false&unprocessed=false";

[[nodiscard]] PostOutcome classify_post(long status) noexcept;

enum class SilenceTag : std::uint8_t { fp, expected, ack };
[[nodiscard]] std::string_view to_string(SilenceTag tag) noexcept;

// An active silence whose comment starts with centinela:fp, centinela:expected or centinela:ack.
struct TaggedSilence {
  std::string id{};
  SilenceTag tag = SilenceTag::ack;
  std::string comment{};  // what follows the tag
  std::string created_by{};
  EventTime starts_at{};
  EventTime ends_at{};
  std::vector<std::string> episodes{};  // ids of our alerts that it silences
};

// Joins GET silences with GET silenced alerts; silences that touch none of ours are left out.
// Error: bad_data.
[[nodiscard]] Result<std::vector<TaggedSilence>> join_silences(std::string_view silences_json,
                                                               std::string_view alerts_json);

// versionInfo.version of GET status. Error: bad_data.
[[nodiscard]] Result<std::string> parse_version(std::string_view status_json);

// From 32 hex digits; nothing when it is not that.
[[nodiscard]] std::optional<AlertId> parse_alert_id(std::string_view text) noexcept;

}  // namespace centinela::sink
