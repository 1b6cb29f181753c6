// JsonWriter: appends JSON to a string, commas and escapes included. Floor 2.
//
// Text is escaped; bytes that are not UTF-8 become U+FFFD, so that what is written always parses.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::codec {

// Rounded to 4 significant digits and written plainly, without an exponent from 1e-15 up to 1e15.
// The number must be finite.
[[nodiscard]] std::string plain_number(double number);

class JsonWriter {
 public:
  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }
  JsonWriter& integer(std::int64_t value);
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  template <class Texts>
  JsonWriter& texts(const Texts& values) {
    begin_array();
    for (const auto& value : values) {
      text(value);
    }
    return end_array();
  }
  [[nodiscard]] std::string finish() && { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& raw(std::string_view json);
  void separate();
  void append_escaped(std::string_view value);

  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace centinela::codec
