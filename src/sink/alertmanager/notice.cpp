#include "sink/alertmanager/notice.h"

#include "centinela/base/text.h"

#include <fmt/format.h>

#include <set>

namespace centinela::sink {
namespace {

std::string number(double value) {
  return fmt::format("{:.4g}", value);
}

std::string print(const Position& position) {
  std::string text = fmt::format("{}:{}", position.partition.value(), position.offset.value());
  return position.is_indexed ? fmt::format("{}:{}", text, position.index) : text;
}

std::string reasons_of(const Alert& alert) {
  std::string text;
  for (const AlertReason& reason : alert.reasons) {
    text += fmt::format("{}{} ({:.0f} %): {}",
                        text.empty() ? "" : "\n",
                        reason.detector,
                        reason.share * 100,
                        reason.sentence);
  }
  return text;
}

std::string families_of(const Alert& alert) {
  std::set<std::string> families;
  for (const AlertReason& reason : alert.reasons) {
    families.insert(reason.family);
  }
  return fmt::format("{}", fmt::join(families, ", "));
}

std::string evidence_of(const Alert& alert) {
  std::vector<std::string> positions;
  positions.reserve(alert.evidence.size());
  for (const Position& position : alert.evidence) {
    positions.push_back(print(position));
  }
  return fmt::format("{}", fmt::join(positions, " "));
}

Pairs labels_of(const Alert& alert) {
  Pairs labels;
  const auto put = [&labels](const char* name, std::string_view value) {
    if (!value.empty()) {  // Alertmanager drops an empty label, and its fingerprint with it
      labels.emplace(name, cap_label(value));
    }
  };
  put("alertname", "CentinelaAnomaly");
  put("service", "centinela");
  put("tenant", alert.tenant);
  put("route", to_string(alert.route));
  put("severity", to_string(alert.severity));
  put("entity_type", to_string(alert.entity_type));
  put("entity", alert.entity);
  put("episode", centinela::print(alert.id));
  return labels;
}

Pairs annotations_of(const Alert& alert, const NoticeLinks& links) {
  Pairs annotations;
  const auto put = [&annotations](const char* name, std::string_view value) {
    if (!value.empty()) {
      annotations.emplace(name, cap_annotation(value));
    }
  };
  put("summary", alert.summary);
  put("score", number(alert.score));
  put("p_value", number(alert.p_value));
  put("reasons", reasons_of(alert));
  put("families", families_of(alert));
  put("explanations_tried", fmt::format("{}", fmt::join(alert.explanations_tried, ", ")));
  put("nearest_miss", alert.nearest_miss.value_or(""));
  put("would_not_fire_below",
      alert.would_not_fire_below ? number(*alert.would_not_fire_below) : std::string{});
  put("principals", fmt::format("{}", fmt::join(alert.principals, ", ")));
  put("unexplained", std::to_string(alert.unexplained));
  put("events", std::to_string(alert.episode.events));
  put("data_subjects", std::to_string(alert.episode.data_subjects));
  put("records", std::to_string(alert.episode.records));
  put("bytes", std::to_string(alert.episode.bytes));
  put("episode_end", format_rfc3339(alert.episode.end));
  put("episode_state", to_string(alert.state));
  put("revision", std::to_string(alert.revision));
  put("evidence", evidence_of(alert));
  put("position", fmt::format("{}/{}", alert.topic, print(alert.position)));
  put("attack", fmt::format("{}", fmt::join(alert.attack, ", ")));
  put("owasp", fmt::format("{}", fmt::join(alert.owasp, ", ")));
  put("model", alert.model);
  put("config", alert.config);
  put("runbook_url", links.runbook_url);
  put("console_url",
      links.console_url.empty() ? std::string{} : links.console_url + centinela::print(alert.id));
  return annotations;
}

void append_pairs(std::string& out, const Pairs& pairs) {
  out += '{';
  bool is_first = true;
  for (const auto& [name, value] : pairs) {
    if (!is_first) {
      out += ',';
    }
    is_first = false;
    append_json_string(out, name);
    out += ':';
    append_json_string(out, value);
  }
  out += '}';
}

}  // namespace

std::string cap_label(std::string_view text) {
  if (text.size() <= label_bytes_max) {
    return std::string(text);
  }
  constexpr std::size_t mark_bytes = 9;
  const auto low = static_cast<std::uint32_t>(fingerprint({{"value", std::string(text)}}));
  return fmt::format("{}~{:08x}", cut_utf8(text, label_bytes_max - mark_bytes), low);
}

std::string cap_annotation(std::string_view text) {
  if (text.size() <= annotation_bytes_max) {
    return std::string(text);
  }
  constexpr std::string_view mark = "…";
  return fmt::format("{}{}", cut_utf8(text, annotation_bytes_max - mark.size()), mark);
}

Notice make_notice(const Alert& alert, const NoticeLinks& links) {
  return {.labels = labels_of(alert),
          .annotations = annotations_of(alert, links),
          .starts_at = alert.episode.start,
          .ends_at = EventTime{},
          .generator_url = links.generator_url};
}

std::uint64_t fingerprint(const Pairs& labels) noexcept {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, 64 bits
  const auto mix = [&hash](std::string_view text) {
    for (const char c : text) {
      hash = (hash ^ static_cast<std::uint8_t>(c)) * 1099511628211ULL;
    }
    hash = (hash ^ 0xFFU) * 1099511628211ULL;
  };
  for (const auto& [name, value] : labels) {
    mix(name);
    mix(value);
  }
  return hash;
}

std::string encode_notices(std::span<const Notice> notices) {
  std::string out = "[";
  for (const Notice& notice : notices) {
    out += out.size() > 1 ? ",{\"labels\":" : "{\"labels\":";
    append_pairs(out, notice.labels);
    out += ",\"annotations\":";
    append_pairs(out, notice.annotations);
    out += fmt::format(",\"startsAt\":\"{}\",\"endsAt\":\"{}\"",
                       format_rfc3339(notice.starts_at),
                       format_rfc3339(notice.ends_at));
    if (!notice.generator_url.empty()) {
      out += ",\"generatorURL\":";
      append_json_string(out, notice.generator_url);
    }
    out += '}';
  }
  return out + ']';
}

}  // namespace centinela::sink
