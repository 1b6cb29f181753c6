#include "evaluation/alerts.h"

#include "evaluation/json_line.h"
#include "evaluation/line_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace centinela::evaluation {
namespace {

struct Position {
  std::uint64_t partition = 0;
  std::uint64_t offset = 0;
};

std::optional<std::uint64_t> number(std::string_view text) noexcept {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value)
                                                                  : std::nullopt;
}

// "partition:offset" or "partition:offset:index".
std::optional<Position> position(std::string_view text) noexcept {
  const std::size_t first = text.find(':');
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(first + 1);
  const std::size_t second = rest.find(':');
  const auto partition = number(text.substr(0, first));
  const auto offset = number(rest.substr(0, second));
  const bool has_index = second != std::string_view::npos;
  if (!partition || !offset || (has_index && !number(rest.substr(second + 1)))) {
    return std::nullopt;
  }
  return Position{*partition, *offset};
}

struct Draft {
  Alert alert;
  std::uint64_t last = 0;
  bool is_shadow = false;
};
using Drafts = std::map<std::string, Draft, std::less<>>;

Result<Revision> read_revision(JsonLine& json, Alerts& alerts) {
  Revision revision;
  CENTINELA_TRY(const double number, json.number_or("revision", 1));
  if (!(number >= 0 && number < 1e15)) {
    return json.wrong("revision", "a whole number");
  }
  revision.number = static_cast<std::uint64_t>(number);
  CENTINELA_TRY(revision.time, json.time("time"));
  CENTINELA_TRY(const std::vector<std::string> evidence, json.list("evidence"));
  for (const std::string& text : evidence) {
    const auto found = position(text);
    if (!found) {
      return json.wrong("evidence", "a list of \"partition:offset\"");
    }
    if (found->partition == 0) {
      revision.evidence.push_back(found->offset);
    } else {
      ++alerts.foreign_evidence;
    }
  }
  return revision;
}

void read_first_reason(JsonLine& json, Alert& alert) {
  simdjson::dom::array reasons;
  if (json.root()["reasons"].get(reasons) != simdjson::SUCCESS || reasons.size() == 0) {
    return;
  }
  std::string_view word;
  if (reasons.at(0)["detector"].get(word) == simdjson::SUCCESS) {
    alert.detector = word;
  }
  if (reasons.at(0)["family"].get(word) == simdjson::SUCCESS) {
    alert.family = word;
  }
}

Result<void> take_line(JsonLine& json, Alerts& alerts, Drafts& drafts) {
  CENTINELA_TRY(std::string id, json.text("id"));
  CENTINELA_TRY(Revision revision, read_revision(json, alerts));
  Draft& draft = drafts[id];
  if (draft.alert.revisions.empty() || revision.number >= draft.last) {
    draft.last = revision.number;
    draft.alert.id = std::move(id);
    CENTINELA_TRY(draft.alert.tenant, json.text_or("tenant", "default"));
    CENTINELA_TRY(draft.alert.route, json.text_or("route", "page"));
    CENTINELA_TRY(draft.alert.score, json.number_or("score", 0));
    CENTINELA_TRY(const std::string state, json.text_or("state", "open"));
    draft.is_shadow = state == "shadow";
    read_first_reason(json, draft.alert);
  }
  draft.alert.revisions.push_back(std::move(revision));
  return {};
}

}  // namespace

Result<Alerts> read_alerts(const std::filesystem::path& path) {
  CENTINELA_TRY(LineReader reader, LineReader::open(path));
  Alerts alerts;
  Drafts drafts;
  JsonLine json;
  std::string_view line;
  for (;;) {
    CENTINELA_TRY(const bool has_line, reader.next(line));
    if (!has_line) {
      break;
    }
    CENTINELA_TRY(json.parse(line, reader.where()));
    CENTINELA_TRY(take_line(json, alerts, drafts));
  }
  for (auto& [id, draft] : drafts) {
    if (draft.is_shadow) {
      ++alerts.shadows;
    } else if (draft.alert.route == "digest") {
      ++alerts.digests;
    } else {
      std::stable_sort(draft.alert.revisions.begin(),
                       draft.alert.revisions.end(),
                       [](const Revision& a, const Revision& b) { return a.number < b.number; });
      alerts.alerts.push_back(std::move(draft.alert));
    }
  }
  return alerts;
}

std::vector<std::uint64_t> evidence_of(const Alerts& alerts) {
  std::vector<std::uint64_t> all;
  for (const Alert& alert : alerts.alerts) {
    for (const Revision& revision : alert.revisions) {
      all.insert(all.end(), revision.evidence.begin(), revision.evidence.end());
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace centinela::evaluation
