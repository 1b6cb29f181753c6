// Alert: what is told to people, with every token already printed. Floor 1, plain value.
//
// The one noun that codec encodes and alerting fills. Numbers here are exact; encoding rounds them
// to 4 significant digits. Text is a printed token or a word that the privacy table lets through.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/position.h"
#include "centinela/event/words.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace centinela {

enum class AlertState : std::uint8_t { open, update, closed, shadow };
enum class Route : std::uint8_t { digest, ticket, page };                  // ascending
enum class Severity : std::uint8_t { none, low, medium, high, critical };  // ascending
enum class EntityType : std::uint8_t {
  principal,
  conversation,
  data_subject,
  producer,
  cohort,
  release,
};

[[nodiscard]] std::string_view to_string(AlertState state) noexcept;
[[nodiscard]] std::string_view to_string(Route route) noexcept;
[[nodiscard]] std::string_view to_string(Severity severity) noexcept;
[[nodiscard]] std::string_view to_string(EntityType type) noexcept;

// 128 bits, printed as 32 hex digits: a function of entity, first evidence and key.
struct AlertId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  friend bool operator==(const AlertId&, const AlertId&) = default;

  template <class Archive>
  void describe(Archive& archive) {
    archive(high, low);
  }
};
[[nodiscard]] std::string print(const AlertId& id);

struct AlertReason {
  std::string detector;
  std::string family;
  double p_value = 1;
  double share = 0;  // of the surprise; the shares of an alert add up to 1
  double observed = 0;
  double expected_low = 0;
  double expected_high = 0;
  std::string unit;
  std::string sentence;
};

struct AlertPeers {
  std::int64_t count = 0;  // only groups of at least 10 are told
  double highest = 0;
};

struct AlertPrincipal {
  std::string id;
  PrincipalKind kind = PrincipalKind::absent;
  std::string role;
  std::string team;
};

struct AlertEpisode {
  EventTime start;
  EventTime end;
  std::int64_t events = 0;
  std::int64_t data_subjects = 0;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
};

struct AlertCount {
  std::string name;
  std::int64_t count = 0;
};

// What a rule or an analyst's ruling kept from being told.
struct AlertSuppressed {
  std::string owner;
  std::string reason;
  std::int64_t episodes = 0;
};

// What came nearest to being told.
struct AlertBelowLine {
  EntityType entity_type = EntityType::principal;
  std::string entity;
  std::string detector;
  double p_value = 1;
  std::string sentence;
};

// A day of a tenant in the shape of an alert: its digest, or the heartbeat that tells "quiet
// because nothing happened" from "quiet because blind".
struct AlertDaily {
  bool is_heartbeat = false;
  EventTime from;  // log time, half open
  EventTime to;
  std::string sight;  // of a heartbeat: clear, partial or blind
  std::vector<AlertCount> counts;
  std::vector<AlertCount> detectors;    // episodes below the lines by their first detector
  std::vector<std::string> guarded;     // detectors under flood guard
  std::vector<std::string> abstaining;  // detectors that said nothing all day
  std::vector<AlertSuppressed> suppressed;
  std::vector<AlertBelowLine> strongest;
};

struct Alert {
  AlertId id;
  std::uint32_t revision = 1;
  AlertState state = AlertState::open;
  Route route = Route::digest;
  EventTime time;  // the log's time of the event that decided it
  std::string tenant;
  Severity severity = Severity::none;
  double score = 0;    // 0–100
  double p_value = 1;  // fused and calibrated
  EntityType entity_type = EntityType::principal;
  std::string entity;
  std::optional<AlertPrincipal> principal;  // none where no single one is meant
  std::vector<std::string> principals;      // at most 20, where several are meant
  std::string summary;
  std::vector<AlertReason> reasons;  // at most 3, strongest first
  std::optional<AlertPeers> peers;
  std::int64_t unexplained = 0;
  std::optional<double> would_not_fire_below;
  std::vector<std::string> explanations_tried;
  std::optional<std::string> nearest_miss;
  std::int64_t maturity_days = 0;
  double maturity_effective_samples = 0;
  AlertEpisode episode;
  std::vector<Position> evidence;  // at most 20, strongest first
  std::vector<std::string> attack;
  std::vector<std::string> owasp;
  std::string model;   // "sha256:…"
  std::string config;  // "sha256:…"
  std::string key;     // 8 hex digits
  std::string topic;   // name of position.topic
  Position position;
  Ruling ruling = Ruling::absent;          // an analyst's word on it, once there is one
  std::optional<AlertDaily> daily;         // in digest and heartbeat records only
  std::optional<std::int64_t> below_line;  // candidates withheld when the ceiling binds
};

}  // namespace centinela
