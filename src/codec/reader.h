// Reader: walks one record's JSON by tables of rows and notes what is wrong with it. Floor 2.
//
// One per Decoder. Two kinds of fault: a record that is not JSON is *broken* and nothing more is
// read; any other fault is noted for the event at hand (the first one counts) and the walk goes on,
// so that the siblings in the same record survive. Views point into the record's padded copy or
// the parser's own buffer.
#pragma once

#include "centinela/codec/decoder.h"

#include <simdjson.h>

#include <optional>
#include <string>
#include <vector>

namespace centinela::codec {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

// A value that has not been read yet.
struct Cell {
  Value* value = nullptr;  // none for the root
  std::string_view token;  // from its first byte to its last
  std::string_view path;   // of the field, for the error

  [[nodiscard]] char first() const noexcept { return token.empty() ? '\0' : token.front(); }
  [[nodiscard]] bool is_null() const noexcept { return first() == 'n'; }
};

// White space behind a token, up to the next one, is not part of it.
[[nodiscard]] inline std::string_view without_trailing_space(std::string_view token) noexcept {
  while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' ||
                            token.back() == '\t')) {
    token.remove_suffix(1);
  }
  return token;
}

// What a table fills: the raw event, or (`extra`) another struct that its rows name.
struct Target {
  RawEvent* event = nullptr;
  void* extra = nullptr;
};

class Reader;
// Reads the cell into the target; true when it was there: neither null, empty nor faulty.
using ReadCell = bool (*)(Reader&, Cell&, const Target&);

// One known key of an object. Eight bytes of the key are compared at once.
struct Row {
  std::string_view path;
  std::string_view key;  // behind the last dot of the path
  ReadCell read = nullptr;
  std::optional<Field> field;  // marked present in the event
  std::uint64_t head = 0;
  std::uint64_t head_mask = 0;
  std::uint64_t tail = 0;  // the last eight bytes of a key of eight or more
};

[[nodiscard]] consteval Row row(std::string_view path, ReadCell read, std::optional<Field> field) {
  const std::size_t dot = path.rfind('.');
  Row result{.path = path,
             .key = dot == std::string_view::npos ? path : path.substr(dot + 1),
             .read = read,
             .field = field};
  // The closing quote belongs to what is compared when the key is short enough.
  for (std::size_t i = 0; i < 8 && i <= result.key.size(); ++i) {
    const char c = i == result.key.size() ? '"' : result.key[i];
    result.head |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << (8 * i);
    result.head_mask |= std::uint64_t{0xFF} << (8 * i);
  }
  for (std::size_t i = 0; i < 8 && result.key.size() >= 8; ++i) {
    const char c = result.key[result.key.size() - 8 + i];
    result.tail |= static_cast<std::uint64_t>(static_cast<unsigned char>(c)) << (8 * i);
  }
  return result;
}
using Rows = std::span<const Row>;

// Where the walk of a speculative table has to start again: the object is something else.
enum class Reroute : std::uint8_t {
  none,
  context,
  control,
  envelope,
  ocsf,
  native,
  cloudtrail,
  cloudtrail_records,
  cloudtrail_flat,
  mongodb,
  otel,
  pgaudit,
};

// Keys that an access event of ours does not have; some of them together tell a preset (auto).
enum class Hint : std::uint8_t {
  records,
  resource_spans,
  event_source,
  event_name,
  user_identity,
  audit_type,
  dated_object,
  users,
  audit_message,
};

class Reader {
 public:
  explicit Reader(DecodeCounters& counters) noexcept : counters_(&counters) {}

  // A new record: `text` is its padded copy, `skipped` the bytes of the value in front of it.
  void start_record(std::string_view text, std::size_t skipped);
  // A new event (or envelope) in it, which may turn out to be one of the `accepted` kinds.
  void start_event(std::initializer_list<Reroute> accepted = {}) noexcept;
  // Lists that were kept since `mark` are not needed.
  [[nodiscard]] std::size_t mark() const noexcept { return pool_.size(); }
  void forget_since(std::size_t mark) { pool_.resize(mark); }

  void walk(Object& object, Rows rows, const Target& target);
  // Structure, depth, escapes and literals of something whose content does not matter.
  void check(Cell& cell);
  void skip(Object& object) { walk(object, {}, {}); }
  // For each element of an array, or for the one value that stands in its place.
  template <class Visit>
  void each(Cell& cell, Visit visit);
  template <class Visit>
  void each_element(simdjson::ondemand::array& array, std::string_view path, Visit visit);
  [[nodiscard]] Cell cell(Value& value, std::string_view path) noexcept {
    const std::string_view token = value.raw_json_token();
    last_ = token.data();
    return {&value, without_trailing_space(token), path};
  }

