// The reasons of dead letters: a metric label, a header and a row of docs/events.md each. Floor 2.
#pragma once

#include <array>
#include <string_view>

namespace centinela::codec::reason {

inline constexpr std::string_view null_value = "null_value";
inline constexpr std::string_view empty_value = "empty_value";
inline constexpr std::string_view record_too_large = "record_too_large";
inline constexpr std::string_view event_too_large = "event_too_large";
inline constexpr std::string_view too_many_events = "too_many_events";
inline constexpr std::string_view bad_utf8 = "bad_utf8";
inline constexpr std::string_view bad_json = "bad_json";
inline constexpr std::string_view not_an_object = "not_an_object";
inline constexpr std::string_view too_deep = "too_deep";
inline constexpr std::string_view missing_field = "missing_field";
inline constexpr std::string_view empty_field = "empty_field";
inline constexpr std::string_view wrong_type = "wrong_type";
inline constexpr std::string_view lone_surrogate = "lone_surrogate";
inline constexpr std::string_view number_out_of_range = "number_out_of_range";
inline constexpr std::string_view identifier_too_long = "identifier_too_long";
inline constexpr std::string_view bad_time = "bad_time";
inline constexpr std::string_view time_out_of_range = "time_out_of_range";
inline constexpr std::string_view unknown_type = "unknown_type";
inline constexpr std::string_view bad_envelope = "bad_envelope";
inline constexpr std::string_view unsupported_schema = "unsupported_schema";

// Not of a decoder: the process died of the record, twice.
inline constexpr std::string_view crash = "crash";

inline constexpr std::array all = {
    null_value,      empty_value,         record_too_large,
    event_too_large, too_many_events,     bad_utf8,
    bad_json,        not_an_object,       too_deep,
    missing_field,   empty_field,         wrong_type,
    lone_surrogate,  number_out_of_range, identifier_too_long,
    bad_time,        time_out_of_range,   unknown_type,
    bad_envelope,    unsupported_schema,  crash,
};

}  // namespace centinela::codec::reason
