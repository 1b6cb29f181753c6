#include "centinela/codec/alert_decoder.h"

#include "codec/json_part.h"

#include <charconv>

namespace centinela::codec {
namespace {

// Its word among the first `count` values of E.
template <class E>
Result<void> read_word(const JsonPart& part, std::string_view key, int count, E& out) {
  std::string word;
  CENTINELA_TRY(part.text(key, word));
  for (int i = 0; i < count; ++i) {
    if (to_string(static_cast<E>(i)) == word) {
      out = static_cast<E>(i);
      return {};
    }
  }
  return expected(part.path_of(key), "one of its words");
}

template <class T>
bool parse_whole(std::string_view text, T& out, int base = 10) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return !text.empty() && parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
}

Result<void> read_id(const JsonPart& root, AlertId& out) {
  std::string id;
  CENTINELA_TRY(root.text("id", id));
  const std::string_view view = id;
  if (id.size() != 32 || !parse_whole(view.substr(0, 16), out.high, 16) ||
      !parse_whole(view.substr(16), out.low, 16)) {
    return expected("id", "32 hex digits");
  }
  return {};
}

Result<void> read_head(const JsonPart& root, Alert& alert) {
  std::int64_t revision = 1;
  CENTINELA_TRY(read_id(root, alert.id));
  CENTINELA_TRY(root.integer("revision", revision));
  if (revision < 1 || revision > UINT32_MAX) {
    return expected("revision", "a number from 1");
  }
  alert.revision = static_cast<std::uint32_t>(revision);
  CENTINELA_TRY(read_word(root, "state", 4, alert.state));
  CENTINELA_TRY(read_word(root, "route", 3, alert.route));
  if (!root.find("time")) {
    return expected("time", "an RFC 3339 time");
  }
  CENTINELA_TRY(root.time("time", alert.time));
  CENTINELA_TRY(root.text("tenant", alert.tenant));
  CENTINELA_TRY(read_word(root, "severity", 5, alert.severity));
  CENTINELA_TRY(root.number("score", alert.score));
  CENTINELA_TRY(root.number("p_value", alert.p_value));
  CENTINELA_TRY(const std::optional<JsonPart> entity, root.part("entity"));
  if (!entity) {
    return expected("entity", "an object");
  }
  CENTINELA_TRY(read_word(*entity, "type", 6, alert.entity_type));
  return entity->text("id", alert.entity);
}

Result<void> read_principal(const JsonPart& root, Alert& alert) {
  CENTINELA_TRY(const std::optional<JsonPart> part, root.part("principal"));
  if (!part) {
    return {};
  }
  AlertPrincipal principal;
  std::string kind;
  CENTINELA_TRY(part->text("id", principal.id));
  CENTINELA_TRY(part->text("kind", kind));
  CENTINELA_TRY(part->text("role", principal.role));
  CENTINELA_TRY(part->text("team", principal.team));
  principal.kind = kind.empty() ? PrincipalKind::absent : from_word<PrincipalKind>(kind);
  alert.principal = std::move(principal);
  return {};
}

Result<void> read_reasons(const JsonPart& root, Alert& alert) {
  const std::optional<Element> found = root.find("reasons");
  if (!found) {
    return {};
  }
  simdjson::dom::array array;
  if (found->get(array) != simdjson::SUCCESS) {
    return expected("reasons", "an array of objects");
  }
  for (const Element one : array) {
    if (!one.is_object()) {
      return expected("reasons", "an array of objects");
    }
    const JsonPart part{one, "reasons"};
    AlertReason reason;
    CENTINELA_TRY(part.text("detector", reason.detector));
    CENTINELA_TRY(part.text("family", reason.family));
    CENTINELA_TRY(part.number("p_value", reason.p_value));
    CENTINELA_TRY(part.number("share", reason.share));
    CENTINELA_TRY(part.number("observed", reason.observed));
    CENTINELA_TRY(part.number("expected_low", reason.expected_low));
    CENTINELA_TRY(part.number("expected_high", reason.expected_high));
    CENTINELA_TRY(part.text("unit", reason.unit));
    CENTINELA_TRY(part.text("sentence", reason.sentence));
    alert.reasons.push_back(std::move(reason));
  }
  return {};
}

Result<void> read_comparisons(const JsonPart& root, Alert& alert) {
  CENTINELA_TRY(const std::optional<JsonPart> peers, root.part("peers"));
  if (peers) {
    AlertPeers told;
    CENTINELA_TRY(peers->integer("count", told.count));
    CENTINELA_TRY(peers->number("highest", told.highest));
    alert.peers = told;
  }
  CENTINELA_TRY(root.integer("unexplained", alert.unexplained));
  CENTINELA_TRY(const std::optional<JsonPart> line, root.part("would_not_fire"));
  if (line) {
    double below = 0;
    CENTINELA_TRY(line->number("below", below));
    alert.would_not_fire_below = below;
  }
  CENTINELA_TRY(root.texts("explanations_tried", alert.explanations_tried));
  if (root.find("nearest_miss")) {
    CENTINELA_TRY(root.text("nearest_miss", alert.nearest_miss.emplace()));
  }
  CENTINELA_TRY(const std::optional<JsonPart> maturity, root.part("maturity"));
  if (maturity) {
    CENTINELA_TRY(maturity->integer("days", alert.maturity_days));
    CENTINELA_TRY(maturity->number("effective_samples", alert.maturity_effective_samples));
  }
  return {};
}

Result<void> read_episode(const JsonPart& root, AlertEpisode& episode) {
  CENTINELA_TRY(const std::optional<JsonPart> part, root.part("episode"));
  if (!part) {
    return {};
  }
  CENTINELA_TRY(part->time("start", episode.start));
  CENTINELA_TRY(part->time("end", episode.end));
  CENTINELA_TRY(part->integer("events", episode.events));
  CENTINELA_TRY(part->integer("data_subjects", episode.data_subjects));
  CENTINELA_TRY(part->integer("records", episode.records));
  return part->integer("bytes", episode.bytes);
}

Result<void> read_position(const JsonPart& root, Alert& alert) {
  CENTINELA_TRY(const std::optional<JsonPart> part, root.part("position"));
  if (!part) {
    return expected("position", "an object");
  }
  std::int64_t partition = 0;
  std::int64_t offset = 0;
  std::int64_t index = 0;
  CENTINELA_TRY(part->text("topic", alert.topic));
  CENTINELA_TRY(part->integer("partition", partition));
  CENTINELA_TRY(part->integer("offset", offset));
  CENTINELA_TRY(part->integer("index", index));
  if (partition < 0 || partition > INT32_MAX || index < 0 || index > UINT32_MAX) {
    return expected("position", "a partition and an index within 32 bits");
  }
  alert.position.partition = PartitionIndex{static_cast<std::int32_t>(partition)};
  alert.position.offset = Offset{offset};
  alert.position.index = static_cast<std::uint32_t>(index);
  alert.position.is_indexed = part->find("index").has_value();
  return {};
}

Result<void> read_provenance(const JsonPart& root, Alert& alert) {
  std::vector<std::string> evidence;
  CENTINELA_TRY(root.texts("evidence", evidence));
  for (const std::string& one : evidence) {
    CENTINELA_TRY(const Position position, parse_position(one));
    alert.evidence.push_back(position);
  }
  CENTINELA_TRY(root.texts("attack", alert.attack));
  CENTINELA_TRY(root.texts("owasp", alert.owasp));
  CENTINELA_TRY(root.text("model", alert.model));
  CENTINELA_TRY(root.text("config", alert.config));
  CENTINELA_TRY(root.text("key", alert.key));
  if (root.find("ruling")) {
    std::string ruling;
    CENTINELA_TRY(root.text("ruling", ruling));
    alert.ruling = from_word<Ruling>(ruling);
  }
  if (root.find("below_line")) {
    CENTINELA_TRY(root.integer("below_line", alert.below_line.emplace()));
  }
  return read_position(root, alert);
}

}  // namespace

