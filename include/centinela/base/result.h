// Result<T>: a value or an Error, with std::expected's member names. Floor 0, pure values.
//
// For what may happen (bad input, a broker gone, a full disk); what must not happen is
// CENTINELA_CHECK's. An error's detail says what was expected, found and where, never the payload.
#pragma once

#include "centinela/base/check.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace centinela {

// Few values on purpose: each is a metric label and decides an exit code.
enum class Errc : std::uint8_t {
  usage,        // the command line is wrong                          exit 64
  bad_data,     // input, model or state does not decode              exit 65
  unavailable,  // a broker, topic or service does not answer         exit 69
  internal,     // should not be reachable                            exit 70
  io,           // a file cannot be read or written                   exit 74
  fenced,       // another instance took over; try again              exit 75
  config,       // the configuration is wrong                         exit 78
};

[[nodiscard]] std::string_view to_string(Errc code) noexcept;

// Process exit code (sysexits.h) of an error class.
[[nodiscard]] int exit_code(Errc code) noexcept;

struct Error {
  Errc code = Errc::internal;
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // Implicit from both sides, so that `return value;` and `return Error{…};` read plainly.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(*-explicit-*)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(*-explicit-*)

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] T& value() & {
    auto* found = std::get_if<0>(&state_);
    CENTINELA_CHECK(found != nullptr);
    return *found;
  }
  [[nodiscard]] const T& value() const& {
    auto* found = std::get_if<0>(&state_);
    CENTINELA_CHECK(found != nullptr);
    return *found;
  }
  [[nodiscard]] T&& value() && { return std::move(value()); }

  [[nodiscard]] T& operator*() & { return value(); }
  [[nodiscard]] const T& operator*() const& { return value(); }
  [[nodiscard]] T&& operator*() && { return std::move(value()); }
  [[nodiscard]] T* operator->() { return &value(); }
  [[nodiscard]] const T* operator->() const { return &value(); }

  [[nodiscard]] Error& error() & {
    // Not "!has_value()": this also rules out the variant without a value, and tells g++ so.
    CENTINELA_CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] const Error& error() const& {
    // Not "!has_value()": this also rules out the variant without a value, and tells g++ so.
    CENTINELA_CHECK(state_.index() == 1);
    return *std::get_if<1>(&state_);
  }
  [[nodiscard]] Error&& error() && { return std::move(error()); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)), has_value_(false) {}  // NOLINT(*-explicit-*)

  [[nodiscard]] bool has_value() const noexcept { return has_value_; }
  explicit operator bool() const noexcept { return has_value_; }
  void value() const { CENTINELA_CHECK(has_value_); }

  [[nodiscard]] Error& error() & {
    CENTINELA_CHECK(!has_value_);
    return error_;
  }
  [[nodiscard]] const Error& error() const& {
    CENTINELA_CHECK(!has_value_);
    return error_;
  }
  [[nodiscard]] Error&& error() && { return std::move(error()); }

 private:
  Error error_;
  bool has_value_ = true;
};

}  // namespace centinela

// NOLINTBEGIN(bugprone-macro-parentheses): names and declarations cannot be parenthesised.
#define CENTINELA_CONCAT_INNER(a, b) a##b
#define CENTINELA_CONCAT(a, b) CENTINELA_CONCAT_INNER(a, b)

// CENTINELA_TRY(parse(text));            returns the error from the calling function, if there is
// one CENTINELA_TRY(auto port, parse(text)); the same, and else declares or assigns the value
#define CENTINELA_TRY(...) \
  CENTINELA_TRY_PICK(__VA_ARGS__, CENTINELA_TRY_VALUE, CENTINELA_TRY_VOID)(__VA_ARGS__)
#define CENTINELA_TRY_PICK(a, b, name, ...) name
#define CENTINELA_TRY_VOID(expression)                             \
  do {                                                             \
    if (auto centinela_result = (expression); !centinela_result) { \
      return std::move(centinela_result).error();                  \
    }                                                              \
  } while (false)
#define CENTINELA_TRY_VALUE(declaration, expression) \
  CENTINELA_TRY_VALUE_AS(CENTINELA_CONCAT(centinela_result_, __LINE__), declaration, expression)
#define CENTINELA_TRY_VALUE_AS(result, declaration, expression) \
  auto result = (expression);                                   \
  if (!result) {                                                \
    return std::move(result).error();                           \
  }                                                             \
  declaration = *std::move(result)
// NOLINTEND(bugprone-macro-parentheses)
