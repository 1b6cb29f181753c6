#include "evaluation/json_line.h"

#include <fmt/format.h>

namespace centinela::evaluation {

using simdjson::dom::element;

Error JsonLine::wrong(const char* key, std::string_view expected) const {
  return {Errc::bad_data, fmt::format("{}: expected '{}' to be {}", where_, key, expected)};
}

std::optional<element> JsonLine::find(const char* key) const noexcept {
  element found;
  if (root_[key].get(found) != simdjson::SUCCESS || found.is_null()) {
    return std::nullopt;
  }
  return found;
}

Result<void> JsonLine::parse(std::string_view text, std::string where) {
  where_ = std::move(where);
  // The caller's padding spares the copy.
  const auto error = parser_.parse(text.data(), text.size(), false).get(root_);
  if (error != simdjson::SUCCESS) {
    return Error{
        Errc::bad_data,
        fmt::format("{}: expected a JSON object: {}", where_, simdjson::error_message(error))};
  }
  if (!root_.is_object()) {
    return Error{Errc::bad_data, fmt::format("{}: expected a JSON object", where_)};
  }
  return {};
}

Result<std::string> JsonLine::text(const char* key) {
  const auto found = find(key);
  std::string_view value;
  if (!found || found->get(value) != simdjson::SUCCESS || value.empty()) {
    return wrong(key, "a text that is not empty");
  }
  return std::string(value);
}

Result<EventTime> JsonLine::time(const char* key) {
  const auto found = find(key);
  if (!found) {
    return wrong(key, "an RFC 3339 time");
  }
  std::int64_t milliseconds = 0;
  if (found->get(milliseconds) == simdjson::SUCCESS) {
    return EventTime{milliseconds};
  }
  std::string_view value;
  if (found->get(value) != simdjson::SUCCESS) {
    return wrong(key, "an RFC 3339 time");
  }
  const Result<EventTime> parsed = parse_rfc3339(value);
  return parsed ? parsed : wrong(key, "an RFC 3339 time");
}

Result<std::string> JsonLine::text_or(const char* key, std::string_view fallback) {
  const auto found = find(key);
  std::string_view value = fallback;
  if (found && found->get(value) != simdjson::SUCCESS) {
    return wrong(key, "a text");
  }
  return std::string(value);
}

Result<double> JsonLine::number_or(const char* key, double fallback) {
  const auto found = find(key);
  double value = fallback;
  if (found && found->get(value) != simdjson::SUCCESS) {
    return wrong(key, "a number");
  }
  return value;
}

Result<EventTime> JsonLine::time_or(const char* key, EventTime fallback) {
  return find(key) ? time(key) : Result<EventTime>(fallback);
}

Result<std::vector<std::string>> JsonLine::list(const char* key) {
  const auto found = find(key);
  std::vector<std::string> values;
  if (!found) {
    return values;
  }
  std::string_view single;
  if (found->get(single) == simdjson::SUCCESS) {
    values.emplace_back(single);
    return values;
  }
  simdjson::dom::array array;
  if (found->get(array) != simdjson::SUCCESS) {
    return wrong(key, "a list of texts");
  }
  for (const element item : array) {
    if (item.get(single) != simdjson::SUCCESS) {
      return wrong(key, "a list of texts");
    }
    values.emplace_back(single);
  }
  return values;
}

}  // namespace centinela::evaluation
