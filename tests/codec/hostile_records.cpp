#include "codec/hostile_records.h"

#include "codec/hostile_table.h"

namespace centinela::codec {
namespace {

using Records = std::vector<HostileRecord>;
using namespace std::string_view_literals;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    text += piece;
  }
  return text;
}

// Padded by an unknown field to exactly that many bytes.
std::string of_size(std::size_t size) {
  const std::size_t rest = event_with(R"(,"pad":"")").size();
  return event_with(joined({R"(,"pad":")", std::string(size - rest, 'x'), "\""}));
}
std::string nested(std::size_t levels) {
  return event_with(joined({R"(,"deep":)", repeated("[", levels), repeated("]", levels)}));
}

void add_shapes(Records& all) {
  refuse(all, "null_value", "a tombstone", "");
  all.back().is_null = true;
  refuse(all, "empty_value", "nothing", "");
  refuse(all, "empty_value", "white space only", " \r\n\t ");
  refuse(all, "not_an_object", "a number", "42");
  refuse(all, "not_an_object", "a string", R"("id")");
  refuse(all, "not_an_object", "true", "true");
  refuse(all, "not_an_object", "the word null", "null");
  refuse(all, "not_an_object", "plain text", "GET /customers/1 HTTP/1.1");
  refuse(all, "not_an_object", "an empty array", "[]");
  refuse(all, "not_an_object", "an array of native events", joined({"[", event_with(""), "]"}));
  refuse(all, "not_an_object", "an array of numbers", "[1,2,3]");
  refuse(all, {"missing_field", "id"}, "an empty object", "{}");
  refuse(all, {"unknown_type", "type"}, "an unknown type", event_with(R"(,"type":"audit")"));
  refuse(all, {"wrong_type", "type"}, "a type of the wrong type", event_with(R"(,"type":7)"));
}

void add_broken_json(Records& all) {
  const std::string whole = event_with("");
  refuse(all, "bad_json", "cut in a string", whole.substr(0, 12));
  refuse(all, "bad_json", "cut before the last brace", whole.substr(0, whole.size() - 1));
  refuse(all, "bad_json", "garbage behind", joined({whole, "garbage"}));
  refuse(all, "bad_json", "a second object behind", joined({whole, whole}));
  refuse(all, "bad_json", "one brace too many", joined({whole, "}"}));
  refuse(all, "bad_json", "a trailing comma", event_with(","));
  refuse(all, "bad_json", "a missing colon", event_with(R"(,"records" 5)"));
  refuse(all, "bad_json", "a missing comma", event_with(R"( "records":5)"));
  refuse(all, "bad_json", "a key without quotes", event_with(",records:5"));
  refuse(all, "bad_json", "single quotes", "{'id':'e'}");
  refuse(all, "bad_json", "a comment", event_with("/* hello */"));
  refuse(all, "bad_json", "a bracket for a brace", event_with(R"(,"x":{"y":1])"));
  refuse(all, "bad_json", "a stray colon in an unknown field", event_with(R"(,"x":"y":1)"));
  refuse(all, "bad_json", "a raw newline in a string", event_with(",\"tenant\":\"a\nb\""));
  refuse(all, "bad_json", "a raw NUL in a string", event_with(",\"tenant\":\"a\0b\""sv));
  refuse(all, "bad_json", "NUL bytes behind", joined({whole, std::string(3, '\0')}));
  refuse(all, "bad_json", "an unknown escape", event_with(R"(,"tenant":"\q")"));
  refuse(all, "bad_json", "an unknown escape in an unknown field", event_with(R"(,"x":"\q")"));
  refuse(all, "bad_json", "an unknown escape in a key", event_with(R"(,"x\q":1)"));
  refuse(all, "bad_json", "half a unicode escape", event_with(R"(,"tenant":"\u12")"));
  refuse(all, "bad_json", "a misspelt literal", event_with(R"(,"x":nul)"));
  refuse(all, "bad_json", "a misspelt null in a known field", event_with(R"(,"records":nulL)"));
  refuse(all, "not_an_object", "a schema prefix before Avro", std::string("\0\0\0\0\1\x02id", 8));
}

