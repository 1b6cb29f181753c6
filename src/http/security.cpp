#include "http/security.h"

#include <fmt/format.h>

namespace centinela::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

Error tls_error(const std::string& file, const error_code& error) {
  return Error{Errc::io, fmt::format("http.web_config_file: {}: {}", file, error.message())};
}

int verify_mode(ClientAuth auth) {
  switch (auth) {
    case ClientAuth::none:
      return ssl::verify_none;
    case ClientAuth::request:
    case ClientAuth::verify_if_given:
      return ssl::verify_peer;
    case ClientAuth::require_any:
    case ClientAuth::require:
      return ssl::verify_peer | ssl::verify_fail_if_no_peer_cert;
  }
  return ssl::verify_peer | ssl::verify_fail_if_no_peer_cert;
}

Result<std::shared_ptr<ssl::context>> make_tls(const TlsConfig& config) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(
      context->native_handle(),
      config.min_version == TlsVersion::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
  error_code error;
  if (context->use_certificate_chain_file(config.cert_file, error); error) {
    return tls_error(config.cert_file, error);
  }
  if (context->use_private_key_file(config.key_file, ssl::context::pem, error); error) {
    return tls_error(config.key_file, error);
  }
  if (!config.client_ca_file.empty()) {
    if (context->load_verify_file(config.client_ca_file, error); error) {
      return tls_error(config.client_ca_file, error);
    }
  }
  context->set_verify_mode(verify_mode(config.client_auth), error);
  const bool takes_any =
      config.client_auth == ClientAuth::request || config.client_auth == ClientAuth::require_any;
  if (takes_any) {
    context->set_verify_callback([](bool, ssl::verify_context&) { return true; }, error);
  }
  return context;
}

}  // namespace

Result<std::shared_ptr<Security>> make_security(const std::optional<WebConfig>& web) {
  auto security = std::make_shared<Security>();
  if (!web) {
    return security;
  }
  if (web->tls) {
    Result<std::shared_ptr<ssl::context>> tls = make_tls(*web->tls);
    if (!tls) {
      return Error{tls.error().code, tls.error().detail};
    }
    security->tls = *std::move(tls);
  }
  security->auth = BasicAuth(web->basic_auth_users);
  security->headers = web->headers;
  return security;
}

}  // namespace centinela::http