  bool text(Cell& cell, std::string_view& out);
  bool identifier(Cell& cell, std::string_view& out);
  bool integer(Cell& cell, std::int64_t& out);
  bool count(Cell& cell, std::int64_t& out);         // an integer that is not negative
  bool real(Cell& cell, double limit, double& out);  // within ±limit
  bool flag(Cell& cell, bool& out);
  bool moment(Cell& cell, EventTime& out);      // any time, or a date
  bool event_time(Cell& cell, EventTime& out);  // within the accepted years
  bool identifiers(Cell& cell,
                   std::size_t kept_max,
                   std::span<const std::string_view>& out,
                   std::uint32_t& total);
  void count_unknown(Vocabulary vocabulary) noexcept {
    ++counters_->unknown_words[static_cast<std::size_t>(vocabulary)];
  }
  void count_truncated() noexcept { ++counters_->truncated_lists; }

  // Without effect when that kind is not accepted here: the key is then an unknown one.
  void reroute(Reroute where) noexcept;
  [[nodiscard]] Reroute rerouted() const noexcept { return reroute_; }

  void hint(Hint hint) noexcept { hints_ |= 1U << static_cast<unsigned>(hint); }
  [[nodiscard]] bool has_hint(Hint hint) const noexcept {
    return (hints_ >> static_cast<unsigned>(hint) & 1U) != 0;
  }
  // The event at hand is of a preset's stream, but no access: nothing to judge, no dead letter.
  void ignore() noexcept { is_ignored_ = true; }
  [[nodiscard]] bool is_ignored() const noexcept { return is_ignored_; }
  // Texts of our own making live as long as the record: `a`, the separator, `b`. Empty in a record
  // whose room for them is used up.
  [[nodiscard]] std::string_view join(std::string_view a, char separator, std::string_view b);
  [[nodiscard]] std::string_view hex(std::uint64_t number);  // 16 digits
  [[nodiscard]] std::span<const std::string_view> keep(std::string_view name);

  struct Reason {
    std::string_view word;
    std::string_view detail;
  };
  void fail(const Reason& reason, std::string_view path, const char* at) noexcept;
  bool fail(const Reason& reason, const Cell& cell) noexcept;
  void break_off(const Reason& reason) noexcept;
  void break_off(const Reason& reason, const char* at) noexcept;
  [[nodiscard]] bool is_broken() const noexcept { return is_broken_; }
  [[nodiscard]] const std::optional<DecodeFailure>& failure() const noexcept { return failure_; }
  [[nodiscard]] std::uint64_t offset_of(const char* at) const noexcept;
  [[nodiscard]] const char* last() const noexcept { return last_; }  // where the walk stands
  [[nodiscard]] std::string_view record_text() const noexcept { return text_; }
  // Enters one level of nesting; false, and noted, when that is one too many.
  [[nodiscard]] bool enter(const Cell& cell) noexcept;
  void leave() noexcept { --depth_; }

 private:
  std::size_t find_escaped_row(simdjson::ondemand::field& field, Rows rows);
  bool unescape(Cell& cell, std::string_view inside, std::string_view& out);
  bool slow_integer(Cell& cell, std::int64_t& out);
  bool slow_real(Cell& cell, double limit, double& out);
  bool time_of_text(Cell& cell, std::string_view text, EventTime& out);
  bool time_of_number(Cell& cell, EventTime& out);
  bool wrong_type(Cell& cell, std::string_view expected);
  bool read_null(Cell& cell);
  void check_scalar(Cell& cell);
  void check_object(Cell& cell);

  DecodeCounters* counters_;
  std::string_view text_;
  std::size_t skipped_ = 0;
  bool has_escapes_ = false;
  bool is_broken_ = false;
  int depth_ = 0;
  const char* last_ = nullptr;
  Reroute reroute_ = Reroute::none;
  unsigned accepted_ = 0;  // bits by Reroute
  unsigned hints_ = 0;     // bits by Hint
  bool is_ignored_ = false;
  std::string made_;  // never grows within a record, like the pool
  std::optional<DecodeFailure> failure_;
  std::vector<std::string_view> pool_;  // never grows within a record: spans point into it
};

template <class Visit>
void Reader::each(Cell& array_cell, Visit visit) {
  if (array_cell.first() != '[') {
    visit(array_cell);
    return;
  }
  simdjson::ondemand::array array;
  if (!enter(array_cell)) {
    return;
  }
  if (array_cell.value->get_array().get(array) != simdjson::SUCCESS) {
    break_off({});
    return;
  }
  each_element(array, array_cell.path, visit);
  leave();
}

template <class Visit>
void Reader::each_element(simdjson::ondemand::array& array, std::string_view path, Visit visit) {
  for (auto element : array) {
    if (element.error() != simdjson::SUCCESS) {
      break_off({});
      return;
    }
    // Only an rvalue gives its value up without a copy.
    Value&& value = std::move(element).value_unsafe();  // NOLINT(performance-move-const-arg)
    Cell one = cell(value, path);
    visit(one);
    if (is_broken_) {
      return;
    }
  }
}

}  // namespace centinela::codec
