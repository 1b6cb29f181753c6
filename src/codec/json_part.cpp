#include "codec/json_part.h"

#include <fmt/format.h>

namespace centinela::codec {

namespace {

// A zone can push a time out of the years 0 to 9999, which RFC 3339 cannot write again.
bool is_writable(EventTime time) noexcept {
  constexpr EventTime year_0{-62'167'219'200'000};
  constexpr EventTime year_9999{253'402'300'799'999};
  return time >= year_0 && time <= year_9999;
}

}  // namespace

Error expected(std::string_view path, std::string_view what) {
  return {Errc::bad_data, fmt::format("alert: expected {} to be {}", path, what)};
}

std::string JsonPart::path_of(std::string_view key) const {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

std::optional<Element> JsonPart::find(std::string_view key) const {
  Element found;
  if (object.at_key(key).get(found) != simdjson::SUCCESS || found.is_null()) {
    return std::nullopt;
  }
  return found;
}

Result<void> JsonPart::text(std::string_view key, std::string& out) const {
  const std::optional<Element> found = find(key);
  std::string_view value;
  if (!found) {
    return {};
  }
  if (found->get(value) != simdjson::SUCCESS) {
    return expected(path_of(key), "a string");
  }
  out = value;
  return {};
}

Result<void> JsonPart::number(std::string_view key, double& out) const {
  const std::optional<Element> found = find(key);
  if (found && found->get(out) != simdjson::SUCCESS) {
    return expected(path_of(key), "a number");
  }
  return {};
}

Result<void> JsonPart::integer(std::string_view key, std::int64_t& out) const {
  const std::optional<Element> found = find(key);
  if (found && found->get(out) != simdjson::SUCCESS) {
    return expected(path_of(key), "an integer");
  }
  return {};
}

Result<void> JsonPart::time(std::string_view key, EventTime& out) const {
  std::string written;
  CENTINELA_TRY(text(key, written));
  if (written.empty()) {
    return {};
  }
  const Result<EventTime> parsed = parse_rfc3339(written);
  if (!parsed || !is_writable(*parsed)) {
    return expected(path_of(key), "an RFC 3339 time");
  }
  out = *parsed;
  return {};
}

Result<void> JsonPart::texts(std::string_view key, std::vector<std::string>& out) const {
  const std::optional<Element> found = find(key);
  if (!found) {
    return {};
  }
  simdjson::dom::array array;
  if (found->get(array) != simdjson::SUCCESS) {
    return expected(path_of(key), "an array of strings");
  }
  for (const Element one : array) {
    std::string_view value;
    if (one.get(value) != simdjson::SUCCESS) {
      return expected(path_of(key), "an array of strings");
    }
    out.emplace_back(value);
  }
  return {};
}

Result<std::optional<JsonPart>> JsonPart::part(std::string_view key) const {
  const std::optional<Element> found = find(key);
  if (!found) {
    return std::optional<JsonPart>{};
  }
  if (!found->is_object()) {
    return expected(path_of(key), "an object or null");
  }
  return std::optional(JsonPart{*found, key});
}

}  // namespace centinela::codec
