#include "app/erase_command.h"

#include "centinela/privacy/pseudonymiser.h"

#include "app/control_record.h"
#include "app/control_topic.h"
#include "app/key_file.h"
#include "app/named_files.h"
#include "app/standard_input.h"
#include "app/wall_clock.h"
#include "config/print.h"

#include <fmt/format.h>
#include <unistd.h>

#include <vector>

namespace centinela::app {
namespace {

constexpr std::size_t reason_bytes_max = 1024;
constexpr std::size_t name_bytes_max = 256;

Result<void> check(const EraseOptions& options) {
  if (options.are_principals == options.are_data_subjects) {
    return Error{Errc::usage,
                 "erase: expected one of --principal and --data-subject: what the lines of "
                 "standard input name"};
  }
  if (options.reason.empty() || options.reason.size() > reason_bytes_max) {
    return Error{Errc::usage,
                 fmt::format("erase: --reason: expected 1 to {} bytes", reason_bytes_max)};
  }
  return {};
}

// The key is read when the first name comes: tokens need none.
class Tokens {
 public:
  Tokens(const config::Config& config, TokenKind kind) : config_(config), kind_(kind) {}

  Result<std::string> of(const std::string& line) {
    if (parse_token(kind_, line)) {
      return line;
    }
    CENTINELA_TRY(refuse_other_tokens(line));
    if (!pseudonymiser_) {
      CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config_)));
      pseudonymiser_.emplace(key, privacy::PseudonymiserOptions{}, zones_);
    }
    return kind_ == TokenKind::principal
               ? print(pseudonymiser_->token<TokenKind::principal>(line))
               : print(pseudonymiser_->token<TokenKind::data_subject>(line));
  }

 private:
  // Taken for a name it would erase nobody, and say so to nobody.
  [[nodiscard]] Result<void> refuse_other_tokens(const std::string& line) const {
    const TokenKind other =
        kind_ == TokenKind::principal ? TokenKind::data_subject : TokenKind::principal;
    if (parse_token(other, line)) {
      return Error{Errc::usage,
                   kind_ == TokenKind::principal
                       ? "standard input: the token of a data subject: --data-subject erases those"
                       : "standard input: the token of a principal: --principal erases those"};
    }
    constexpr std::size_t shown_digits = 4;  // in sentences
    const std::size_t dash = line.find('-');
    const bool is_short = (line.starts_with("p-") || line.starts_with("ds-")) &&
                          line.size() == dash + 1 + shown_digits &&
                          line.find_first_not_of("0123456789abcdef", dash + 1) == std::string::npos;
    if (is_short) {
      return Error{
          Errc::usage,
          "standard input: a token as sentences shorten it, which may be several people's: "
          "give its 16 digits, as the alert's entity.id has them, or those that `centinela "
          "token` prints for a name that looks so"};
    }
    return {};
  }

  const config::Config& config_;
  TokenKind kind_;
  TimeZones zones_;
  std::optional<privacy::Pseudonymiser> pseudonymiser_;
};

Result<std::vector<std::string>> read_records(const EraseOptions& options,
                                              const config::Config& config,
                                              const EraseHost& host,
                                              std::istream& in) {
  Tokens tokens(config, options.are_principals ? TokenKind::principal : TokenKind::data_subject);
  std::vector<std::string> records;
  const auto take = [&](const std::string& line, std::uint64_t /*number*/) -> Result<void> {
    ErasureText text;
    CENTINELA_TRY(text.token, tokens.of(line));
    text.tenant = options.tenant.empty() ? config.input.default_tenant : options.tenant;
    text.is_principal = options.are_principals;
    text.reason = options.reason;
    text.author = author_name(host.user_id);
    text.time = host.time;
    records.push_back(encode_erasure(text));
    return {};
  };
  CENTINELA_TRY(read_lines(in, {.what = "an identifier", .bytes_max = name_bytes_max}, take));
  if (records.empty()) {
    return Error{Errc::bad_data, "standard input: expected an identifier a line, found none"};
  }
  return records;
}

}  // namespace

Result<void> erase(const EraseOptions& options,
                   const EraseHost& host,
                   std::istream& in,
                   std::ostream& out) {
  CENTINELA_TRY(check(options));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(NamedFiles(options.config, config).writes("--output", options.output).check());
  CENTINELA_TRY(const std::vector<std::string> records, read_records(options, config, host, in));
  if (options.output) {
    return write_controls(*options.output, records, out);
  }
  CENTINELA_TRY(host.send(config, records));
  out << fmt::format("{} erasures written to {}\n", records.size(), config.kafka.topics.front());
  return {};
}

Result<void> erase(const EraseOptions& options, std::istream& in, std::ostream& out) {
  return erase(options, EraseHost{wall_clock(), ::getuid(), send_controls}, in, out);
}

}  // namespace centinela::app
