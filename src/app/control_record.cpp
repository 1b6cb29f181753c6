#include "app/control_record.h"

#include "centinela/base/sha256.h"

#include "codec/json_writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::app {
namespace {

std::string id_of(std::string_view prefix, const std::string& text) {
  constexpr std::size_t bytes_shown = 8;
  return std::string{prefix} + to_hex(sha256(text), bytes_shown);
}

std::string id_of(const RulingText& ruling) {
  return id_of("r-",
               fmt::format("{}\n{}\n{}", ruling.alert, to_word(ruling.ruling), ruling.source));
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

std::string author_name(unsigned user_id) {
  return "user-" + std::to_string(user_id);
}

std::string encode_erasure(const ErasureText& erasure) {
  codec::JsonWriter json;
  json.begin_object().key("type").text("control");
  json.key("id").text(id_of("e-", erasure.token + erasure.tenant + format_rfc3339(erasure.time)));
  json.key("time").text(format_rfc3339(erasure.time));
  json.key("tenant").text(erasure.tenant);
  json.key("kind").text("erase");
  json.key(erasure.is_principal ? "principal" : "data_subject").text(erasure.token);
  json.key("reason").text(erasure.reason);
  json.key("author").text_or_null(erasure.author);
  json.end_object();
  return std::move(json).finish();
}

std::string encode_switch(const SwitchText& text) {
  codec::JsonWriter json;
  json.begin_object().key("type").text("control");
  json.key("id").text(id_of("s-", text.model + text.config + format_rfc3339(text.time)));
  json.key("time").text(format_rfc3339(text.time));
  json.key("kind").text("switch");
  json.key("model").text(text.model);
  json.key("config").text(text.config);
  json.key("reason").text(text.reason);
  json.key("author").text_or_null(text.author);
  json.end_object();
  return std::move(json).finish();
}

}  // namespace centinela::app
