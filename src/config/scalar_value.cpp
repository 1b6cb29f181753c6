#include "config/scalar_value.h"

#include "config/did_you_mean.h"
#include "config/value_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace centinela::config {
namespace {

template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}
template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

Error expected(std::string_view what) {
  return {Errc::config, fmt::format("expected {}", what)};
}

Result<void> check_bounds(const Field& field, double value) {
  if (value < field.traits.minimum || value > field.traits.maximum) {
    const std::string_view separator = field.traits.unit.empty() ? "" : " ";
    return expected(fmt::format("{}{}{}", bounds_text(field), separator, field.traits.unit));
  }
  return {};
}

Result<void> set_choice(const Field& field, std::string_view word, void* value) {
  for (std::size_t i = 0; i < field.words.size(); ++i) {
    if (field.words[i] != word) {
      continue;
    }
    as<std::uint8_t>(value) = static_cast<std::uint8_t>(i);
    return {};
  }
  const std::string_view meant = did_you_mean(word, field.words);
  return expected(fmt::format("{}{}{}",
                              field.words.size() > 1 ? "one of " : "",
                              fmt::join(field.words, ", "),
                              meant.empty() ? "" : fmt::format("; did you mean {}?", meant)));
}

template <class T>
Result<void> store(const Result<T>& parsed, void* value) {
  if (!parsed) {
    return parsed.error();
  }
  as<T>(value) = *parsed;
  return {};
}

Result<void> set_integer(const Field& field, std::string_view text, void* value) {
  CENTINELA_TRY(const std::int64_t number, parse_integer(text));
  CENTINELA_TRY(check_bounds(field, static_cast<double>(number)));
  as<std::int64_t>(value) = number;
  return {};
}

Result<void> set_real(const Field& field, std::string_view text, void* value) {
  CENTINELA_TRY(const double number, parse_real(text));
  CENTINELA_TRY(check_bounds(field, number));
  as<double>(value) = number;
  return {};
}

Result<void> set_duration(const Field& field, std::string_view text, void* value) {
  CENTINELA_TRY(const Duration duration, parse_duration(text));
  CENTINELA_TRY(check_bounds(field, static_cast<double>(duration.count())));
  as<Duration>(value) = duration;
  return {};
}

Result<void> set_size(const Field& field, std::string_view text, void* value) {
  CENTINELA_TRY(const Size size, parse_size(text));
  CENTINELA_TRY(check_bounds(field, static_cast<double>(size.bytes)));
  as<Size>(value) = size;
  return {};
}

Result<void> parse_scalar(const Field& field, std::string_view text, void* value) {
  switch (field.type) {
    case Type::text:
      as<std::string>(value) = text;
      return {};
    case Type::boolean:
      return store(parse_boolean(text), value);
    case Type::integer:
    case Type::integers:
      return set_integer(field, text, value);
    case Type::real:
      return set_real(field, text, value);
    case Type::duration:
      return set_duration(field, text, value);
    case Type::size:
      return set_size(field, text, value);
    case Type::clock:
      return store(parse_clock(text), value);
    case Type::date:
      return store(parse_civil_date(text), value);
    case Type::instant:
      return store(parse_instant(text), value);
    case Type::choice:
      return set_choice(field, text, value);
    default:
      CENTINELA_CHECK(is_scalar(field.type));
      return {};
  }
}

// Types whose values a person would not put in quotes; a quoted "5" or "no" is text.
bool is_plain_only(Type type) noexcept {
  return type == Type::boolean || type == Type::integer || type == Type::integers ||
         type == Type::real;
}

}  // namespace

bool is_scalar(Type type) noexcept {
  return type <= Type::choice;
}

Result<void> set_scalar(const Field& field, const Node& node, bool is_loose, void* value) {
  if (node.is_quoted && !is_loose && is_plain_only(field.type)) {
    return expected(field.type == Type::boolean ? "true or false without quotes"
                                                : "a number without quotes");
  }
  CENTINELA_TRY(parse_scalar(field, node.text, value));
  if (is_scalar(field.type) && field.traits.check != nullptr) {
    if (const std::string complaint = field.traits.check(value); !complaint.empty()) {
      return expected(complaint);
    }
  }
  return {};
}

std::string scalar_text(const Field& field, const void* value) {
  switch (field.type) {
    case Type::text:
      return as<std::string>(value);
    case Type::boolean:
      return as<bool>(value) ? "true" : "false";
    case Type::integer:
    case Type::integers:
      return fmt::format("{}", as<std::int64_t>(value));
    case Type::real:
      return format_real(as<double>(value));
    case Type::duration:
      return format_duration(as<Duration>(value));
    case Type::size:
      return format_size(as<Size>(value));
    case Type::clock:
      return format_clock(as<ClockTime>(value));
    case Type::date:
      return format_civil_date(as<Date>(value));
    case Type::instant:
      return format_rfc3339(as<EventTime>(value));
    case Type::choice:
      return std::string(field.words[as<std::uint8_t>(value)]);
    default:
      CENTINELA_CHECK(is_scalar(field.type));
      return {};
  }
}

std::string bound_text(const Field& field, double bound) {
  switch (field.type) {
    case Type::duration:
      return format_duration(Duration{static_cast<std::int64_t>(bound)});
    case Type::size:
      return format_size(Size{static_cast<std::int64_t>(bound)});
    case Type::real:
      return format_real(bound);
    default:
      return fmt::format("{}", static_cast<std::int64_t>(bound));
  }
}

std::string bounds_text(const Field& field) {
  const bool has_minimum = std::isfinite(field.traits.minimum);
  const bool has_maximum = std::isfinite(field.traits.maximum);
  if (has_minimum && has_maximum) {
    return fmt::format("between {} and {}",
                       bound_text(field, field.traits.minimum),
                       bound_text(field, field.traits.maximum));
  }
  if (has_minimum) {
    return fmt::format("at least {}", bound_text(field, field.traits.minimum));
  }
  return has_maximum ? fmt::format("at most {}", bound_text(field, field.traits.maximum)) : "";
}

}  // namespace centinela::config
