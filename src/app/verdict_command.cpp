#include "app/verdict_command.h"

#include "centinela/codec/alert_decoder.h"

#include "app/control_record.h"
#include "app/control_topic.h"
#include "app/named_files.h"
#include "app/standard_input.h"

#include <fmt/format.h>

#include <vector>

namespace centinela::app {
namespace {

constexpr std::size_t reason_bytes_max = 1024;
constexpr std::size_t line_bytes_max = std::size_t{1} << 20U;  // of an alert

Result<Ruling> read_ruling(const VerdictOptions& options) {
  const auto ruling = from_word<Ruling>(options.ruling);
  if (ruling == Ruling::other || options.ruling.empty()) {
    return Error{Errc::usage,
                 "verdict: --ruling: expected benign, malicious, expected, duplicate or ack"};
  }
  if (options.lasts.count() != 0 && ruling != Ruling::expected) {
    return Error{Errc::usage, "verdict: --for: only an expected ruling ends by itself"};
  }
  return ruling;
}

Result<EventTime> read_time(const VerdictOptions& options, const VerdictHost& host) {
  if (options.time.empty()) {
    return host.time;
  }
  const Result<EventTime> time = parse_rfc3339(options.time);
  if (!time) {
    return Error{Errc::usage, "verdict: --time: expected a time such as 2026-11-21T20:05:00Z"};
  }
  return *time;
}

Error bad_line(std::uint64_t number, std::string_view expected) {
  return Error{Errc::bad_data,
               fmt::format("standard input, line {}: expected {}", number, expected)};
}

// "ID reason …", or an alert as it stands in the alerts topic.
Result<RulingText> read_line(const std::string& line, std::uint64_t number) {
  RulingText ruling;
  if (line.front() == '{') {
    const Result<Alert> alert = codec::decode_alert(line);
    if (!alert) {
      return bad_line(number, "an alert's id and a reason, or an alert in native JSON");
    }
    ruling.alert = print(alert->id);
    return ruling;
  }
  const std::size_t space = line.find_first_of(" \t");
  ruling.alert = line.substr(0, space);
  if (!is_alert_id(ruling.alert)) {
    return bad_line(number, "an alert's id, 32 hex digits in lower case, and a reason behind it");
  }
  const std::size_t start = line.find_first_not_of(" \t", space);
  ruling.reason = start == std::string::npos ? "" : line.substr(start);
  if (ruling.reason.empty()) {
    return bad_line(number, "a reason behind the alert's id");
  }
  if (ruling.reason.size() > reason_bytes_max) {
    return bad_line(number, fmt::format("a reason of at most {} bytes", reason_bytes_max));
  }
  return ruling;
}

}  // namespace

Result<void> verdict(const VerdictOptions& options,
                     const VerdictHost& host,
                     std::istream& in,
                     std::ostream& out) {
  CENTINELA_TRY(const Ruling ruling, read_ruling(options));
  CENTINELA_TRY(NamedFiles{}
                    .reads("--config", options.config.file)
                    .writes("--output", options.output)
                    .check());
  CENTINELA_TRY(const EventTime time, read_time(options, host));
  std::vector<std::string> records;
  const auto take = [&](const std::string& line, std::uint64_t number) -> Result<void> {
    CENTINELA_TRY(RulingText text, read_line(line, number));
    text.ruling = ruling;
    text.time = time;
    text.author = author_name(host.user_id);
    text.source = fmt::format("{} {}", text.author, time.milliseconds());
    text.expires = options.lasts.count() > 0 ? time + options.lasts : EventTime{};
    records.push_back(encode_ruling(text));
    return {};
  };
  CENTINELA_TRY(read_lines(
      in, {.what = "an id and a reason, or an alert", .bytes_max = line_bytes_max}, take));
  if (records.empty()) {
    return Error{Errc::bad_data, "standard input: expected a line for each alert, found none"};
  }
  if (options.output) {
    return write_controls(*options.output, records, out);
  }
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(host.send(config, records));
  out << fmt::format("{} rulings written to {}\n", records.size(), config.kafka.topics.front());
  return {};
}

}  // namespace centinela::app
