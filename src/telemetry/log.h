// Log lines as key=value, on standard error, as text or JSON. Floor 9, safe from every thread.
//
// A line states the consequence and carries no payload: LogLine takes short words, and whatever
// is written is stripped of control characters. Warnings that repeat are withheld and counted.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace centinela::telemetry {

enum class LogFormat : std::uint8_t { text, json };
enum class LogLevel : std::uint8_t { debug, info, warn, error };

// Fields beyond this size are cut; a log line is not a place for documents.
inline constexpr std::size_t log_field_bytes_max = 512;

class LogLine {
 public:
  explicit LogLine(std::string_view message);

  LogLine&& with(std::string_view key, std::string_view value) &&;
  LogLine&& with(std::string_view key, const char* value) && {
    return std::move(*this).with(key, std::string_view(value));
  }
  LogLine&& with(std::string_view key, bool value) &&;
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  LogLine&& with(std::string_view key, T value) && {
    return std::move(*this).with_raw(key, std::to_string(value));
  }
  LogLine&& with(std::string_view key, double value) &&;

  // Message and fields in the inner form that the formatter of start_logging() takes apart.
  [[nodiscard]] const std::string& encoded() const noexcept { return encoded_; }

 private:
  LogLine&& with_raw(std::string_view key, std::string_view value) &&;

  std::string encoded_;
};

// One line as it is printed, without the newline; `unix_micros` is the wall clock.
struct LogHeader {
  std::int64_t unix_micros = 0;
  LogLevel level = LogLevel::info;
  std::string_view logger;
};
[[nodiscard]] std::string format_line(LogFormat format,
                                      const LogHeader& header,
                                      std::string_view encoded);

// Installs the process-wide logger. Lines of libraries that use spdlog's default logger go the
// same way. Call it once at start and again to change level or format.
void start_logging(LogFormat format, LogLevel level);

class Logger {
 public:
  explicit Logger(std::string_view name);

  void debug(const LogLine& line) const;
  void info(const LogLine& line) const;
  void warn(const LogLine& line) const;   // at most one a message in withhold_period
  void error(const LogLine& line) const;  // the same

 private:
  std::string name_;
};

inline constexpr std::chrono::seconds withhold_period{10};

struct LogCounts {
  std::uint64_t debug = 0;
  std::uint64_t info = 0;
  std::uint64_t warn = 0;
  std::uint64_t error = 0;
  std::uint64_t withheld = 0;
};
[[nodiscard]] LogCounts log_counts() noexcept;

}  // namespace centinela::telemetry
