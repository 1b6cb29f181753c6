#include "centinela/codec/alert_encoder.h"

#include "codec/json_writer.h"

#include <fmt/format.h>

namespace centinela::codec {
namespace {

void write_principal(JsonWriter& json, const Alert& alert) {
  json.key("principal");
  if (!alert.principal) {
    json.null();
    return;
  }
  const AlertPrincipal& principal = *alert.principal;
  json.begin_object().key("id").text(principal.id);
  json.key("kind").text_or_null(to_word(principal.kind));
  json.key("role").text_or_null(principal.role);
  json.key("team").text_or_null(principal.team).end_object();
}

void write_reasons(JsonWriter& json, const Alert& alert) {
  json.key("reasons").begin_array();
  for (const AlertReason& reason : alert.reasons) {
    json.begin_object().key("detector").text(reason.detector);
    json.key("family").text(reason.family);
    json.key("p_value").number(reason.p_value);
    json.key("share").number(reason.share);
    json.key("observed").number(reason.observed);
    json.key("expected_low").number(reason.expected_low);
    json.key("expected_high").number(reason.expected_high);
    json.key("unit").text(reason.unit);
    json.key("sentence").text(reason.sentence).end_object();
  }
  json.end_array();
}

void write_comparisons(JsonWriter& json, const Alert& alert) {
  json.key("peers");
  if (alert.peers) {
    json.begin_object().key("count").integer(alert.peers->count);
    json.key("highest").number(alert.peers->highest).end_object();
  } else {
    json.null();
  }
  json.key("unexplained").integer(alert.unexplained);
  json.key("would_not_fire");
  if (alert.would_not_fire_below) {
    json.begin_object().key("below").number(*alert.would_not_fire_below).end_object();
  } else {
    json.null();
  }
  json.key("explanations_tried").texts(alert.explanations_tried);
  json.key("nearest_miss");
  alert.nearest_miss ? json.text(*alert.nearest_miss) : json.null();
  json.key("maturity").begin_object().key("days").integer(alert.maturity_days);
  json.key("effective_samples").number(alert.maturity_effective_samples).end_object();
}

void write_episode(JsonWriter& json, const AlertEpisode& episode) {
  json.key("episode").begin_object();
  json.key("start").text(format_rfc3339(episode.start));
  json.key("end").text(format_rfc3339(episode.end));
  json.key("events").integer(episode.events);
  json.key("data_subjects").integer(episode.data_subjects);
  json.key("records").integer(episode.records);
  json.key("bytes").integer(episode.bytes).end_object();
}

void write_provenance(JsonWriter& json, const Alert& alert) {
  json.key("evidence").begin_array();
  for (const Position& position : alert.evidence) {
    json.text(print(position));
  }
  json.end_array();
  json.key("attack").texts(alert.attack);
  json.key("owasp").texts(alert.owasp);
  json.key("model").text(alert.model);
  json.key("config").text(alert.config);
  json.key("key").text(alert.key);
  json.key("position").begin_object().key("topic").text(alert.topic);
  json.key("partition").integer(alert.position.partition.value());
  json.key("offset").integer(alert.position.offset.value());
  if (alert.position.is_indexed) {
    json.key("index").integer(alert.position.index);
  }
  json.end_object();
}

void write_counts(JsonWriter& json, std::string_view key, const std::vector<AlertCount>& counts) {
  json.key(key).begin_object();
  for (const AlertCount& count : counts) {
    json.key(count.name).integer(count.count);
  }
  json.end_object();
}

void write_digest(JsonWriter& json, const AlertDaily& daily) {
  write_counts(json, "detectors", daily.detectors);
  json.key("guarded").texts(daily.guarded);
  json.key("suppressed").begin_array();
  for (const AlertSuppressed& suppressed : daily.suppressed) {
    json.begin_object().key("owner").text(suppressed.owner);
    json.key("reason").text(suppressed.reason);
    json.key("episodes").integer(suppressed.episodes).end_object();
  }
  json.end_array().key("strongest").begin_array();
  for (const AlertBelowLine& below : daily.strongest) {
    json.begin_object().key("entity").begin_object();
    json.key("type").text(to_string(below.entity_type));
    json.key("id").text(below.entity).end_object();
    json.key("detector").text(below.detector);
    json.key("p_value").number(below.p_value);
    json.key("sentence").text(below.sentence).end_object();
  }
  json.end_array();
}

void write_daily(JsonWriter& json, const AlertDaily& daily) {
  json.key(daily.is_heartbeat ? "heartbeat" : "digest").begin_object();
  json.key("from").text(format_rfc3339(daily.from));
  json.key("to").text(format_rfc3339(daily.to));
  if (daily.is_heartbeat) {
    json.key("sight").text(daily.sight);
  }
  write_counts(json, "counts", daily.counts);
  if (daily.is_heartbeat) {
    json.key("abstaining").texts(daily.abstaining);
  } else {
    write_digest(json, daily);
  }
  json.end_object();
}

}  // namespace

std::string print(const Position& position) {
  const auto partition = position.partition.value();
  const auto offset = position.offset.value();
  return position.is_indexed ? fmt::format("{}:{}:{}", partition, offset, position.index)
                             : fmt::format("{}:{}", partition, offset);
}

std::string encode_alert(const Alert& alert) {
  JsonWriter json;
  json.begin_object().key("id").text(centinela::print(alert.id));
  json.key("revision").integer(alert.revision);
  json.key("state").text(to_string(alert.state));
  json.key("route").text(to_string(alert.route));
  json.key("time").text(format_rfc3339(alert.time));
  json.key("tenant").text(alert.tenant);
  json.key("severity").text(to_string(alert.severity));
  json.key("score").number(alert.score);
  json.key("p_value").number(alert.p_value);
  json.key("entity").begin_object().key("type").text(to_string(alert.entity_type));
  json.key("id").text(alert.entity).end_object();
  write_principal(json, alert);
  json.key("principals").texts(alert.principals);
  json.key("summary").text(alert.summary);
  write_reasons(json, alert);
  write_comparisons(json, alert);
  write_episode(json, alert.episode);
  write_provenance(json, alert);
  if (alert.ruling != Ruling::absent) {
    json.key("ruling").text(to_word(alert.ruling));
  }
  if (alert.daily) {
    write_daily(json, *alert.daily);
  }
  if (alert.below_line) {
    json.key("below_line").integer(*alert.below_line);
  }
  json.end_object();
  return std::move(json).finish();
}

}  // namespace centinela::codec
