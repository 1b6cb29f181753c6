// An alert as OCSF 1.8.0 Detection Finding (class 2004).
#include "centinela/base/numbers.h"
#include "centinela/codec/alert_encoder.h"

#include "codec/json_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::codec {
namespace {

// An enum of OCSF: the number and its caption travel together.
struct Caption {
  int id = 0;
  std::string_view name;
};

// severity_id has no "none": what is not severe at all informs.
Caption severity_of(Severity severity) noexcept {
  switch (severity) {
    case Severity::critical:
      return {5, "Critical"};
    case Severity::high:
      return {4, "High"};
    case Severity::medium:
      return {3, "Medium"};
    case Severity::low:
      return {2, "Low"};
    default:
      return {1, "Informational"};
  }
}

// risk_level_id counts differently: 0 is Info.
Caption risk_of(Severity severity) noexcept {
  const Caption level = severity_of(severity);
  return {level.id - 1, severity == Severity::none ? "Info" : level.name};
}

Caption activity_of(AlertState state) noexcept {
  switch (state) {
    case AlertState::update:
      return {2, "Update"};
    case AlertState::closed:
      return {3, "Close"};
    default:
      return {1, "Create"};
  }
}

Caption status_of(AlertState state) noexcept {
  switch (state) {
    case AlertState::update:
      return {2, "In Progress"};
    case AlertState::closed:
      return {4, "Resolved"};
    case AlertState::shadow:
      return {3, "Suppressed"};
    default:
      return {1, "New"};
  }
}

// The schema's own words for analysis_targets[].type and observations.
std::string_view target_type(EntityType type) noexcept {
  switch (type) {
    case EntityType::principal:
      return "User Account";
    case EntityType::conversation:
      return "Conversation";
    case EntityType::data_subject:
      return "Data Subject";
    case EntityType::producer:
      return "Log Producer";
    case EntityType::cohort:
      return "Group";
    default:
      return "Release";
  }
}

std::string_view observation_type(const AlertReason& reason) noexcept {
  if (reason.family == "volume") {
    return "Volume Analysis";
  }
  return reason.family == "time" ? "Time Pattern Analysis" : "Distribution Analysis";
}

std::string_view observed_pattern(const AlertReason& reason) noexcept {
  if (reason.family == "volume") {
    return reason.observed < reason.expected_low ? "LOW_VOLUME" : "HIGH_VOLUME";
  }
  return reason.family == "time" ? "OFF_HOURS" : "RARE";
}

// risk_score is an integer from 0 to 100: rounded down, so that it lies in the band of its
// severity.
std::int64_t risk_score_of(double score) noexcept {
  return static_cast<std::int64_t>(std::floor(rounded(std::clamp(score, 0.0, 100.0))));
}

void write_caption(JsonWriter& json, std::string_view key, Caption caption) {
  json.key(fmt::format("{}_id", key)).integer(caption.id);
  json.key(key).text(caption.name);
}

void write_metadata(JsonWriter& json, const Alert& alert) {
  json.key("metadata").begin_object().key("version").text("1.8.0");
  json.key("product").begin_object().key("name").text("centinela");
  json.key("vendor_name").text("Centinela").end_object();
  json.key("uid").text(fmt::format("{}-{}", centinela::print(alert.id), alert.revision));
  json.key("tenant_uid").text(alert.tenant);
  json.key("log_name").text(alert.topic).end_object();
}

void write_class(JsonWriter& json, const Alert& alert) {
  constexpr int class_uid = 2004;
  const Caption activity = activity_of(alert.state);
  json.key("category_uid").integer(2).key("category_name").text("Findings");
  json.key("class_uid").integer(class_uid).key("class_name").text("Detection Finding");
  json.key("activity_id").integer(activity.id).key("activity_name").text(activity.name);
  json.key("type_uid").integer(class_uid * 100 + activity.id);
  json.key("type_name").text(fmt::format("Detection Finding: {}", activity.name));
}

void write_attacks(JsonWriter& json, const Alert& alert) {
  if (alert.attack.empty()) {
    return;
  }
  json.key("attacks").begin_array();
  for (const std::string& technique : alert.attack) {
    json.begin_object().key("technique").begin_object();
    json.key("uid").text(technique).end_object().end_object();
  }
  json.end_array();
}

void write_finding(JsonWriter& json, const Alert& alert) {
  const std::string_view detector =
      alert.reasons.empty() ? std::string_view("fusion") : alert.reasons.front().detector;
  json.key("finding_info").begin_object().key("uid").text(centinela::print(alert.id));
  json.key("title").text(fmt::format("Unusual data access: {}", detector));
  json.key("desc").text(alert.summary);
  json.key("created_time").integer(alert.time.milliseconds());
  json.key("first_seen_time").integer(alert.episode.start.milliseconds());
  json.key("last_seen_time").integer(alert.episode.end.milliseconds());
  json.key("analytic").begin_object().key("uid").text(detector).key("name").text(detector);
  json.key("type_id").integer(detector == "forest" ? 4 : 3);
  json.key("type").text(detector == "forest" ? "Learning (ML/DL)" : "Statistical");
  json.key("version").text(alert.model).end_object();
  write_attacks(json, alert);
  json.key("related_events").begin_array();
  for (const Position& position : alert.evidence) {
    json.begin_object().key("uid").text(print(position)).end_object();
  }
  json.end_array();
  json.key("related_events_count").integer(alert.episode.events);
  json.key("data_sources").begin_array().text(alert.topic).end_array().end_object();
}

void write_observation(JsonWriter& json,
                       const AlertReason& reason,
                       std::string_view pattern,
                       std::initializer_list<double> values) {
  json.begin_object().key("observation_parameter").text(reason.unit);
  json.key("observation_type").text(observation_type(reason));
  json.key("observed_pattern").text(pattern).key("observations").begin_array();
  for (const double value : values) {
    json.begin_object().key("value").text(plain_number(value)).end_object();
  }
  json.end_array().end_object();
}

void write_analyses(JsonWriter& json, const Alert& alert) {
  json.key("anomaly_analyses").begin_array().begin_object();
  json.key("analysis_targets").begin_array().begin_object();
  json.key("name").text(alert.entity);
  json.key("type").text(target_type(alert.entity_type)).end_object().end_array();
  json.key("anomalies").begin_array();
  for (const AlertReason& reason : alert.reasons) {
    write_observation(json, reason, observed_pattern(reason), {reason.observed});
  }
  json.end_array().key("baselines").begin_array();
  for (const AlertReason& reason : alert.reasons) {
    write_observation(json, reason, "NORMAL", {reason.expected_low, reason.expected_high});
  }
  json.end_array().end_object().end_array();
}

// actor.user.type_id: people are users, everything else is a service.
void write_evidence(JsonWriter& json, const Alert& alert) {
  json.key("evidences").begin_array().begin_object();
  if (alert.principal) {
    const bool is_human = alert.principal->kind == PrincipalKind::human ||
                          alert.principal->kind == PrincipalKind::vendor;
    json.key("actor").begin_object().key("user").begin_object();
    json.key("uid").text(alert.principal->id);
    write_caption(json, "type", is_human ? Caption{1, "User"} : Caption{4, "Service"});
    if (!alert.principal->team.empty()) {
      json.key("groups").begin_array().begin_object();
      json.key("name").text(alert.principal->team).end_object().end_array();
    }
    json.end_object().end_object();
  }
  json.key("data").begin_object().key("data_subjects").integer(alert.episode.data_subjects);
  json.key("records").integer(alert.episode.records);
  json.key("bytes").integer(alert.episode.bytes).end_object().end_object().end_array();
}

void write_observables(JsonWriter& json, const Alert& alert) {
  if (!alert.principal) {
    return;
  }
  constexpr int user_uid = 31;
  json.key("observables").begin_array().begin_object();
  json.key("name").text("evidences.actor.user.uid").key("type_id").integer(user_uid);
  json.key("type").text("User: uid").key("value").text(alert.principal->id);
  json.end_object().end_array();
}

// What the class has no attribute for, under the names of the native alert.
void write_unmapped(JsonWriter& json, const Alert& alert) {
  json.key("unmapped").begin_object().key("route").text(to_string(alert.route));
  json.key("revision").integer(alert.revision);
  json.key("p_value").number(alert.p_value);
  json.key("unexplained").integer(alert.unexplained);
  json.key("owasp").texts(alert.owasp);
  json.key("config").text(alert.config);
  json.key("key").text(alert.key);
  json.key("position").text(print(alert.position)).end_object();
}

}  // namespace

std::string encode_alert_ocsf(const Alert& alert) {
  JsonWriter json;
  json.begin_object();
  write_metadata(json, alert);
  write_class(json, alert);
  json.key("time").integer(alert.time.milliseconds());
  json.key("start_time").integer(alert.episode.start.milliseconds());
  json.key("end_time").integer(alert.episode.end.milliseconds());
  // A record of the day informs: nothing is wrong.
  const Severity severity = alert.daily ? Severity::none : alert.severity;
  write_caption(json, "severity", severity_of(severity));
  write_caption(json, "status", status_of(alert.state));
  json.key("is_alert").boolean(alert.route != Route::digest && alert.state != AlertState::shadow);
  json.key("message").text(alert.summary);
  json.key("risk_score").integer(risk_score_of(alert.score));
  write_caption(json, "risk_level", risk_of(severity));
  write_finding(json, alert);
  write_analyses(json, alert);
  write_evidence(json, alert);
  write_observables(json, alert);
  write_unmapped(json, alert);
  json.end_object();
  return std::move(json).finish();
}

}  // namespace centinela::codec
