#include "app/control_record.h"

#include "centinela/base/sha256.h"

#include "codec/json_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

std::string id_of(const RulingText& ruling) {
  const std::string text =
      fmt::format("{}\n{}\n{}", ruling.alert, to_word(ruling.ruling), ruling.source);
  constexpr std::size_t bytes_shown = 8;
  return "r-" + to_hex(sha256(text), bytes_shown);
}

}  // namespace

bool is_alert_id(std::string_view text) noexcept {
  constexpr std::size_t digits = 32;
  return text.size() == digits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string encode_ruling(const RulingText& ruling) {
  codec::JsonWriter json;
  json.begin_object().key("type").text("control");
  json.key("id").text(id_of(ruling));
  json.key("time").text(format_rfc3339(ruling.time));
  json.key("kind").text("verdict");
  json.key("alert").text(ruling.alert);
  json.key("ruling").text(to_word(ruling.ruling));
  json.key("reason").text(ruling.reason);
  json.key("author").text_or_null(ruling.author);
  if (ruling.expires != EventTime{}) {
    json.key("expires").text(format_rfc3339(ruling.expires));
  }
  json.end_object();
  return std::move(json).finish();
}

}  // namespace centinela::app
