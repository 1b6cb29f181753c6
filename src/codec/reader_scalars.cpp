// How the reader takes single values and lists of identifiers.
#include "centinela/codec/dead_letter_reason.h"

#include "codec/completion.h"
#include "codec/text_checks.h"

#include <charconv>
#include <cmath>

namespace centinela::codec {
namespace {

// 2000-01-01 and 2100-01-01, UTC; both ends are accepted.
constexpr EventTime earliest{946'684'800'000};
constexpr EventTime latest{4'102'444'800'000};
// What RFC 3339 can write: first days of employment and open ends of validity may be far away.
constexpr EventTime year_0{-62'167'219'200'000};
constexpr EventTime year_9999{253'402'300'799'999};

constexpr Reader::Reason out_of_64_bits = {reason::number_out_of_range,
                                           "expected an integer within 64 bits"};

}  // namespace

bool Reader::unescape(Cell& cell, std::string_view inside, std::string_view& out) {
  switch (check_escapes(inside)) {
    case EscapeFault::malformed:
      break_off({});
      return false;
    case EscapeFault::lone_surrogate:
      check_scalar(cell);
      return fail({reason::lone_surrogate, "expected surrogates in pairs"}, cell);
    case EscapeFault::none:
      break;
  }
  if (cell.value->get_string().get(out) != simdjson::SUCCESS) {
    break_off({});
    return false;
  }
  return true;
}

bool Reader::text(Cell& cell, std::string_view& out) {
  if (cell.first() != '"') {
    return cell.is_null() ? read_null(cell) : wrong_type(cell, "expected a string");
  }
  const std::string_view inside = cell.token.substr(1, cell.token.size() - 2);
  if (has_escapes_ && inside.find('\\') != std::string_view::npos) {
    return unescape(cell, inside, out) && !out.empty();
  }
  simdjson::ondemand::raw_json_string raw;
  if (cell.value->get_raw_json_string().get(raw) != simdjson::SUCCESS) {
    break_off({});
    return false;
  }
  out = inside;
  return !out.empty();
}

bool Reader::identifier(Cell& cell, std::string_view& out) {
  if (!text(cell, out)) {
    return false;
  }
  if (out.size() > identifier_bytes_max) {
    return fail({reason::identifier_too_long, "expected an identifier of at most 256 bytes"}, cell);
  }
  return true;
}

bool Reader::integer(Cell& cell, std::int64_t& out) {
  if (cell.value->get_int64().get(out) == simdjson::SUCCESS) {
    return true;
  }
  return cell.is_null() ? read_null(cell) : slow_integer(cell, out);
}

// Whatever simdjson does not take for an integer: 12.0 and 1e3 are, 1.5 and "7" are not.
bool Reader::slow_integer(Cell& cell, std::int64_t& out) {
  constexpr double exact = 9007199254740992.0;  // 2^53: beyond, a double is no exact integer
  const std::string_view token = cell.token;
  const bool is_number = cell.first() == '-' || (cell.first() >= '0' && cell.first() <= '9');
  if (!is_number) {
    return wrong_type(cell, "expected an integer");
  }
  switch (number_shape(token)) {
    case NumberShape::malformed:
      break_off({});
      return false;
    case NumberShape::integer:
      return fail(out_of_64_bits, cell);
    case NumberShape::real:
      break;
  }
  double number = 0;
  const auto parsed = std::from_chars(token.data(), token.data() + token.size(), number);
  if (parsed.ec == std::errc::result_out_of_range || std::abs(number) > exact) {
    return fail(out_of_64_bits, cell);
  }
  if (number != std::floor(number)) {
    return wrong_type(cell, "expected an integer");
  }
  out = static_cast<std::int64_t>(number);
  return true;
}

bool Reader::count(Cell& cell, std::int64_t& out) {
  std::int64_t number = 0;
  if (!integer(cell, number)) {
    return false;
  }
  if (number < 0) {
    return fail({reason::number_out_of_range, "expected a number that is not negative"}, cell);
  }
  out = number;
  return true;
}

bool Reader::real(Cell& cell, double limit, double& out) {
  if (cell.value->get_double().get(out) == simdjson::SUCCESS && std::abs(out) <= limit) {
    return true;
  }
  out = 0;
  return slow_real(cell, limit, out);
}

bool Reader::slow_real(Cell& cell, double limit, double& out) {
  const std::string_view token = cell.token;
  const bool is_number = cell.first() == '-' || (cell.first() >= '0' && cell.first() <= '9');
  if (!is_number) {
    return cell.is_null() ? read_null(cell) : wrong_type(cell, "expected a number");
  }
  if (number_shape(token) == NumberShape::malformed) {
    break_off({});
    return false;
  }
  double number = 0;
  const auto parsed = std::from_chars(token.data(), token.data() + token.size(), number);
  // An underflow is as good as 0; what is too large to represent is out of any range.
  const bool is_huge = parsed.ec != std::errc{} && token.find("e-") == std::string_view::npos &&
                       token.find("E-") == std::string_view::npos;
  if (is_huge || std::abs(number) > limit) {
    return fail({reason::number_out_of_range, "expected degrees on the globe"}, cell);
  }
  out = number;
  return true;
}

bool Reader::flag(Cell& cell, bool& out) {
  const std::string_view token = cell.token;
  if (token != "true" && token != "false") {
    return cell.is_null() ? read_null(cell) : wrong_type(cell, "expected true or false");
  }
  out = token == "true";
  return true;
}

namespace {

constexpr Reader::Reason no_time = {reason::bad_time,
                                    "expected an RFC 3339 time or integer milliseconds"};

}  // namespace

bool Reader::time_of_text(Cell& cell, std::string_view text, EventTime& out) {
  const Result<EventTime> parsed = parse_rfc3339(text);
  if (!parsed) {
    return fail(no_time, cell);
  }
  out = *parsed;
  return true;
}

bool Reader::time_of_number(Cell& cell, EventTime& out) {
  std::int64_t milliseconds = 0;
  if (!integer(cell, milliseconds)) {
    return false;
  }
  out = EventTime{milliseconds};
  if (out < year_0 || out > year_9999) {
    return fail({reason::time_out_of_range, "expected milliseconds within the years 0 to 9999"},
                cell);
  }
  return true;
}

bool Reader::moment(Cell& cell, EventTime& out) {
  std::string_view written;
  if (cell.first() != '"') {
    return time_of_number(cell, out);
  }
  if (!text(cell, written)) {
    return false;
  }
  const Result<EventTime> date = parse_date(written);
  if (date) {
    out = *date;
  }
  return date || time_of_text(cell, written, out);
}

bool Reader::event_time(Cell& cell, EventTime& out) {
  EventTime time;
  std::string_view written;
  const bool is_read = cell.first() == '"'
                           ? text(cell, written) && time_of_text(cell, written, time)
                           : time_of_number(cell, time);
  if (!is_read) {
    return false;
  }
  if (!is_acceptable(time)) {
    return fail({reason::time_out_of_range, "expected a time from 2000-01-01 to 2100-01-01"}, cell);
  }
  out = time;
  return true;
}

bool Reader::identifiers(Cell& cell,
                         std::size_t kept_max,
                         std::span<const std::string_view>& out,
                         std::uint32_t& total) {
  if (cell.is_null()) {
    return read_null(cell);
  }
  if (cell.first() != '[' && cell.first() != '"') {
    return wrong_type(cell, "expected a string or an array of strings");
  }
  const std::size_t first = pool_.size();
  total = 0;
  each(cell, [&](Cell& element) {
    std::string_view name;
    if (!identifier(element, name)) {
      return;
    }
    ++total;
    if (total <= kept_max && pool_.size() < pool_.capacity()) {
      pool_.push_back(name);
    }
  });
  out = std::span(pool_).subspan(first);
  if (total > out.size()) {
    count_truncated();
  }
  return total > 0;
}

}  // namespace centinela::codec
