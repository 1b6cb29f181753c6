// Checks of single values beyond type and bounds, for the field tables. Floor 9, pure.
//
// Each returns what was expected, or nothing when the value is fine (see Check in field.h).
#pragma once

#include <string>
#include <string_view>

namespace centinela::config {

[[nodiscard]] std::string check_not_empty(const void* text);
[[nodiscard]] std::string check_topic(const void* text);
[[nodiscard]] std::string check_topics(const void* texts);
[[nodiscard]] std::string check_listen(const void* text);  // host:port, [v6]:port, :port
[[nodiscard]] std::string check_url(const void* text);     // http(s)://…, or empty
[[nodiscard]] std::string check_urls(const void* texts);
[[nodiscard]] std::string check_detector(const void* text);  // or empty
[[nodiscard]] std::string check_detectors(const void* texts);
[[nodiscard]] std::string check_optional_detectors(const void* texts);
[[nodiscard]] std::string check_actions(const void* texts);
[[nodiscard]] std::string check_days(const void* texts);
[[nodiscard]] std::string check_vocabulary(const void* texts);

// A librdkafka property that Centinela sets itself is refused, naming our key.
[[nodiscard]] std::string check_kafka_property(std::string_view name);

// Whether a librdkafka property's value must never be printed.
[[nodiscard]] bool is_secret_property(std::string_view name) noexcept;

}  // namespace centinela::config
