#include "telemetry/log.h"

#include "centinela/base/text.h"

#include "telemetry/log_limiter.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/formatter.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace centinela::telemetry {
namespace {

// The inner form: [logger ends_logger] message {field_start key value_start type value}. The marks
// are control characters, which printable() keeps out of everything between them.
constexpr char ends_logger = '\x1d';
constexpr char value_start = '\x1e';
constexpr char field_start = '\x1f';
constexpr char quoted_value = 's';
constexpr char raw_value = 'r';

constexpr std::array<std::string_view, 4> level_names = {"debug", "info", "warn", "error"};

std::array<std::atomic<std::uint64_t>, 4> lines_logged{};
std::atomic<std::uint64_t> lines_withheld{0};

struct Field {
  std::string_view key;
  std::string_view value;
  bool is_raw = false;
};

struct Parts {
  std::string_view logger;
  std::string_view message;
  std::vector<Field> fields;
};

Field split_field(std::string_view text) {
  const std::size_t split = text.find(value_start);
  if (split == std::string_view::npos || split + 1 >= text.size()) {
    return {.key = text.substr(0, split), .value = {}};
  }
  return {.key = text.substr(0, split),
          .value = text.substr(split + 2),
          .is_raw = text[split + 1] == raw_value};
}

Parts split_line(std::string_view encoded) {
  Parts parts;
  const std::size_t logger_end = encoded.find(ends_logger);
  if (logger_end != std::string_view::npos) {
    parts.logger = encoded.substr(0, logger_end);
    encoded.remove_prefix(logger_end + 1);
  }
  std::size_t start = std::min(encoded.find(field_start), encoded.size());
  parts.message = encoded.substr(0, start);
  while (start < encoded.size()) {
    const std::size_t end = std::min(encoded.find(field_start, start + 1), encoded.size());
    parts.fields.push_back(split_field(encoded.substr(start + 1, end - start - 1)));
    start = end;
  }
  return parts;
}

std::string timestamp(std::int64_t unix_micros) {
  const std::int64_t seconds = unix_micros / 1'000'000;
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06d}Z",
                     fmt::gmtime(static_cast<std::time_t>(seconds)),
                     unix_micros - seconds * 1'000'000);
}

void append_text_value(std::string& out, std::string_view value) {
  const std::string clean = printable(value);
  if (!clean.empty() && clean.find_first_of(" =\"") == std::string::npos) {
    out += clean;
  } else {
    append_json_string(out, clean);
  }
}

std::string format_text(const LogHeader& header, const Parts& parts) {
  std::string out = fmt::format("{} {:<5} {}: {}",
                                timestamp(header.unix_micros),
                                level_names[static_cast<std::size_t>(header.level)],
                                printable(parts.logger),
                                printable(parts.message));
  for (const Field& field : parts.fields) {
    out += ' ';
    out += printable(field.key);
    out += '=';
    append_text_value(out, field.value);
  }
  return out;
}

void append_member(std::string& out, std::string_view key, std::string_view value, bool is_raw) {
  out += out.empty() ? '{' : ',';
  append_json_string(out, printable(key));
  out += ':';
  if (is_raw) {
    out += value;
  } else {
    append_json_string(out, printable(value));
  }
}

std::string format_json(const LogHeader& header, const Parts& parts) {
  std::string out;
  append_member(out, "ts", timestamp(header.unix_micros), false);
  append_member(out, "level", level_names[static_cast<std::size_t>(header.level)], false);
  append_member(out, "logger", parts.logger, false);
  append_member(out, "msg", parts.message, false);
  for (const Field& field : parts.fields) {
    append_member(out, field.key, field.value, field.is_raw);
  }
  return out + '}';
}

LogLevel from_spdlog(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
      return LogLevel::debug;
    case spdlog::level::warn:
      return LogLevel::warn;
    case spdlog::level::err:
    case spdlog::level::critical:
      return LogLevel::error;
    default:
      return LogLevel::info;
  }
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
  constexpr std::array levels = {
      spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  return levels[static_cast<std::size_t>(level)];
}

