#include "http/loopback.h"
#include "http/server.h"

#include <curl/curl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace centinela::http {
namespace {

// bcrypt of "secret", cost 4.
constexpr const char* hash = "$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";

// A directory with a self-signed certificate for "localhost" and its key.
class Certificate {
 public:
  Certificate()
      : directory_(std::filesystem::temp_directory_path() /
                   ("centinela-http-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(directory_);
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(
        name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    write("cert.pem", [&](std::FILE* file) { PEM_write_X509(file, certificate); });
    write("key.pem", [&](std::FILE* file) {
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate() { std::filesystem::remove_all(directory_); }

  [[nodiscard]] std::string cert() const { return directory_ / "cert.pem"; }
  [[nodiscard]] std::string key() const { return directory_ / "key.pem"; }

 private:
  template <class Writer>
  void write(const char* file, Writer writer) {
    std::FILE* out = std::fopen((directory_ / file).c_str(), "w");
    ASSERT_NE(out, nullptr);
    writer(out);
    std::fclose(out);
  }

  std::filesystem::path directory_;
};

struct Answer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string body;
};

std::size_t collect(char* bytes, std::size_t one, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, one * count);
  return one * count;
}

Answer fetch(const Server& server, const std::string& user_and_password = {}) {
  Answer answer;
  CURL* handle = curl_easy_init();
  const std::string url = server.url() + "/livez";
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 10'000L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer.body);
  if (!user_and_password.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(handle, CURLOPT_USERPWD, user_and_password.c_str());
  }
  answer.code = curl_easy_perform(handle);
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_easy_cleanup(handle);
  return answer;
}

std::vector<Route> routes() {
  return {{.path = "/livez", .description = "", .handle = [](const Request&) {
             return Response{.body = "ok\n"};
           }}};
}

WebConfig tls(const Certificate& certificate) {
  WebConfig web;
  web.tls = TlsConfig{
      .cert_file = certificate.cert(), .key_file = certificate.key(), .client_ca_file = {}};
  return web;
}

Result<std::unique_ptr<Server>> start(WebConfig web) {
  return Server::start({.listen = "127.0.0.1:0", .web = std::move(web)}, routes());
}

TEST(ServerTls, answers_over_tls) {
  const Certificate certificate;
  const auto server = start(tls(certificate));
  ASSERT_TRUE(server) << server.error().detail;
  EXPECT_THAT((*server)->url(), ::testing::StartsWith("https://127.0.0.1:"));
  for (int i = 0; i < 3; ++i) {
    const Answer answer = fetch(**server);
    EXPECT_EQ(answer.code, CURLE_OK) << curl_easy_strerror(answer.code);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "ok\n");
  }
}

TEST(ServerTls, survives_clients_that_speak_plain_http_or_nonsense) {
  const Certificate certificate;
  const auto server = start(tls(certificate));
  ASSERT_TRUE(server);
  const Loopback client((*server)->port());
  client.send("GET /livez HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.read_all(), ::testing::Not(::testing::HasSubstr("ok")));
  EXPECT_EQ(fetch(**server).status, 200);
}

TEST(ServerTls, requires_a_client_certificate_where_told_to) {
  const Certificate certificate;
  WebConfig web = tls(certificate);
  web.tls->client_auth = ClientAuth::require;
  web.tls->client_ca_file = certificate.cert();
  const auto server = start(web);
  ASSERT_TRUE(server) << server.error().detail;
  EXPECT_NE(fetch(**server).status, 200);
}

TEST(ServerTls, names_a_certificate_that_cannot_be_read) {
  const Certificate certificate;
  WebConfig web = tls(certificate);
  web.tls->cert_file = "/nonexistent/cert.pem";
  const auto server = start(web);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Errc::io);
  EXPECT_THAT(server.error().detail, ::testing::HasSubstr("/nonexistent/cert.pem"));
}

TEST(ServerTls, takes_a_renewed_certificate_without_a_restart) {
  const Certificate certificate;
  const auto server = start(tls(certificate));
  ASSERT_TRUE(server);
  EXPECT_TRUE((*server)->replace_web_config(tls(certificate)));
  EXPECT_EQ(fetch(**server).status, 200);
  const Result<void> plain = (*server)->replace_web_config(WebConfig{});
  ASSERT_FALSE(plain) << "turning TLS off would open what was locked";
  EXPECT_EQ(plain.error().code, Errc::config);
}

WebConfig locked() {
  WebConfig web;
  web.basic_auth_users = {{"prom", hash}};
  return web;
}

TEST(ServerAuth, lets_the_right_password_in_twice_and_others_not) {
  const auto server = start(locked());
  ASSERT_TRUE(server);
  EXPECT_EQ(fetch(**server, "prom:secret").status, 200);
  EXPECT_EQ(fetch(**server, "prom:secret").status, 200) << "from memory";
  EXPECT_EQ(fetch(**server, "prom:wrong").status, 401);
  EXPECT_EQ(fetch(**server, "prom:wrong").status, 401) << "from memory";
  EXPECT_EQ(fetch(**server, "root:secret").status, 401);
  EXPECT_EQ(fetch(**server).status, 401);
}

TEST(ServerAuth, asks_for_a_password_before_it_says_which_paths_exist) {
  const auto server = start(locked());
  ASSERT_TRUE(server);
  const Loopback client((*server)->port());
  client.send("GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, ::testing::StartsWith("HTTP/1.1 401"));
  EXPECT_THAT(answer, ::testing::HasSubstr("WWW-Authenticate: Basic realm=\"centinela\""));
}

TEST(ServerAuth, takes_new_users_on_reload) {
  const auto server = start(locked());
  ASSERT_TRUE(server);
  EXPECT_TRUE((*server)->replace_web_config(WebConfig{}));
  EXPECT_EQ(fetch(**server).status, 200);
}

TEST(ServerAuth, stops_while_a_password_is_being_checked) {
  const auto server = start(locked());
  ASSERT_TRUE(server);
  const Loopback client((*server)->port());
  client.send("GET /livez HTTP/1.1\r\nAuthorization: Basic cHJvbTp4\r\n\r\n");
  (*server)->stop();
}

}  // namespace
}  // namespace centinela::http
