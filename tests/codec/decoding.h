// Decoding in one line, for tests: the items of a value, and the one event or failure it holds.
#pragma once

#include "centinela/codec/decoder.h"

#include "codec/text_support.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace centinela::codec {

// Owns the decoder, so what it returns lives until the next call.
class Decoding {
 public:
  explicit Decoding(Format format = Format::auto_)
      : decoder_({.format = format, .default_tenant = "default"}) {}

  Decoded decode(const RecordView& record) { return decoder_.decode(record); }
  Decoded decode(std::string_view value) {
    const RecordView record{.value = value, .is_null = false, .headers = {}, .timestamp = {}};
    return decoder_.decode(record);
  }
  Decoded decode(std::string_view value, std::span<const Header> headers) {
    return decoder_.decode({.value = value, .is_null = false, .headers = headers, .timestamp = {}});
  }

  // Of a record that must hold exactly one item of that kind.
  template <class Item, class... Arguments>
  Item one(Arguments&&... arguments) {
    const Decoded decoded = decode(std::forward<Arguments>(arguments)...);
    EXPECT_EQ(decoded.items.size(), 1U);
    if (decoded.items.size() != 1) {
      return {};
    }
    if (const auto* failure = std::get_if<DecodeFailure>(&decoded.items[0]);
        failure != nullptr && !std::is_same_v<Item, DecodeFailure>) {
      ADD_FAILURE() << "dead letter: " << failure->reason << " in " << failure->field << " at "
                    << failure->byte << ": " << failure->detail;
    }
    const Item* item = std::get_if<Item>(&decoded.items[0]);
    EXPECT_NE(item, nullptr);
    return item == nullptr ? Item{} : *item;
  }
  template <class... Arguments>
  RawEvent event(Arguments&&... arguments) {
    return one<RawEvent>(std::forward<Arguments>(arguments)...);
  }
  template <class... Arguments>
  DecodeFailure failure(Arguments&&... arguments) {
    return one<DecodeFailure>(std::forward<Arguments>(arguments)...);
  }

  [[nodiscard]] const DecodeCounters& counters() const { return decoder_.counters(); }
  [[nodiscard]] std::uint64_t unknown(Vocabulary vocabulary) const {
    return counters().unknown_words[static_cast<std::size_t>(vocabulary)];
  }

 private:
  Decoder decoder_;
};

// The four required fields, with `more` put in front of the closing brace.
inline std::string minimal(std::string_view more = {}) {
  return joined(
      {R"({"id":"e-1","time":"2026-11-21T19:49:26.389Z","principal":{"id":"u-42"},"action":"read")",
       more.empty() ? "" : ",",
       more,
       "}"});
}

}  // namespace centinela::codec