void add_bytes(Records& all) {
  refuse(all, "bad_utf8", "a byte that is no UTF-8", event_with(",\"tenant\":\"\xFF\""));
  refuse(all, "bad_utf8", "no UTF-8 in an unknown field", event_with(",\"x\":\"\xC3\x28\""));
  refuse(all, "bad_utf8", "an overlong slash", event_with(",\"tenant\":\"\xC0\xAF\""));
  refuse(all, "bad_utf8", "a surrogate in UTF-8", event_with(",\"tenant\":\"\xED\xA0\x80\""));
  refuse(all, "bad_utf8", "UTF-16 with a mark", std::string("\xFF\xFE{\0}\0", 6));
  refuse(all, "bad_json", "UTF-16 without a mark", std::string("{\0\"\0i\0d\0\"\0", 10));
  refuse(all, "bad_utf8", "gzip", std::string("\x1f\x8b\x08\0\0\0\0\0", 8));
  accept(all, "a byte order mark", joined({"\xEF\xBB\xBF", event_with("")}));
  refuse(all,
         {"lone_surrogate", "tenant"},
         "a lone high surrogate",
         event_with(R"(,"tenant":"\ud83d")"));
  refuse(all,
         {"lone_surrogate", "tenant"},
         "a lone low surrogate",
         event_with(R"(,"tenant":"\ude00x")"));
  refuse(all,
         {"lone_surrogate", "data_subjects"},
         "a lone surrogate among data subjects",
         event_with(R"(,"data_subjects":["\ud800"])"));
  accept(all, "a lone surrogate in an unknown field", event_with(R"(,"x":"\ud83d")"));
  accept(all, "an escaped NUL", event_with(R"(,"tenant":"a\u0000b")"));
  accept(all, "ANSI escapes", event_with(R"(,"tool":"\u001b[2J\u001b[31m")"));
  accept(
      all, "a line separator and right-to-left marks", event_with(R"(,"tenant":"\u2028\u202e")"));
}

void add_sizes(Records& all) {
  accept(all, "an event of 64 KiB", of_size(event_bytes_max));
  refuse(all, "event_too_large", "an event of 64 KiB and a byte", of_size(event_bytes_max + 1));
  accept(all,
         "64 KiB of white space behind",
         joined({event_with(""), std::string(event_bytes_max, ' ')}));
  refuse(all, "record_too_large", "a record of over 1 MiB", of_size(record_bytes_max + 1));
  accept(all, "16 levels", nested(15));
  refuse(all, "too_deep", "17 levels", nested(16));
  refuse(all, "event_too_large", "100 000 levels", nested(100'000));
  refuse(all, "bad_json", "30 000 open brackets", repeated("[", 30'000));
  refuse(all, "bad_json", "30 000 open braces", repeated(R"({"a":)", 30'000));
  accept(all,
         "an identifier of 256 bytes",
         event_with(joined({",\"tenant\":\"", std::string(256, 'x'), "\""})));
  refuse(all,
         {"identifier_too_long", "tenant"},
         "an identifier of 257 bytes",
         event_with(joined({",\"tenant\":\"", std::string(257, 'x'), "\""})));
  accept(all,
         "a word of 1000 bytes",
         event_with(joined({R"(,"resource":{"name":")", std::string(1000, 'x'), "\"}"})));
  accept(all,
         "10 000 data subjects",
         event_with(joined({R"(,"data_subjects":["c")", repeated(R"(,"c")", 9'999), "]"})));
  accept(all, "5 000 unknown fields", event_with(repeated(R"(,"x":[])", 5'000)));
}

}  // namespace

void refuse(Records& all,
            const Refusal& refusal,
            std::string_view name,
            std::string value,
            std::vector<Header> headers) {
  all.push_back({.name = std::string(name),
                 .value = std::move(value),
                 .reason = refusal.reason,
                 .field = refusal.field,
                 .is_null = false,
                 .headers = std::move(headers)});
}

void accept(Records& all, std::string_view name, std::string value) {
  refuse(all, "", name, std::move(value));
}

// The four required fields; `more` goes in front of the closing brace.
std::string event_with(std::string_view more) {
  return joined(
      {R"({"id":"e-1","time":"2026-11-21T19:49:26.389Z","principal":{"id":"u-42"},"action":"read")",
       more,
       "}"});
}
std::string event_at(std::string_view time) {
  return joined({R"({"id":"e-1","time":)", time, R"(,"principal":{"id":"u-42"},"action":"read"})"});
}
std::vector<HostileRecord> hostile_records() {
  Records all;
  add_shapes(all);
  add_broken_json(all);
  add_bytes(all);
  add_sizes(all);
  add_hostile_fields(all);
  return all;
}

}  // namespace centinela::codec
