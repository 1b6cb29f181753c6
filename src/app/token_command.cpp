#include "app/token_command.h"

#include "centinela/privacy/pseudonymiser.h"

#include "app/key_file.h"
#include "app/named_files.h"
#include "app/standard_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>
#include <string>
#include <string_view>

namespace centinela::app {
namespace {

constexpr std::size_t identifier_bytes_max = 256;

using privacy::Pseudonymiser;

struct Kind {
  std::string_view name;
  std::string (*print)(const Pseudonymiser&, std::string_view);
};

template <TokenKind K>
std::string print_as(const Pseudonymiser& pseudonymiser, std::string_view text) {
  return print(pseudonymiser.token<K>(text));
}
std::string print_resource(const Pseudonymiser& pseudonymiser, std::string_view text) {
  return print(pseudonymiser.resource(text));
}

constexpr std::array<Kind, 15> kinds = {{{"principal", &print_as<TokenKind::principal>},
                                         {"data_subject", &print_as<TokenKind::data_subject>},
                                         {"conversation", &print_as<TokenKind::conversation>},
                                         {"ticket", &print_as<TokenKind::ticket>},
                                         {"change", &print_as<TokenKind::change>},
                                         {"incident", &print_as<TokenKind::incident>},
                                         {"ip", &print_as<TokenKind::ip>},
                                         {"device", &print_as<TokenKind::device>},
                                         {"session", &print_as<TokenKind::session>},
                                         {"client", &print_as<TokenKind::client>},
                                         {"automation", &print_as<TokenKind::automation>},
                                         {"destination", &print_as<TokenKind::destination>},
                                         {"tenant", &print_as<TokenKind::tenant>},
                                         {"word", &print_as<TokenKind::word>},
                                         {"resource", &print_resource}}};

Result<Kind> find_kind(std::string_view name) {
  const auto* at = std::find_if(
      kinds.begin(), kinds.end(), [name](const Kind& kind) { return kind.name == name; });
  if (at != kinds.end()) {
    return *at;
  }
  std::string names;
  for (const Kind& kind : kinds) {
    names += names.empty() ? "" : ", ";
    names += kind.name;
  }
  return Error{Errc::usage, "token: --kind: expected one of " + names};
}

Result<void> make_key(const std::filesystem::path& path, std::ostream& out) {
  CENTINELA_TRY(const privacy::TokenKey key, make_key_file(path));
  out << fmt::format(
      "new token key {} in {}\n"
      "Keep a copy in a safe place: without it no token can be told again.\n",
      key.fingerprint(),
      path.string());
  return {};
}

Result<void> print_tokens(const Pseudonymiser& pseudonymiser,
                          const Kind& kind,
                          std::istream& in,
                          std::ostream& out) {
  const auto take = [&](const std::string& line, std::uint64_t /*number*/) -> Result<void> {
    out << kind.print(pseudonymiser, line) << '\n';
    return {};
  };
  return read_lines(in, {.what = "an identifier", .bytes_max = identifier_bytes_max}, take);
}

}  // namespace

Result<void> token(const TokenOptions& options, std::istream& in, std::ostream& out) {
  CENTINELA_TRY(NamedFiles{}.needs_place("--new-key", options.new_key).check());
  if (options.new_key) {
    return make_key(*options.new_key, out);
  }
  CENTINELA_TRY(const Kind kind, find_kind(options.kind));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const privacy::TokenKey key, read_key_file(config::token_key_file(config)));
  privacy::PseudonymiserOptions settings;
  // A configured word names a resource as it stands, here as in the daemon.
  settings.vocabulary = config.reference.vocabulary;
  const TimeZones zones;
  const Pseudonymiser pseudonymiser(key, settings, zones);
  return print_tokens(pseudonymiser, kind, in, out);
}

}  // namespace centinela::app
