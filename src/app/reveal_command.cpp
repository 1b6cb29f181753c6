#include "app/reveal_command.h"

#include "centinela/base/text.h"
#include "centinela/codec/decoder.h"
#include "centinela/privacy/pseudonymiser.h"

#include "app/audit_file.h"
#include "app/decoder_setup.h"
#include "app/key_file.h"
#include "app/named_files.h"
#include "app/private_directory.h"
#include "app/revealed_alerts.h"
#include "app/token_resolver.h"
#include "app/wall_clock.h"
#include "source/line_source.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

namespace centinela::app {
namespace {

constexpr std::size_t reason_bytes_max = 1000;

std::string print_position(const Position& position) {
  const std::string text =
      std::to_string(position.partition.value()) + ":" + std::to_string(position.offset.value());
  return position.is_indexed ? text + ":" + std::to_string(position.index) : text;
}

// The records of a file at the offsets that are asked for, in one pass.
Result<std::map<std::int64_t, std::string>> records_of(const std::filesystem::path& path,
                                                       const std::vector<Position>& positions) {
  CENTINELA_TRY(source::InputFile input, source::InputFile::open(path.string()));
  source::LineSource lines(std::move(input));
  std::map<std::int64_t, std::string> wanted;
  for (const Position& position : positions) {
    wanted.emplace(position.offset.value(), std::string());
  }
  std::map<std::int64_t, std::string> records;
  while (records.size() < wanted.size()) {
    CENTINELA_TRY(const auto batch, lines.poll(std::chrono::seconds{1}));
    for (const source::SourceRecord& record : batch.records) {
      const std::int64_t offset = record.position.offset.value();
      if (wanted.contains(offset)) {
        records.emplace(offset, std::string(record.view.value));
      }
    }
    if (batch.is_end) {
      break;
    }
  }
  return records;
}

ReadRecord reader_of(std::map<std::int64_t, std::string> records) {
  return [records = std::move(records)](Position position) -> Result<std::string> {
    const auto at = records.find(position.offset.value());
    if (position.partition != PartitionIndex{0} || at == records.end()) {
      return Error{Errc::bad_data, "the file has no such record; was it made from another one?"};
    }
    return at->second;
  };
}

Result<void> check_reason(const std::string& reason) {
  const bool is_empty = reason.find_first_not_of(" \t\r\n") == std::string::npos;
  if (is_empty || reason.size() > reason_bytes_max) {
    return Error{Errc::usage,
                 "reveal: expected a --reason of 1 to " + std::to_string(reason_bytes_max) +
                     " bytes, such as a case number; it goes into the audit record"};
  }
  return {};
}

Result<void> check_keys(const RevealedAlerts& alerts, const std::string& fingerprint) {
  for (std::size_t i = 0; i < alerts.ids.size(); ++i) {
    if (alerts.keys[i] != fingerprint) {
      return Error{Errc::config,
                   "alert " + alerts.ids[i] + " was made under the token key " +
                       printable(alerts.keys[i]) + ", privacy.key_file holds " + fingerprint +
                       "; give the configuration that names the other key"};
    }
  }
  return {};
}

// Decodes the record and looks at the event that the evidence names; why it could not, else "".
std::string look_at_record(codec::Decoder& decoder,
                           const std::string& bytes,
                           const Position& position,
                           TokenResolver& resolver) {
  codec::RecordView view;
  view.value = bytes;
  const codec::Decoded decoded = decoder.decode(view);
  std::size_t index = 0;
  std::string failure;
  for (const RawItem& item : decoded.items) {
    const bool is_meant = !position.is_indexed || index++ == position.index;
    if (!is_meant) {
      continue;
    }
    if (const auto* failed = std::get_if<DecodeFailure>(&item)) {
      failure = "does not decode: " + std::string(failed->reason);
    } else if (const auto* event = std::get_if<RawEvent>(&item)) {
      resolver.look_at(*event);
    } else if (const auto* context = std::get_if<RawContext>(&item)) {
      resolver.look_at(*context);
    } else if (const auto* control = std::get_if<RawControl>(&item)) {
      resolver.look_at(*control);
    }
  }
  return failure;
}

// What could not be read, one sentence each.
std::vector<std::string> look_at_evidence(const codec::DecoderOptions& format,
                                          const RevealedAlerts& alerts,
                                          const ReadRecord& read,
                                          TokenResolver& resolver) {
  codec::Decoder decoder(format);
  std::vector<std::string> unread;
  for (const Position& position : alerts.evidence) {
    const auto bytes = read(position);
    const std::string failure =
        bytes ? look_at_record(decoder, *bytes, position, resolver) : bytes.error().detail;
    if (!failure.empty()) {
      unread.push_back("evidence " + print_position(position) + " cannot be read: " + failure);
    }
  }
  return unread;
}

void print_findings(const TokenResolver& resolver,
                    const std::vector<std::string>& unread,
                    std::ostream& out) {
  for (const auto& [token, identifier] : resolver.found()) {
    out << token << '\t' << printable(identifier) << '\n';
  }
  for (const std::string& token : resolver.missing()) {
    out << "# " << token << " is in no evidence that was read\n";
  }
  for (const std::string& sentence : unread) {
    out << "# " << sentence << '\n';
  }
}

Result<ReadRecord> choose_reader(const RevealOptions& options,
                                 const RevealHost& host,
                                 const config::Config& config,
                                 const RevealedAlerts& alerts) {
  if (options.input) {
    CENTINELA_TRY(auto records, records_of(*options.input, alerts.evidence));
    return reader_of(std::move(records));
  }
  if (host.read) {
    return host.read;
  }
  return topic_records(config, alerts.topics);
}

std::filesystem::path audit_path(const RevealOptions& options, const config::Config& config) {
  if (options.audit) {
    return *options.audit;
  }
  // Where a daemon never ran, the default place is not there yet; a failure shows on writing.
  static_cast<void>(make_private_directory(config.state.directory));
  return std::filesystem::path(config.state.directory) / "reveal-audit.jsonl";
}

}  // namespace

Result<void> reveal(const RevealOptions& options,
                    const RevealHost& host,
                    std::istream& in,
                    std::ostream& out) {
  CENTINELA_TRY(check_reason(options.reason));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(NamedFiles(options.config, config)
                    .reads("--input", options.input)
                    .writes("--audit", options.audit)
                    .needs_place("--input", options.input)
                    .needs_place("--audit", options.audit)
                    .check());
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  CENTINELA_TRY(const RevealedAlerts alerts, read_alerts(in));
  CENTINELA_TRY(check_keys(alerts, key.fingerprint()));
  CENTINELA_TRY(const ReadRecord read, choose_reader(options, host, config, alerts));

  privacy::PseudonymiserOptions settings;
  settings.vocabulary = config.reference.vocabulary;
  const TimeZones zones;
  const privacy::Pseudonymiser pseudonymiser(key, settings, zones);
  TokenResolver resolver(pseudonymiser, alerts.tokens);
  const auto unread = look_at_evidence(decoder_options(config), alerts, read, resolver);

  const AuditRecord record{host.time,
                           host.user_id,
                           alerts.ids,
                           key.fingerprint(),
                           resolver.found().size(),
                           options.reason};
  CENTINELA_TRY(append_audit_record(audit_path(options, config), record));
  print_findings(resolver, unread, out);
  return {};
}

Result<void> reveal(const RevealOptions& options, std::istream& in, std::ostream& out) {
  return reveal(options, RevealHost{wall_clock(), ::getuid(), {}}, in, out);
}

}  // namespace centinela::app
