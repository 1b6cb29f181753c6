// How the tables of hostile records are written down.
#pragma once

#include "codec/hostile_records.h"
#include "codec/joined.h"

namespace centinela::codec {

// What the dead letter must say.
struct Refusal {
  Refusal(const char* word) : reason(word) {}  // NOLINT(*-explicit-*): most name no field
  Refusal(std::string_view word, std::string_view path) : reason(word), field(path) {}

  std::string_view reason;
  std::string_view field;
};

void refuse(std::vector<HostileRecord>& all,
            const Refusal& refusal,
            std::string_view name,
            std::string value,
            std::vector<Header> headers = {});
void accept(std::vector<HostileRecord>& all, std::string_view name, std::string value);

// The four required fields; `more` goes in front of the closing brace.
[[nodiscard]] std::string event_with(std::string_view more);
[[nodiscard]] std::string event_at(std::string_view time);

// Numbers, times, fields, envelopes: well-formed JSON that says what it must not.
void add_hostile_fields(std::vector<HostileRecord>& all);

}  // namespace centinela::codec