Result<Position> parse_position(std::string_view text) {
  constexpr std::int32_t history_partition = -1;  // of what a demo learns from before its log
  const Error error = expected("a position", "partition:offset or partition:offset:index");
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos) {
    return error;
  }
  const std::size_t second = text.find(':', first + 1);
  const bool is_indexed = second != std::string_view::npos;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::uint32_t index = 0;
  const std::string_view middle =
      text.substr(first + 1, is_indexed ? second - first - 1 : text.npos);
  if (!parse_whole(text.substr(0, first), partition) || !parse_whole(middle, offset) ||
      (is_indexed && !parse_whole(text.substr(second + 1), index)) ||
      partition < history_partition || offset < 0) {
    return error;
  }
  return Position{.partition = PartitionIndex{partition},
                  .offset = Offset{offset},
                  .index = index,
                  .topic = 0,
                  .is_indexed = is_indexed};
}

Result<Alert> decode_alert(std::string_view json) {
  simdjson::dom::parser parser;
  Element document;
  if (parser.parse(json.data(), json.size()).get(document) != simdjson::SUCCESS ||
      !document.is_object()) {
    return Error{Errc::bad_data, "alert: expected one JSON object"};
  }
  const JsonPart root{document, {}};
  Alert alert;
  CENTINELA_TRY(read_head(root, alert));
  CENTINELA_TRY(read_principal(root, alert));
  CENTINELA_TRY(root.texts("principals", alert.principals));
  CENTINELA_TRY(root.text("summary", alert.summary));
  CENTINELA_TRY(read_reasons(root, alert));
  CENTINELA_TRY(read_comparisons(root, alert));
  CENTINELA_TRY(read_episode(root, alert.episode));
  CENTINELA_TRY(read_provenance(root, alert));
  return alert;
}

}  // namespace centinela::codec
