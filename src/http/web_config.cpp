#include "http/web_config.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <fstream>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <utility>

namespace centinela::http {
namespace {

constexpr std::size_t file_bytes_max = 1U << 20U;

constexpr std::array<std::string_view, 3> top_keys = {
    "tls_server_config", "basic_auth_users", "http_server_config"};
constexpr std::array<std::string_view, 5> tls_keys = {
    "cert_file", "key_file", "client_auth_type", "client_ca_file", "min_version"};
constexpr std::array<std::string_view, 2> http_keys = {"headers", "http2"};

constexpr std::array<std::pair<std::string_view, ClientAuth>, 5> client_auths = {
    {{"NoClientCert", ClientAuth::none},
     {"RequestClientCert", ClientAuth::request},
     {"RequireAnyClientCert", ClientAuth::require_any},
     {"VerifyClientCertIfGiven", ClientAuth::verify_if_given},
     {"RequireAndVerifyClientCert", ClientAuth::require}}};

// Walks one file; every error names where it is.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : file_(file) {}

  [[nodiscard]] Result<WebConfig> read(const YAML::Node& root) const;

 private:
  [[nodiscard]] Error error(const YAML::Node& at, std::string_view what) const;
  // A map of exactly these keys, each once. Null counts as an empty map.
  [[nodiscard]] Result<void> check_map(const YAML::Node& map,
                                       std::string_view name,
                                       std::span<const std::string_view> keys) const;
  [[nodiscard]] Result<std::string> text(const YAML::Node& node, std::string_view name) const;
  [[nodiscard]] Result<std::map<std::string, std::string>> texts(const YAML::Node& map,
                                                                 std::string_view name) const;
  [[nodiscard]] Result<TlsConfig> read_tls(const YAML::Node& map) const;
  [[nodiscard]] Result<std::map<std::string, std::string>> read_users(const YAML::Node& map) const;
  [[nodiscard]] std::string absolute(const std::string& path) const;

  const std::filesystem::path& file_;
};

Error Reader::error(const YAML::Node& at, std::string_view what) const {
  const YAML::Mark mark = at.Mark();
  return Error{Errc::config,
               fmt::format("{}:{}:{}: {}", file_.string(), mark.line + 1, mark.column + 1, what)};
}

Result<void> Reader::check_map(const YAML::Node& map,
                               std::string_view name,
                               std::span<const std::string_view> keys) const {
  if (map.IsNull()) {
    return {};
  }
  if (!map.IsMap()) {
    return error(map, fmt::format("{}: expected a map", name));
  }
  std::set<std::string> seen;
  for (const auto& entry : map) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string{};
    const bool is_known = keys.empty() || std::find(keys.begin(), keys.end(), key) != keys.end();
    if (!is_known) {
      return error(
          entry.first,
          fmt::format(
              "{}: unknown key '{}'; expected one of {}", name, key, fmt::join(keys, ", ")));
    }
    if (!seen.insert(key).second) {
      return error(entry.first, fmt::format("{}: key '{}' stands there twice", name, key));
    }
  }
  return {};
}

Result<std::string> Reader::text(const YAML::Node& node, std::string_view name) const {
  if (!node.IsDefined() || node.IsNull()) {
    return std::string{};
  }
  if (!node.IsScalar()) {
    return error(node, fmt::format("{}: expected text", name));
  }
  return node.Scalar();
}

Result<std::map<std::string, std::string>> Reader::texts(const YAML::Node& map,
                                                         std::string_view name) const {
  CENTINELA_TRY(check_map(map, name, {}));
  std::map<std::string, std::string> all;
  for (const auto& entry : map) {
    CENTINELA_TRY(std::string value, text(entry.second, name));
    all.emplace(entry.first.Scalar(), std::move(value));
  }
  return all;
}

std::string Reader::absolute(const std::string& path) const {
  return path.empty() ? path : (file_.parent_path() / path).string();
}