class LineFormatter final : public spdlog::formatter {
 public:
  explicit LineFormatter(LogFormat format) : format_(format) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    const auto since_epoch = message.time.time_since_epoch();
    const LogHeader header{
        .unix_micros = std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count(),
        .level = from_spdlog(message.level),
        .logger = {message.logger_name.data(), message.logger_name.size()}};
    const std::string line =
        format_line(format_, header, {message.payload.data(), message.payload.size()});
    out.append(line.data(), line.data() + line.size());
    out.push_back('\n');
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(format_);
  }

 private:
  LogFormat format_;
};

void write(const std::string& logger, LogLevel level, std::string_view encoded) {
  spdlog::logger* out = spdlog::default_logger_raw();
  if (out == nullptr || !out->should_log(to_spdlog(level))) {
    return;
  }
  lines_logged[static_cast<std::size_t>(level)].fetch_add(1, std::memory_order_relaxed);
  std::string line = logger;
  line += ends_logger;
  line += encoded;
  out->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

// The key is the message without its fields, so that one warning about many partitions is one.
void write_limited(const std::string& logger, LogLevel level, const LogLine& line) {
  static std::mutex mutex;
  static LogLimiter limiter(withhold_period);
  const std::string_view encoded = line.encoded();
  const std::string key = logger + std::string(encoded.substr(0, encoded.find(field_start)));
  std::optional<std::uint64_t> withheld;
  {
    const std::scoped_lock lock(mutex);
    withheld = limiter.admit(key, std::chrono::steady_clock::now());
  }
  if (!withheld.has_value()) {
    lines_withheld.fetch_add(1, std::memory_order_relaxed);
  } else if (*withheld == 0) {
    write(logger, level, encoded);
  } else {
    write(logger, level, LogLine(line).with("withheld", *withheld).encoded());
  }
}

}  // namespace

LogLine::LogLine(std::string_view message) : encoded_(printable(message)) {}

LogLine&& LogLine::with(std::string_view key, std::string_view value) && {
  encoded_ += field_start;
  encoded_ += printable(key);
  encoded_ += value_start;
  encoded_ += quoted_value;
  encoded_ += printable(cut_utf8(value, log_field_bytes_max));
  return std::move(*this);
}

LogLine&& LogLine::with(std::string_view key, bool value) && {
  return std::move(*this).with_raw(key, value ? "true" : "false");
}

LogLine&& LogLine::with(std::string_view key, double value) && {
  // JSON has neither infinity nor NaN.
  const std::string text = fmt::format("{:.6g}", value);
  const bool is_finite = text.find_first_of("in") == std::string::npos;
  return is_finite ? std::move(*this).with_raw(key, text) : std::move(*this).with(key, text);
}

LogLine&& LogLine::with_raw(std::string_view key, std::string_view value) && {
  encoded_ += field_start;
  encoded_ += printable(key);
  encoded_ += value_start;
  encoded_ += raw_value;
  encoded_ += value;
  return std::move(*this);
}

std::string format_line(LogFormat format, const LogHeader& header, std::string_view encoded) {
  Parts parts = split_line(encoded);
  if (parts.logger.empty()) {
    parts.logger = header.logger;
  }
  return format == LogFormat::json ? format_json(header, parts) : format_text(header, parts);
}

void start_logging(LogFormat format, LogLevel level) {
  // Later calls change what is there: replacing the logger would pull it from under other threads.
  static const std::shared_ptr<spdlog::logger> logger = [] {
    auto made = std::make_shared<spdlog::logger>("centinela",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(made);
    return made;
  }();
  logger->sinks().front()->set_formatter(std::make_unique<LineFormatter>(format));
  logger->set_level(to_spdlog(level));
}

Logger::Logger(std::string_view name) : name_(printable(name)) {}

void Logger::debug(const LogLine& line) const {
  write(name_, LogLevel::debug, line.encoded());
}
void Logger::info(const LogLine& line) const {
  write(name_, LogLevel::info, line.encoded());
}
void Logger::warn(const LogLine& line) const {
  write_limited(name_, LogLevel::warn, line);
}
void Logger::error(const LogLine& line) const {
  write_limited(name_, LogLevel::error, line);
}

LogCounts log_counts() noexcept {
  constexpr auto relaxed = std::memory_order_relaxed;
  return {.debug = lines_logged[0].load(relaxed),
          .info = lines_logged[1].load(relaxed),
          .warn = lines_logged[2].load(relaxed),
          .error = lines_logged[3].load(relaxed),
          .withheld = lines_withheld.load(relaxed)};
}

}  // namespace centinela::telemetry