Result<TlsConfig> Reader::read_tls(const YAML::Node& map) const {
  CENTINELA_TRY(check_map(map, "tls_server_config", tls_keys));
  TlsConfig tls;
  CENTINELA_TRY(const std::string cert, text(map["cert_file"], "cert_file"));
  CENTINELA_TRY(const std::string key, text(map["key_file"], "key_file"));
  CENTINELA_TRY(const std::string ca, text(map["client_ca_file"], "client_ca_file"));
  CENTINELA_TRY(const std::string auth, text(map["client_auth_type"], "client_auth_type"));
  CENTINELA_TRY(const std::string version, text(map["min_version"], "min_version"));
  if (cert.empty() || key.empty()) {
    return error(map, "tls_server_config: expected both cert_file and key_file");
  }
  tls.cert_file = absolute(cert);
  tls.key_file = absolute(key);
  tls.client_ca_file = absolute(ca);
  if (!auth.empty()) {
    const auto* known = std::find_if(client_auths.begin(),
                                     client_auths.end(),
                                     [&](const auto& one) { return one.first == auth; });
    if (known == client_auths.end()) {
      return error(map["client_auth_type"],
                   fmt::format("client_auth_type: unknown word '{}'; expected NoClientCert, "
                               "RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven "
                               "or RequireAndVerifyClientCert",
                               auth));
    }
    tls.client_auth = known->second;
  }
  const bool verifies =
      tls.client_auth == ClientAuth::verify_if_given || tls.client_auth == ClientAuth::require;
  if (verifies && ca.empty()) {
    return error(map, "tls_server_config: verifying client certificates needs client_ca_file");
  }
  if (!version.empty() && version != "TLS12" && version != "TLS13") {
    return error(map["min_version"],
                 fmt::format("min_version: expected TLS12 or TLS13, found '{}'", version));
  }
  tls.min_version = version == "TLS13" ? TlsVersion::tls_1_3 : TlsVersion::tls_1_2;
  return tls;
}

Result<std::map<std::string, std::string>> Reader::read_users(const YAML::Node& map) const {
  CENTINELA_TRY(auto users, texts(map, "basic_auth_users"));
  for (const auto& [name, hash] : users) {
    const bool is_bcrypt =
        hash.size() == 60 &&
        (hash.starts_with("$2y$") || hash.starts_with("$2b$") || hash.starts_with("$2a$"));
    if (!is_bcrypt) {
      return error(map[name],
                   fmt::format("basic_auth_users: expected a bcrypt hash of 60 characters for "
                               "'{}'; make one with: htpasswd -nBC 10 '' | tr -d ':\\n'",
                               name));
    }
    if (name.empty() || name.find(':') != std::string::npos) {
      return error(map, "basic_auth_users: expected a name without ':'");
    }
  }
  return users;
}

bool is_header_safe(const std::string& text) {
  return text.find_first_of("\r\n") == std::string::npos;
}

Result<WebConfig> Reader::read(const YAML::Node& root) const {
  CENTINELA_TRY(check_map(root, "web config", top_keys));
  WebConfig config;
  if (const YAML::Node tls = root["tls_server_config"]; tls && !tls.IsNull()) {
    CENTINELA_TRY(config.tls, read_tls(tls));
  }
  if (const YAML::Node users = root["basic_auth_users"]) {
    CENTINELA_TRY(config.basic_auth_users, read_users(users));
  }
  if (const YAML::Node http = root["http_server_config"]; http && !http.IsNull()) {
    CENTINELA_TRY(check_map(http, "http_server_config", http_keys));
    if (const YAML::Node headers = http["headers"]) {
      CENTINELA_TRY(config.headers, texts(headers, "headers"));
    }
  }
  for (const auto& [name, value] : config.headers) {
    if (name.empty() || !is_header_safe(name) || !is_header_safe(value)) {
      return error(root["http_server_config"], "headers: expected one line each");
    }
  }
  return config;
}

}  // namespace

Result<WebConfig> parse_web_config(std::string_view text, const std::filesystem::path& file) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.size() > 1) {
      return Error{Errc::config, fmt::format("{}: expected one YAML document", file.string())};
    }
    const YAML::Node root = documents.empty() ? YAML::Node() : documents.front();
    return root.IsNull() ? Result<WebConfig>(WebConfig{}) : Reader(file).read(root);
  } catch (const YAML::Exception& exception) {
    return Error{Errc::config,
                 fmt::format("{}:{}:{}: {}",
                             file.string(),
                             exception.mark.line + 1,
                             exception.mark.column + 1,
                             exception.msg)};
  }
}

Result<WebConfig> load_web_config(const std::filesystem::path& file) {
  std::error_code failed;
  const std::uintmax_t size = std::filesystem::file_size(file, failed);
  if (failed) {
    return Error{
        Errc::config,
        fmt::format("{}: {}; http.web_config_file must name a file that the daemon may read",
                    file.string(),
                    failed.message())};
  }
  if (size > file_bytes_max) {
    return Error{Errc::config,
                 fmt::format("{}: expected at most 1 MiB, found {} bytes", file.string(), size)};
  }
  const std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) {
    return Error{Errc::config,
                 fmt::format("{}: cannot be read; http.web_config_file must name a file that the "
                             "daemon may read",
                             file.string())};
  }
  return parse_web_config(text.str(), std::filesystem::absolute(file));
}

}  // namespace centinela::http
